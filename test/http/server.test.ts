import { once } from "node:events";
import { Agent, get, type RequestListener } from "node:http";
import { connect, type Socket } from "node:net";
import { Readable } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sendStream } from "../../src/http/send-stream.ts";
import { type Listener, listen } from "../../src/http/server.ts";
import { makeNotReadyPage } from "../../src/web/not-ready-page.ts";

it("closes as soon as the last answer has ended, although the client would keep its connection", async () => {
  const listener = await listen("127.0.0.1", 0);
  const asked = new Promise<void>((resolve) => {
    listener.serve((_request, response) => {
      resolve();
      setTimeout(() => response.end("selesai"), 300);
    });
  });
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<void>((resolve, reject) => {
    const request = get({ port: listener.port, host: "127.0.0.1", agent }, (response) =>
      response.resume().once("end", resolve),
    );
    request.once("error", reject);
  });
  await asked;
  const began = performance.now();
  await listener.close(8_000);
  await answered;
  expect(performance.now() - began).toBeLessThan(3_000);
  agent.destroy();
});

it("tells a browser that comes too early so in both languages, and a program in problem details", async () => {
  const listener = await listen("127.0.0.1", 0, makeNotReadyPage());
  const ask = (accept: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${listener.port}/dataset`, { headers: { Accept: accept } });
  const page = await ask("text/html,application/xhtml+xml,*/*;q=0.8");
  expect([page.status, page.headers.get("retry-after"), page.headers.get("content-type")]).toEqual([
    503,
    "2",
    "text/html; charset=utf-8",
  ]);
  const html = await page.text();
  expect(html).toContain('<div lang="en">');
  expect(html).toContain('http-equiv="refresh"');
  const problem = await ask("*/*");
  expect([problem.status, problem.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await problem.json()).toMatchObject({ code: "server.not-ready" });
  await listener.close(1_000);
});

describe("a client that takes its time", () => {
  let listener: Listener;
  let client: Socket;
  afterEach(async () => {
    client.destroy();
    await listener.close(100);
  });

  async function open(application: RequestListener, patience: Parameters<typeof listen>[3]): Promise<void> {
    listener = await listen("127.0.0.1", 0, undefined, patience);
    listener.serve(application);
    client = connect(listener.port, "127.0.0.1").on("error", () => {});
    await once(client, "connect");
  }

  /** A byte every so often; resolves with what came back when the server has closed the connection. */
  async function drip(head: string, rest: string): Promise<string> {
    let got = "";
    client.on("data", (bytes) => {
      got += String(bytes);
    });
    client.write(head);
    let at = 0;
    const timer = setInterval(() => client.writable && client.write(rest[at++ % rest.length] ?? ""), 20);
    await once(client, "close");
    clearInterval(timer);
    return got;
  }

  it("with its headers is let go", async () => {
    await open((_, response) => response.end(), { headersMs: 200, requestMs: 60_000, stalledMs: 60_000 });
    expect(await drip("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "a")).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("with its body is let go, and whoever reads the body is told", async () => {
    const read: unknown[] = [];
    await open((request) => void request.toArray().catch((error: unknown) => read.push(error)), {
      headersMs: 1_000,
      requestMs: 1_000,
      stalledMs: 60_000,
    });
    expect(await drip("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n", "a")).toMatch(
      /^HTTP\/1\.1 408 /,
    );
    await vi.waitFor(() => expect(read).toHaveLength(1));
  });

  it("and stops in the middle of its body is let go, sooner than one that is slow", async () => {
    const read: unknown[] = [];
    await open((request) => void request.toArray().catch((error: unknown) => read.push(error)), {
      headersMs: 1_000,
      requestMs: 60_000,
      stalledMs: 200,
    });
    client.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nkode,");
    await once(client, "close");
    await vi.waitFor(() => expect(read).toHaveLength(1));
  });

  it("is not blamed for a body that nobody reads yet", async () => {
    await open(
      (request, response) => {
        setTimeout(() => request.resume().once("end", () => response.end("selesai")), 400);
      },
      { headersMs: 1_000, requestMs: 60_000, stalledMs: 100 },
    );
    client.write(`POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n`);
    client.write(Buffer.alloc(1_000_000));
    expect(String(Buffer.concat(await client.toArray()))).toMatch(/200 OK[\s\S]*selesai$/);
  });

  it("with its answer is let go, and what is read for it ends", async () => {
    const rows = Readable.from(
      (function* () {
        for (;;) yield "73.06,2024,10\n".repeat(10_000);
      })(),
    );
    await open((_, response) => void sendStream(response, rows), {
      headersMs: 1_000,
      requestMs: 60_000,
      stalledMs: 200,
    });
    client.pause().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const [error] = await once(rows, "error");
    expect(error).toMatchObject({ code: "ERR_STREAM_PREMATURE_CLOSE" });
  });

  it("is waited for while it is us who are slow", async () => {
    const answer: RequestListener = (_, response) => void setTimeout(() => response.end("selesai"), 400);
    await open(answer, { headersMs: 100, requestMs: 100, stalledMs: 100 });
    client.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(String(Buffer.concat(await client.toArray()))).toMatch(/200 OK[\s\S]*selesai$/);
  });
});
