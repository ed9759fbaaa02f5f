/** Server-sent events of one upload: `progress` while it moves, `status` when it changes, the end when nothing more will come by itself. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Request, Response } from "express";
import type { Upload } from "../catalogue/uploads.ts";
import { isInFlight } from "../kernel/upload-state.ts";
import { showUpload } from "./upload-view.ts";

const LOOK_MS = 400;
/** Proxies end silent connections; a comment keeps one open. */
const BEAT_MS = 15_000;
/** A person's decision may take days: a client that still cares connects again. */
const LONGEST_MS = 15 * 60_000;

export async function sendEvents(request: Request, response: Response, look: () => Promise<Upload>): Promise<void> {
  response.writeHead(200, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
  });
  const gone = new AbortController();
  request.once("close", () => gone.abort());
  const began = Date.now();
  let lastStatus = "";
  let lastProgress = "";
  let lastBeat = began;
  while (!gone.signal.aborted && Date.now() - began < LONGEST_MS) {
    const upload = await look();
    const progress = JSON.stringify(upload.progress);
    if (progress !== lastProgress) response.write(`event: progress\ndata: ${progress}\n\n`);
    if (upload.status !== lastStatus) response.write(`event: status\ndata: ${JSON.stringify(showUpload(upload))}\n\n`);
    [lastProgress, lastStatus] = [progress, upload.status];
    if (!isInFlight(upload.status)) break;
    if (Date.now() - lastBeat > BEAT_MS) {
      response.write(": masih bekerja\n\n");
      lastBeat = Date.now();
    }
    await sleep(LOOK_MS, undefined, { signal: gone.signal }).catch(() => {});
  }
  response.end();
}
