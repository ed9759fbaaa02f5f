import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { receiveFile } from "../../src/intake/receive.ts";
import { isFault } from "../../src/kernel/fault.ts";

const LIMIT = 100_000;
let spool: string;
let server: Server;
let address: string;

beforeAll(async () => {
  spool = await mkdtemp(join(tmpdir(), "receive-"));
  server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const received = await receiveFile(request, { spool, maxBytes: LIMIT, newId: randomUUID });
    const content = await readFile(received.path);
    await rm(received.path);
    const check = createHash("sha256").update(content).digest("hex");
    response.end(JSON.stringify({ ...received, path: undefined, check }));
  } catch (error) {
    if (!isFault(error)) throw error;
    response.setHeader("Connection", "close");
    response.writeHead(error.status).end(JSON.stringify({ code: error.code }));
  }
}

afterAll(async () => {
  server.close();
  await rm(spool, { recursive: true });
});

async function post(
  body: string | FormData,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(address, { method: "POST", body, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function form(parts: Record<string, string | File>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) data.append(name, value);
  return data;
}

describe("receiveFile(request)", () => {
  it("takes a multipart file with its fields, wherever they stand", async () => {
    const { body } = await post(
      form({ mode: "append", file: new File(["a,b\n1,2\n"], "Data Gowa.csv"), note: "Semester II" }),
    );
    expect(body).toMatchObject({ name: "Data Gowa.csv", bytes: 8, fields: { mode: "append", note: "Semester II" } });
    expect(body.sha256).toBe(body.check);
  });

  it("takes a raw body, with a name in another script", async () => {
    const { body } = await post("a\n", {
      "Content-Type": "text/csv",
      "Content-Disposition": "attachment; filename*=UTF-8''Penduduk%20%E2%80%94%20Gowa.csv",
    });
    expect(body).toMatchObject({ name: "Penduduk — Gowa.csv", bytes: 2 });
  });

  it("keeps only the last part of a name that is a path", async () => {
    const { body } = await post("a", {
      "Content-Type": "text/csv",
      "Content-Disposition": 'attachment; filename="..\\\\..\\\\etc/passwd.csv"',
    });
    expect(body.name).toBe("passwd.csv");
  });

  it("takes an empty file: what is wrong inside is not the request's fault", async () => {
    expect((await post(form({ file: new File([], "kosong.csv") }))).body).toMatchObject({ bytes: 0 });
  });

  it.each([
    ["a form without a file", () => post(form({ note: "x" })), 400, "upload.no-file"],
    ["a raw body without a name", () => post("a,b", { "Content-Type": "text/csv" }), 400, "upload.no-file"],
    ["a body of another kind", () => post("{}", { "Content-Type": "application/json" }), 415, "upload.wrong-type"],
    ["a form without a boundary", () => post("x", { "Content-Type": "multipart/form-data" }), 400, "upload.no-file"],
    [
      "a large multipart file",
      () => post(form({ file: new File(["x".repeat(LIMIT + 1)], "a.csv") })),
      413,
      "upload.too-large",
    ],
    [
      "a large raw file",
      () =>
        post("x".repeat(LIMIT + 1), {
          "Content-Type": "text/csv",
          "Content-Disposition": "attachment; filename=a.csv",
        }),
      413,
      "upload.too-large",
    ],
  ])("refuses %s and keeps nothing", async (_name, send, status, code) => {
    expect(await send()).toEqual({ status, body: { code } });
    expect(await readdir(spool)).toEqual([]);
  });

  it("keeps nothing of a transfer that breaks off", async () => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.write(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\nContent-Length: 5000\r\n\r\na,b\n",
    );
    await expect.poll(() => readdir(spool)).toHaveLength(1);
    socket.destroy();
    await expect.poll(() => readdir(spool)).toEqual([]);
  });
});
