import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createGzip, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sendStream } from "../../src/http/send-stream.ts";

/** Serves one request with `handle`; what it threw, and how the client fared. */
async function serve(
  handle: (response: ServerResponse) => Promise<void>,
): Promise<{ status: number; body: Buffer | string; thrown: unknown }> {
  let thrown: unknown;
  const server = createServer((_request, response) => {
    handle(response).catch((error: unknown) => {
      thrown = error;
      response.statusCode = 500;
      response.end("honest");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const [response] = (await once(get({ port, agent: false }), "response")) as [IncomingMessage];
    const body = await buffer(response).catch(() => "broken");
    return { status: response.statusCode ?? 0, body, thrown };
  } finally {
    server.close();
  }
}

async function* pieces(count: number, failure?: Error): AsyncGenerator<Buffer> {
  for (let piece = 0; piece < count; piece += 1) yield Buffer.alloc(1000, "x");
  if (failure) throw failure;
}
const bytes = (count: number, failure?: Error) => Readable.from(pieces(count, failure), { objectMode: false });

describe("sendStream(response, body, ...steps)", () => {
  it("sends everything, also nothing, also through a step", async () => {
    expect((await serve((response) => sendStream(response, bytes(300)))).body.length).toBe(300_000);
    expect((await serve((response) => sendStream(response, bytes(0)))).body.length).toBe(0);
    const zipped = await serve((response) => sendStream(response, bytes(300), createGzip()));
    expect(gunzipSync(zipped.body).length).toBe(300_000);
  });

  it("throws while an honest error can still be said", async () => {
    const { status, body, thrown } = await serve((response) =>
      sendStream(response, bytes(0, new Error("no rows today"))),
    );
    expect([status, String(body), thrown]).toEqual([500, "honest", new Error("no rows today")]);
  });

  it("breaks the connection when the source breaks later", async () => {
    const { status, body, thrown } = await serve((response) => sendStream(response, bytes(300, new Error("lost"))));
    expect([status, body, thrown]).toEqual([200, "broken", undefined]);
  });

  it("ends the source when the reader goes away", async () => {
    const source = bytes(1_000_000);
    const server = createServer((_request, response) => void sendStream(response, source)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const request = get({ port: (server.address() as AddressInfo).port, agent: false });
    await once(request, "response");
    request.destroy();
    await expect.poll(() => source.destroyed).toBe(true);
    server.close();
  });
});
