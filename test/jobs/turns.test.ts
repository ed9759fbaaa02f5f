import { expect, it } from "vitest";
import { createTurns } from "../../src/jobs/turns.ts";

/** Work that ends when it is told to. */
function given() {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

it("lets pass what is running, and not what begins later", async () => {
  const turns = createTurns();
  const [now, later] = [given(), given()];
  const order: string[] = [];
  const running = turns.first(now.work);
  const waiting = turns.letPass().then(() => order.push("background"));
  const next = turns.first(later.work).then(() => order.push("later"));
  now.end();
  await running;
  await waiting;
  later.end();
  await next;
  expect(order).toEqual(["background", "later"]);
});

it("is told of what fails, and waits for it all the same", async () => {
  const turns = createTurns();
  const failing = turns.first(async () => {
    throw new Error("lost");
  });
  await turns.letPass();
  await expect(failing).rejects.toThrow("lost");
});

it("waits for nothing where nothing runs", async () => {
  await expect(createTurns().letPass()).resolves.toBeUndefined();
});
