/**
 * Who changes something in the load run: two uploaders, each with a dataset of its own, and a publisher. An uploader sends a file with
 * a few other values, waits until it is checked, hands it over, and sends the next when it is published. One of them sends a very large file once.
 */
import { createReadStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { World } from "./load-readers.ts";

export interface Officers extends World {
  readonly as: { readonly uploaders: readonly string[]; readonly publisher: string };
  /** Checked, and waiting for the publisher. */
  readonly ready: { readonly id: string; readonly done: () => void }[];
}

type Json = Record<string, unknown>;

const CSV = { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=beban.csv" };
const LOOK_MS = 200;
const REST_MS = 1_000;

/** @param lines  The first file, with its header. */
export async function upload(world: Officers, as: string, slug: string, lines: readonly string[]): Promise<void> {
  for (let round = 1; !world.over.aborted; round += 1) {
    const id = await sendAndWait(world, as, slug, changed(lines, round));
    if (id !== undefined && !world.over.aborted) await new Promise<void>((done) => world.ready.push({ id, done }));
    await sleep(REST_MS);
  }
}

/** Sends the file and waits until it is checked; it is not published. Undefined when something went wrong, which the watch is told. */
export async function sendLarge(world: Officers, as: string, slug: string, path: string): Promise<string | undefined> {
  return sendAndWait(world, as, slug, createReadStream(path));
}

export async function publish(world: Officers): Promise<void> {
  while (!world.over.aborted) {
    const next = world.ready.shift();
    if (next !== undefined) {
      const answer = await call(world, `/api/v1/uploads/${next.id}/publish`, world.as.publisher, { method: "POST" });
      if (answer !== undefined) world.watch.answered("publish", answer.ms);
      next.done();
    }
    await sleep(LOOK_MS);
  }
  for (const { done } of world.ready.splice(0)) done();
}

async function sendAndWait(
  world: Officers,
  as: string,
  slug: string,
  body: string | NodeJS.ReadableStream,
): Promise<string | undefined> {
  const began = performance.now();
  // Node's fetch takes any async iterable, and wants to know that it is not answered before its end.
  const sent = await call(world, `/api/v1/datasets/${slug}/uploads`, as, {
    method: "POST",
    body: body as unknown as ReadableStream,
    headers: CSV,
    duplex: "half",
  } as RequestInit);
  if (sent === undefined) return undefined;
  const id = String(sent.json.id);
  for (;;) {
    await sleep(LOOK_MS);
    const upload = await call(world, `/api/v1/uploads/${id}`, as);
    if (upload === undefined) return undefined;
    if (upload.json.status === "ready") break;
    if (upload.json.status !== "received" && upload.json.status !== "checking") {
      world.watch.wrong(`upload ${id} of ${slug}: ${JSON.stringify(upload.json).slice(0, 500)}`);
      return undefined;
    }
  }
  world.watch.answered(typeof body === "string" ? "check" : "check-large", performance.now() - began);
  return id;
}

async function call(
  { url, watch }: World,
  path: string,
  as: string,
  init: RequestInit = {},
): Promise<{ readonly json: Json; readonly ms: number } | undefined> {
  const began = performance.now();
  try {
    const response = await fetch(url + path, { ...init, headers: { Authorization: `Bearer ${as}`, ...init.headers } });
    const text = await response.text();
    if (response.ok) return { json: JSON.parse(text) as Json, ms: performance.now() - began };
    watch.wrong(`${path}: ${response.status} ${text.slice(0, 300)}`);
  } catch (error) {
    watch.wrong(`${path}: ${error}`);
  }
  return undefined;
}

/** The same table with another value in every fiftieth line. */
function changed(lines: readonly string[], round: number): string {
  return lines
    .map((line, at) => (at > 0 && at % 50 === round % 50 ? line.replace(/,[\d.]+,orang$/, `,${round}.5,orang`) : line))
    .join("\n");
}
