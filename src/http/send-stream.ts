/**
 * Bytes on their way out. The head of an answer is written only when its first bytes are at hand, so that a query that fails at once is
 * an honest error; a stream that breaks later breaks the connection, and is never a short 200.
 */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Sends `body` through `steps`. Throws what the source threw when nothing was sent yet; afterwards the connection is gone already. */
export async function sendStream(
  response: ServerResponse,
  body: Readable,
  ...steps: readonly NodeJS.ReadWriteStream[]
): Promise<void> {
  try {
    await firstBytes(body, response);
    await pipeline([body, ...steps, response]);
  } catch (error) {
    body.destroy();
    if (response.destroyed || response.closed) return;
    if (response.headersSent) response.destroy();
    else throw error;
  }
}

/** Resolves when there is something to read, or nothing at all; rejects when the source fails first. A client that leaves ends it. */
async function firstBytes(body: Readable, response: ServerResponse): Promise<void> {
  if (body.readableLength > 0 || body.readableEnded) return;
  const gone = () => body.destroy();
  response.once("close", gone);
  try {
    await Promise.race([once(body, "readable"), once(body, "close")]);
    if (body.errored) throw body.errored;
  } finally {
    response.off("close", gone);
  }
}
