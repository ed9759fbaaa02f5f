/** The real server as a process of its own: started on a home, listened to line by line, and killed without warning. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What runs: the built server, or the sources where nothing has been built. */
export const BUILT = [join(ROOT, "dist/cli.js")];
export const SOURCES = ["--import", "tsx", join(ROOT, "src/cli.ts")];

/** A line of the server's own log. */
export interface LogLine {
  readonly kind?: string;
  readonly level?: number;
  readonly [detail: string]: unknown;
}

export interface ServerProcess {
  /** Resolves with its address when it is ready; rejects with what it said when it ends before. */
  readonly ready: Promise<string>;
  /** Calls back for each line of the log, until the process ends. */
  readonly hear: (listener: (line: LogLine) => void) => void;
  /** The last lines that it said, for the report of a failure; all of them are in the home's `server.log`. */
  readonly lastLines: () => readonly string[];
  readonly kill: () => Promise<void>;
  /** Asks it to stop; resolves with its exit code. */
  readonly stop: () => Promise<number | null>;
}

export function startProcess(
  program: readonly string[],
  home: string,
  settings: Readonly<Record<string, string>> = {},
): ServerProcess {
  const child = spawn(process.execPath, [...program, "start"], {
    env: { ...process.env, ...environment(home), LOG_LEVEL: "debug", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const listeners: ((line: LogLine) => void)[] = [];
  const last: string[] = [];
  child.stderr.pipe(createWriteStream(join(home, "server.log"), { flags: "a" }));
  createInterface({ input: child.stderr }).on("line", (line) => {
    last.push(line.slice(0, 2_000));
    if (last.length > 400) last.shift();
    const heard = parseLine(line);
    if (heard !== undefined) for (const each of listeners) each(heard);
  });
  const exited = once(child, "exit");
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const port = /^Listening on http:\/\/localhost:(\d+)$/.exec(line)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    child.once("exit", (code, signal) =>
      reject(new Error(`the server ended with ${code ?? signal}:\n${last.slice(-20).join("\n")}`)),
    );
  });
  ready.catch(() => {});
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await exited;
    }
    return child.exitCode;
  };
  return {
    ready,
    hear: (listener) => void listeners.push(listener),
    lastLines: () => last,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
  };
}

export interface VerbProcess {
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
  readonly kill: () => Promise<void>;
}

/** Begins a verb beside the server, or without one. */
export function startVerb(program: readonly string[], home: string, ...args: readonly string[]): VerbProcess {
  const child = spawn(process.execPath, [...program, ...args], {
    env: { ...process.env, ...environment(home) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  const ended = once(child, "close").then(() => ({ code: child.exitCode, said }));
  return {
    ended,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

export const runVerb = (program: readonly string[], home: string, ...args: readonly string[]): VerbProcess["ended"] =>
  startVerb(program, home, ...args).ended;

const environment = (home: string): Record<string, string> => ({
  BASE_URL: "",
  DATABASE_URL: "",
  JENDELA_HOME: home,
  JENDELA_SAMPLES: "no",
  PORT: "0",
  CHECK_WORKERS: "2",
  UPLOADS_PER_HOUR: "1000000",
});

function parseLine(line: string): LogLine | undefined {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}

/** The embedded database's main process; undefined when it does not run. */
async function findPostmaster(home: string): Promise<number | undefined> {
  const file = await readFile(join(home, "postgres/data/postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(file.split("\n")[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** Kills the database's main process; its children find out by themselves and end. */
export async function killPostmaster(home: string): Promise<void> {
  const pid = await findPostmaster(home);
  if (pid === undefined) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    return;
  }
  while (isAlive(pid)) await sleep(5);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Address of the embedded database; undefined while the home is being made. */
export async function databaseUrl(home: string): Promise<string | undefined> {
  const text = await readFile(join(home, "postgres.json"), "utf8").catch(() => "");
  const { port, password } = parseLine(text) ?? {};
  return port === undefined ? undefined : `postgres://jendela:${password}@127.0.0.1:${port}/jendela`;
}
