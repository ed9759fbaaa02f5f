/** The README's tour, line by line, as a newcomer pastes it, against a server of its own that starts with the samples. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { onServer, withDatabase } from "./setup/database.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const command = ["--import", "tsx", join(root, "src/cli.ts")];

/** The lines of each step, in order. */
const steps = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/^```sh tour\n([\s\S]*?)^```$/gm)].map(
  ([, body = ""]) => body.trimEnd().split("\n"),
);

/** Longer than a busy machine takes to publish every sample. */
const STARTING_MS = 240_000;

let home: string;
let database: string;
let server: ChildProcess;
let address: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "jendela-tour-"));
  database = `jendela_tour_${process.pid}`;
  await onServer(inject("databaseServer"), `create database ${database} template template0 encoding 'UTF8'`);
  // The test runner has a BASE_URL of its own, which is not the server's.
  const { BASE_URL: _, ...outer } = process.env;
  environment = {
    ...outer,
    PORT: "0",
    JENDELA_HOME: home,
    DATABASE_URL: withDatabase(inject("databaseServer"), database),
  };
  server = spawn(process.execPath, [...command, "start"], {
    cwd: root,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  address = await listening(server);
}, STARTING_MS + 10_000);

afterAll(async () => {
  if (server !== undefined && server.exitCode === null) {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
  if (database !== undefined)
    await onServer(inject("databaseServer"), `drop database if exists ${database} with (force)`);
  if (home !== undefined) await rm(home, { recursive: true, force: true });
}, 60_000);

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (chunk: Buffer): void => {
      said += String(chunk);
      const found = /Listening on (http:\/\/\S+)/.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    };
    setTimeout(() => reject(new Error(`the server is not ready yet:\n${said}`)), STARTING_MS).unref();
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
  });
}

const MARK = "<<next step>>";

/** Pastes all lines into one shell; gives what each step printed. The command line is run from the sources instead of the build. */
async function paste(): Promise<readonly string[]> {
  const jendela = [process.execPath, ...command].map((part) => `'${part}'`).join(" ");
  const shell = spawn("bash", ["-e", "-s"], { cwd: root, env: environment, stdio: ["pipe", "pipe", "pipe"] });
  let [printed, complained] = ["", ""];
  shell.stdout.on("data", (chunk) => (printed += String(chunk)));
  shell.stderr.on("data", (chunk) => (complained += String(chunk)));
  const lines = steps.flatMap((step) => [...step, `echo '${MARK}'`]);
  shell.stdin.end(
    [`npx() { [ "$1" = jendela ] || { command npx "$@"; return; }; shift; (cd '${root}'; ${jendela} "$@"); }`, ...lines]
      .join("\n")
      .replace("http://localhost:7300", address)
      .concat("\n"),
  );
  const [code] = await once(shell, "close");
  if (code !== 0) throw new Error(`the tour ended with ${code} after:\n${printed}\n${complained}`);
  return printed.split(`${MARK}\n`);
}

describe("the README's tour", () => {
  it("goes from a broken file to a new version that everybody can read", { timeout: 240_000 }, async () => {
    const [, broken = "", mended = "", published = "", everybody = "", figures = "", typed = ""] = await paste();
    expect(broken).toContain('"status":"invalid"');
    expect(broken).toContain("Gowwa");
    expect(broken).toMatch(/cell\/not-a-number.*banyak/);
    expect(mended).toContain('"status":"ready"');
    for (const change of ['"added":2', '"removed":0', '"changed":0']) expect(mended).toContain(change);
    expect(mended).toContain('"status":"submitted"');
    expect(published).toContain("rights.not-allowed");
    expect(published).toContain('"version":3');
    expect(everybody).toContain('"totalCount":2');
    expect(everybody).toContain("2025-S2,73.06,pajak daerah,QRIS,9150000000,81000");
    expect(everybody).toContain("2024-S1,73.01,pajak daerah,ATM,");
    expect(everybody).toContain("2025-S2,73.71,pajak daerah,QRIS,25400000000,240500");
    expect(figures).toContain(
      '[{"period":"2022","value":72.44,"rank":13,"of":24},{"period":"2023","value":73.01,"rank":15,"of":24},{"period":"2024","value":73.71,"rank":15,"of":24}]',
    );
    expect(figures).toMatch(/"title":"Persentase penduduk miskin","unit":"persen".{1,90}"provinceValue":8.06/);
    expect(typed).toContain("2025-S2 KABUPATEN GOWA 9150000000");
  });
});
