/** The server as a process: what an operator sees at the first start, at a stop, after a kill, and beside it on the command line. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
const running = new Set<ChildProcess>();
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "jendela-start-"));
  // Under root the database's own user must be able to enter.
  await chmod(home, 0o755);
});

afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await rm(home, { recursive: true, force: true });
});

function jendela(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", CLI, ...args], {
    // The test runner sets a BASE_URL of its own.
    env: {
      ...process.env,
      BASE_URL: "",
      JENDELA_HOME: home,
      JENDELA_SAMPLES: "no",
      PORT: "0",
      LOG_LEVEL: "warn",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

async function run(args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = jendela(args);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, "exit"),
  ]);
  return { code, stdout, stderr };
}

/** Resolves with the address once the server has said its line. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const port = /^Listening on http:\/\/localhost:(\d+)$/m.exec(said)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
}

describe("jendela start", { timeout: 120_000 }, () => {
  let token = "";

  it("listens, says so in one line, and ends with 0 on SIGTERM", async () => {
    const server = jendela(["start"]);
    const url = await listening(server);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const made = await run(["token", "create", "--role", "admin", "--name", "uji"]);
    token = made.stdout.trimEnd().split("\n").at(-1) ?? "";
    expect([made.code, token]).toEqual([0, expect.stringMatching(/^jds_/)]);
    server.kill("SIGTERM");
    expect(await once(server, "exit")).toEqual([0, null]);
  });

  it("keeps everything after kill -9 of the server with its database left alive", async () => {
    const first = jendela(["start"]);
    await listening(first);
    first.kill("SIGKILL");
    await once(first, "exit");
    const second = jendela(["start"]);
    const url = await listening(second);
    expect((await fetch(`${url}/api/v1/tokens`, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
    second.kill("SIGINT");
    expect(await once(second, "exit")).toEqual([0, null]);
  });

  it("finishes an upload that was being checked when it was killed", async () => {
    const first = jendela(["start"]);
    const url = await listening(first);
    const headers = { Authorization: `Bearer ${token}` };
    const fields = [
      { name: "nomor", type: "integer" },
      { name: "nilai", type: "number" },
    ];
    const pkg = {
      name: "terputus",
      agency: "disdukcapil",
      title: "Data uji",
      description: "Angka rekaan.",
      resources: [{ name: "a", path: "a.csv", schema: { fields, primaryKey: ["nomor"] } }],
    };
    const made = await fetch(`${url}/api/v1/datasets`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify(pkg),
    });
    expect(made.status).toBe(201);
    const rows = Array.from({ length: 400_000 }, (_, index) => `${index},${index}.5`).join("\n");
    const sent = await fetch(`${url}/api/v1/datasets/terputus/uploads`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=a.csv" },
      body: `nomor,nilai\n${rows}\n`,
    });
    const { id } = (await sent.json()) as { id: string };
    const look = async (at: string): Promise<unknown> =>
      ((await (await fetch(`${at}/api/v1/uploads/${id}`, { headers })).json()) as { status: string }).status;
    await expect.poll(() => look(url), { interval: 20, timeout: 10_000 }).toBe("checking");
    first.kill("SIGKILL");
    await once(first, "exit");
    const second = jendela(["start"]);
    const again = await listening(second);
    await expect.poll(() => look(again), { interval: 200, timeout: 40_000 }).toBe("ready");
    second.kill("SIGTERM");
    expect(await once(second, "exit")).toEqual([0, null]);
  });

  it("ends with 2 and names the variable that cannot be used", async () => {
    const child = jendela(["start"], { PORT: "eighty" });
    const [said, [code]] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), once(child, "exit")]);
    expect([code, said]).toEqual([2, expect.stringContaining("PORT")]);
  });
});

describe("jendela", { timeout: 60_000 }, () => {
  it("says what it can do", async () => {
    const { code, stdout } = await run(["--help"]);
    expect(code).toBe(0);
    for (const verb of ["start", "migrate", "inspect", "convert", "validate", "upload", "import", "token", "user"])
      expect(stdout).toContain(verb);
  });

  it.each([["tidak-ada"], ["token", "create"], ["upload", "a.csv"]])(
    "ends with 2 when used wrongly: %s",
    async (...args) => {
      expect(await run(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/./) });
    },
  );
});
