/** What every benchmark has: a server of its own with an embedded PostgreSQL, ways to ask it, and a clock. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { Agent, createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startEmbedded } from "../src/store/embedded.ts";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const SLUG = "uji-kinerja";

export const tell = (figure: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(figure)}\n`);
export const round = (value: number): number => Math.round(value * 1000) / 1000;

export async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly result: T }> {
  const began = performance.now();
  const result = await work();
  return { seconds: (performance.now() - began) / 1000, result };
}

/** How long each of them takes: one after the other, in rounds, the middle of each; the first round is for the caches and not counted. */
export async function takeTurns(
  rounds: number,
  contenders: readonly (() => Promise<unknown>)[],
): Promise<readonly number[]> {
  const seconds = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const took = await timed(contender);
      if (round > 0) seconds[index]?.push(took.seconds);
    }
  }
  return seconds.map((each) => each.sort((a, b) => a - b)[Math.floor(each.length / 2)] ?? 0);
}

export interface Bench {
  /** The server's folder; gone when the work is done. */
  readonly home: string;
  readonly url: string;
  readonly databaseUrl: string;
  readonly server: ChildProcess;
  readonly database: pg.Client;
  readonly officer: string;
  readonly reviewer: string;
}

export async function startServer(
  home: string,
  samples: "yes" | "no" = "no",
): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, [join(ROOT, "dist/cli.js"), "start"], {
    env: { ...process.env, BASE_URL: "", JENDELA_HOME: home, JENDELA_SAMPLES: samples, PORT: "0", LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    server.stdout?.on("data", (chunk: Buffer) => {
      const port = /localhost:(\d+)/.exec(chunk.toString())?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
  return { server, url };
}

export function makeToken(home: string, ...options: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, "dist/cli.js"), "token", "create", "--name", "bench", ...options], {
    env: { ...process.env, BASE_URL: "", JENDELA_HOME: home },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve) => child.once("close", () => resolve(said.trimEnd().split("\n").at(-1) ?? "")));
}

/** Does the work on a server of its own, which leaves nothing behind. */
export async function withBench(work: (bench: Bench) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "jendela-bench-"));
  await chmod(home, 0o755);
  const { server, url } = await startServer(home);
  const embedded = await startEmbedded({ home });
  const database = new pg.Client({ connectionString: embedded.url });
  await database.connect();
  try {
    const officer = await makeToken(home, "--role", "producer", "--agency", "diskominfo-sp");
    const reviewer = await makeToken(home, "--role", "reviewer");
    await work({ home, url, databaseUrl: embedded.url, server, database, officer, reviewer });
  } finally {
    await database.end();
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("exit", resolve));
    await embedded.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** Peak resident memory of the server so far, in MB. */
export async function peakMb({ server }: Pick<Bench, "server">): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, "utf8");
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/** The peak is counted anew from here. */
export const resetPeak = ({ server }: Pick<Bench, "server">): Promise<void> =>
  writeFile(`/proc/${server.pid}/clear_refs`, "5");

export async function call(
  bench: Bench,
  path: string,
  as: string,
  init: RequestInit = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(`${bench.url}${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${as}`, ...init.headers },
  });
  const body = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return body;
}

const LOOK_MS = 500;
const IDLE_WITHIN_MS = 300_000;

/** Resolves when the server has nothing left to do by itself (files, indexes, search values, profiles) and PostgreSQL has tidied up. */
export async function untilIdle({ database }: Pick<Bench, "database">): Promise<void> {
  for (const began = performance.now(); ; await sleep(LOOK_MS)) {
    const { rows } = await database.query<{ busy: boolean }>(
      `select exists (select from jobs.job where state in ('created', 'retry', 'active') and start_after <= now())
         or exists (select from catalogue.search_entry
                    where title = '' or (current_version is not null and values_version is distinct from current_version))
         or exists (select from catalogue.dataset d where d.current_version is not null and not exists (
                      select from catalogue.version_profile p where p.dataset = d.id and p.version = d.current_version))
         or exists (select from pg_stat_activity where backend_type = 'autovacuum worker') as busy`,
    );
    if (rows[0]?.busy === false) break;
    if (performance.now() - began > IDLE_WITHIN_MS) throw new Error("the server does not come to rest");
  }
  await database.query("checkpoint");
}

export function serve(answer: Parameters<typeof createServer>[1]): Promise<{ server: Server; url: string }> {
  const server = createServer(answer ?? (() => {}));
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    ),
  );
}

/** One request over a connection that stays open. */
export interface Question {
  readonly url: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asked before the clock starts: code that has not run often is not yet compiled well, ours and Node's. */
const WARM = 200;
const ROUNDS = 8;

/** What is compared: questions by their number, and the status that each must be answered with. */
export interface Contender {
  readonly questionOf: (index: number) => Question;
  readonly status?: number;
}

/**
 * Answers a second of each contender at so many connections, each asking again when it has been answered. They take turns, so that
 * whatever else the machine does meanwhile befalls all of them.
 */
export async function rates(
  connections: number,
  count: number,
  contenders: readonly Contender[],
  warm = WARM,
): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const slice = Math.ceil(count / ROUNDS);
  let from = WARM;
  try {
    for (const contender of contenders) await askMany(agent, connections, contender, 0, warm);
    const seconds = await takeTurns(
      ROUNDS,
      contenders.map((contender) => () => {
        from += slice;
        return askMany(agent, connections, contender, from, slice);
      }),
    );
    return seconds.map((each) => slice / each);
  } finally {
    agent.destroy();
  }
}

/** Throws on another status. */
async function askMany(
  agent: Agent,
  connections: number,
  { questionOf, status = 200 }: Contender,
  from: number,
  count: number,
): Promise<void> {
  let next = from;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < from + count) {
        const question = questionOf(next);
        next += 1;
        await ask(agent, question, status);
      }
    }),
  );
}

export async function ask(agent: Agent, question: Question, status: number): Promise<void> {
  const answer = await send(agent, question);
  for await (const _ of answer);
  if (answer.statusCode !== status) throw new Error(`${question.url}: ${answer.statusCode}`);
}

/** The answer's head; its body is there to be read, and must be. */
export function send(agent: Agent, { url, method = "GET", headers = {}, body }: Question): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    request(url, { agent, method, headers: { ...headers, ...length } }, resolve)
      .on("error", reject)
      .end(body);
  });
}
