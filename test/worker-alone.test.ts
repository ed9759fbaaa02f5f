/** A server that does no work itself and a worker without a server, two processes on one database, go the whole way together. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
const running = new Set<ChildProcess>();
let home: string;

/** Takes traces, as an OpenTelemetry collector does. */
interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}
const spans: Span[] = [];
const collector = createServer((request, response) => void collect(request, response));
async function collect(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { resourceSpans } = JSON.parse(await text(request)) as {
    resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
  };
  if (request.url === "/v1/traces")
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
  response.setHeader("Content-Type", "application/json").end("{}");
}

beforeAll(async () => {
  await once(collector.listen(0, "127.0.0.1"), "listening");
  home = await mkdtemp(join(tmpdir(), "jendela-apart-"));
  // Under root the database's own user must be able to enter.
  await chmod(home, 0o755);
});

afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  collector.close();
  await rm(home, { recursive: true, force: true });
});

function jendela(args: readonly string[], checkWorkers = "1"): ChildProcess {
  const settings = {
    BASE_URL: "",
    JENDELA_HOME: home,
    JENDELA_SAMPLES: "no",
    PORT: "0",
    LOG_LEVEL: "warn",
    CHECK_WORKERS: checkWorkers,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
  };
  const child = spawn(process.execPath, ["--import", "tsx", CLI, ...args], {
    env: { ...process.env, ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Resolves with what the line of `pattern` names once it was said. */
function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const [, found] = pattern.exec(output) ?? [];
      if (found !== undefined) resolve(`http://127.0.0.1:${found}`);
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
}

async function makeToken(...options: string[]): Promise<string> {
  const child = jendela(["token", "create", "--name", "uji", ...options]);
  const output = await text(child.stdout as NodeJS.ReadableStream);
  return output.trimEnd().split("\n").at(-1) ?? "";
}

/** The caller's own trace. */
const [TRACE, PARENT] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];

const stopped = async (child: ChildProcess): Promise<unknown[]> => {
  child.kill("SIGTERM");
  return once(child, "exit");
};

it("checks nothing without a worker, and everything once there is one", { timeout: 180_000 }, async () => {
  const server = jendela(["start"], "0");
  const url = await said(server, /^Listening on http:\/\/localhost:(\d+)$/m);
  const producer = await makeToken("--role", "producer", "--agency", "diskominfo-sp");
  const reviewer = await makeToken("--role", "reviewer");
  const call = async (path: string, as: string, init: RequestInit = {}): Promise<Record<string, unknown>> => {
    const headers = { Authorization: `Bearer ${as}`, ...init.headers };
    return (await (await fetch(url + path, { ...init, headers })).json()) as Record<string, unknown>;
  };
  const fields = ["nomor", "nilai"].map((name) => ({ name, type: "integer" }));
  await call("/api/v1/datasets", producer, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      name: "terpisah",
      title: "Terpisah",
      description: "Angka uji.",
      resources: [{ name: "data", path: "data.csv", schema: { fields, primaryKey: ["nomor"] } }],
    }),
  });
  const { id } = await call("/api/v1/datasets/terpisah/uploads", producer, {
    method: "POST",
    headers: { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=a.csv" },
    body: "nomor,nilai\n2,20\n1,10\n",
  });
  const status = async (): Promise<unknown> => (await call(`/api/v1/uploads/${id}`, producer)).status;
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(await status()).toBe("received");

  const worker = jendela(["work"]);
  const watched = await said(worker, /^Working; watched on port (\d+)$/m);
  await expect.poll(status, { interval: 100, timeout: 60_000 }).toBe("ready");
  expect((await fetch(`${watched}/readyz`)).status).toBe(200);
  expect(await (await fetch(`${watched}/metrics`)).text()).toContain("jendela_events_total");
  expect((await fetch(`${watched}/download/terpisah.csv`)).status).toBe(404);

  expect(
    await call(`/api/v1/uploads/${id}/publish?catatan=rahasia`, reviewer, {
      method: "POST",
      headers: { traceparent: `00-${TRACE}-${PARENT}-01` },
    }),
  ).toMatchObject({ version: 1 });
  expect(await (await fetch(`${url}/download/terpisah.csv`)).text()).toBe("nomor,nilai\n1,10\n2,20\n");
  expect(await stopped(worker)).toEqual([0, null]);
  expect((await fetch(`${url}/download/terpisah/v1.csv`)).status).toBe(200);
  expect(await stopped(server)).toEqual([0, null]);
});

it("both tell their traces to a collector: requests under the caller's own, statements without values, work", () => {
  const names = new Set(spans.map(({ name }) => name));
  for (const name of ["POST /api", "GET /download", "publish-upload", "check-upload", "render-format", "SELECT"])
    expect([name, names.has(name)]).toEqual([name, true]);
  const publish = spans.find(({ name }) => name === "publish-upload");
  const above = spans.find(({ spanId }) => spanId === publish?.parentSpanId);
  expect(above).toMatchObject({ name: "POST /api", traceId: TRACE, parentSpanId: PARENT });
  expect(JSON.stringify(spans)).not.toContain("rahasia");
});

it("refuses to be a worker that does nothing", async () => {
  expect(await once(jendela(["work"], "0"), "exit")).toEqual([2, null]);
});
