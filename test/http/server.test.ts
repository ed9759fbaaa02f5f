import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { listen } from "../../src/http/server.ts";
import { makeNotReadyPage } from "../../src/web/not-ready-page.ts";

it("closes as soon as the last answer has ended, although the client would keep its connection", async () => {
  const listener = await listen("127.0.0.1", 0);
  listener.serve((_request, response) => void setTimeout(() => response.end("selesai"), 300));
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<void>((resolve, reject) => {
    const request = get({ port: listener.port, host: "127.0.0.1", agent }, (response) =>
      response.resume().once("end", resolve),
    );
    request.once("error", reject);
  });
  await sleep(100);
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
