/**
 * PostGraphile 5 on the same database, as the peer to be measured against. It needs a newer Node than this project: both are installed
 * into a folder of their own, from the registry, and never become dependencies.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const PACKAGES = ["node@24", "postgraphile@5.1.5"];
const STARTS_WITHIN_MS = 30_000;

export interface Peer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Serves every table of the schema "public". Undefined, with a line on stderr, where the registry cannot be reached. */
export async function startPostgraphile(databaseUrl: string): Promise<Peer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "jendela-peer-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, allowScripts: { node: true } }));
    const flags = ["--no-audit", "--no-fund", "--loglevel=error"];
    await promisify(execFile)("npm", ["install", ...flags, ...PACKAGES], { cwd: folder });
    const port = await freePort();
    const child = spawn(
      join(folder, "node_modules/node/bin/node"),
      [
        join(folder, "node_modules/postgraphile/dist/cli-run.js"),
        ...["--connection", databaseUrl, "--schema", "public", "--host", "127.0.0.1", "--port", String(port)],
        ...["--preset", "postgraphile/presets/amber"],
      ],
      { cwd: folder, env: { ...process.env, GRAPHILE_ENV: "production" }, stdio: "ignore" },
    );
    const url = `http://127.0.0.1:${port}/graphql`;
    await untilAnswering(url, child);
    return {
      url,
      stop: async () => {
        await ended(child);
        await remove();
      },
    };
  } catch (error) {
    await remove();
    process.stderr.write(`PostGraphile left out: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const answered = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query: "{__typename}" }),
    }).catch(() => undefined);
    if (answered?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await ended(child);
  throw new Error("it does not answer");
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
