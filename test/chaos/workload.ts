/** What officers, reviewers and readers do all day, derived from a seed: several of them at a time, until the server is gone. */
import { setTimeout as sleep } from "node:timers/promises";
import { asJson, type Client, type Json } from "./client.ts";
import { makeFile } from "./files.ts";
import { type People, SLUGS } from "./home.ts";
import { type Ledger, sha256, versionName } from "./ledger.ts";
import type { LogLine } from "./process.ts";
import type { Random } from "./random.ts";

export interface World {
  readonly client: Client;
  readonly url: string;
  readonly people: People;
  readonly ledger: Ledger;
  readonly random: Random;
  /** Told of what a client is in the middle of. */
  readonly tell: (line: LogLine) => void;
}

type Action = (world: World) => Promise<void>;

const ACTIONS: readonly (readonly [weight: number, action: Action])[] = [
  [8, sendFile],
  [3, sendInPieces],
  [10, publishSome],
  [2, submitSome],
  [1, returnSome],
  [2, scheduleSome],
  [1, decideSome],
  [1, withdrawSome],
  [1, restoreSome],
  [6, readSome],
];

/** Works until `signal` aborts; what is under way then is cut off by the server's end. */
export async function work(world: World, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await world.random.pick(ACTIONS)(world);
    await sleep(world.random.whole(0, 30));
  }
}

function newFile({ random, ledger }: World) {
  const slug = random.pick(SLUGS.map((each) => [1, each] as const));
  const mode = slug === "tambah" || random.chance(0.2) ? "append" : "replace";
  const { bytes, rows } = makeFile(random);
  const note = `kiriman ${ledger.nextNote}`;
  ledger.nextNote += 1;
  ledger.sent.set(note, { slug, mode, rows });
  return { slug, mode, note, bytes };
}

