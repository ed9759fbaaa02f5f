import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { listen } from "../../src/http/server.ts";

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