/** The whole file, or slowly in pieces. */
async function sendFile(world: World): Promise<void> {
  const { client, people, ledger, random, tell } = world;
  const { slug, mode, note, bytes } = newFile(world);
  const query = new URLSearchParams({ mode, note });
  const pieces = random.chance(0.3) ? 5 : 1;
  const pause = random.whole(1, 60);
  const body =
    pieces === 1
      ? bytes
      : ReadableStream.from(
          (async function* () {
            const size = Math.ceil(bytes.length / pieces);
            for (let at = 0; at < bytes.length; at += size) {
              if (at > 0) tell({ kind: "sending" });
              yield bytes.subarray(at, at + size);
              await sleep(pause);
            }
          })(),
        );
  const answer = await client.call(`/api/v1/datasets/${slug}/uploads?${query}`, {
    method: "POST",
    as: people.producer,
    // Node's fetch wants to know that a streamed body is not answered before its end.
    ...({ body, duplex: "half" } as RequestInit),
    headers: { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=data.csv" },
  });
  if (answer?.status !== 202) return;
  const id = String(answer.json.id);
  ledger.accepted.set(id, note);
  if (random.chance(0.8)) await waitForCheck(world, id);
}

/** Most officers look what comes of it before they go on. */
async function waitForCheck({ client, people }: World, id: string): Promise<void> {
  for (let looks = 0; looks < 60; looks += 1) {
    const answer = await client.call(`/api/v1/uploads/${id}`, { as: people.producer });
    if (answer === undefined || !/^(received|checking)$/.test(String(answer.json.status))) return;
    await sleep(50);
  }
}

/** By the protocol for bad lines; sometimes left half sent. */
async function sendInPieces(world: World): Promise<void> {
  const { client, people, ledger, random, url } = world;
  const { slug, mode, note, bytes } = newFile(world);
  const said = { dataset: slug, name: "data.csv", mode, note };
  const common = { Cookie: people.cookie, "X-CSRF-Token": people.csrf, Origin: url, "Tus-Resumable": "1.0.0" };
  const begun = await client.call("/kerja/unggah/tus", {
    method: "POST",
    headers: {
      ...common,
      "Upload-Length": String(bytes.length),
      "Upload-Metadata": Object.entries(said)
        .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
        .join(","),
    },
  });
  const path = begun?.headers.get("location");
  if (path == null) return;
  const size = Math.ceil(bytes.length / random.whole(1, 4));
  for (let at = 0; at < bytes.length; at += size) {
    if (at > 0 && random.chance(0.1)) return;
    const answer = await client.call(new URL(path, url).pathname, {
      method: "PATCH",
      body: bytes.subarray(at, at + size) as Uint8Array<ArrayBuffer>, // a Buffer of ours is on an ArrayBuffer
      headers: { ...common, "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream" },
    });
    if (answer?.status !== 204) return;
    const page = answer.headers.get("upload-page");
    if (page === null) continue;
    const id = page.split("/").at(-1) ?? "";
    ledger.accepted.set(id, note);
    await waitForCheck(world, id);
  }
}

/** One of the uploads that were accepted and stand in one of these states; the newest are looked at. */
async function findUpload(world: World, ...statuses: readonly string[]): Promise<string | undefined> {
  const { client, people, ledger, random } = world;
  const ids = [...ledger.accepted.keys()].slice(-8);
  for (let tries = 0; tries < 4 && ids.length > 0; tries += 1) {
    const [id = ""] = ids.splice(random.whole(0, ids.length - 1), 1);
    const answer = await client.call(`/api/v1/uploads/${id}`, { as: people.reviewer });
    if (answer !== undefined && statuses.includes(String(answer.json.status))) return id;
  }
  return undefined;
}

const ask = ({ client, people }: World, path: string, body: Json = {}, as: keyof People = "reviewer") =>
  client.call(path, { ...asJson(body), as: people[as] });

async function publishSome(world: World): Promise<void> {
  const id = await findUpload(world, "ready", "submitted");
  if (id === undefined) return;
  const answer = await ask(world, `/api/v1/uploads/${id}/publish`);
  if (answer?.status === 200) promise(world, answer.json);
}

function promise({ ledger }: World, { dataset, version }: Json): void {
  ledger.promised.add(versionName(String(dataset), Number(version)));
}

async function submitSome(world: World): Promise<void> {
  const id = await findUpload(world, "ready");
  if (id !== undefined) await ask(world, `/api/v1/uploads/${id}/submit`, {}, "producer");
}

async function returnSome(world: World): Promise<void> {
  const id = await findUpload(world, "ready", "submitted");
  if (id !== undefined) await ask(world, `/api/v1/uploads/${id}/return`, { reason: "Dicoba." });
}

async function scheduleSome(world: World): Promise<void> {
  const id = await findUpload(world, "ready", "submitted");
  if (id === undefined) return;
  const releaseAt = new Date(Date.now() + world.random.whole(300, 2_500)).toISOString();
  const answer = await ask(world, `/api/v1/uploads/${id}/publish`, { releaseAt });
  if (answer?.json.status === "scheduled") world.ledger.scheduled.add(id);
  if (answer?.status === 200 && typeof answer.json.version === "number") promise(world, answer.json);
}

/** A decision on what is not there changes nothing, but the file is checked again. */
async function decideSome(world: World): Promise<void> {
  const id = await findUpload(world, "ready", "invalid");
  if (id === undefined) return;
  const decision = { issue: "cell/nothing-of-the-kind", override: true, reason: "Dicoba." };
  await ask(world, `/api/v1/uploads/${id}/decisions`, [decision] as unknown as Json, "producer"); // the body is a list
}

/** Versions are withdrawn seldom and never the newest, so that there is something to read. */
async function withdrawSome(world: World): Promise<void> {
  const found = await findVersion(world);
  if (found !== undefined && found.current > 4)
    await ask(world, `/api/v1/datasets/${found.slug}/versions/${found.current - 3}/withdraw`, { reason: "Keliru." });
}

async function restoreSome(world: World): Promise<void> {
  const found = await findVersion(world);
  if (found === undefined || found.current < 2) return;
  const answer = await ask(world, `/api/v1/datasets/${found.slug}/versions/${found.current - 1}/restore`, {
    reason: "Kembali.",
  });
  if (answer?.status === 200) promise(world, answer.json);
}

async function findVersion({ client, random }: World): Promise<{ slug: string; current: number } | undefined> {
  const slug = random.pick(SLUGS.map((each) => [1, each] as const));
  const answer = await client.call(`/api/v1/datasets/${slug}/versions?first=1`);
  const current = Number(answer?.json.totalCount ?? 0);
  return current === 0 ? undefined : { slug, current };
}

const ENDINGS = ["csv", "csv", "xlsx", "json", "ndjson", "parquet", "zip"] as const;

/** A version that was seen before has the bytes that it had, also in the middle of everything. */
async function readSome(world: World): Promise<void> {
  const { client, ledger, random } = world;
  const found = await findVersion(world);
  if (found === undefined) return;
  const number = random.whole(Math.max(1, found.current - 5), found.current);
  const ending = random.pick(ENDINGS.map((each) => [1, each] as const));
  const answer = await client.call(`/download/${found.slug}/v${number}.${ending}`);
  if (answer?.status !== 200) return;
  const name = `${versionName(found.slug, number)}${ending === "csv" ? "" : `.${ending}`}`;
  const known = ledger.hashes.get(name);
  const seen = sha256(answer.bytes);
  if (known === undefined) ledger.hashes.set(name, seen);
  else if (known !== seen) throw new Error(`${name} had other bytes before`);
}
