/** Which answers stay in memory: large ones beside small ones, not instead of them. */
import { expect, it } from "vitest";
import { EVERYTHING, type States } from "../../src/catalogue/states.ts";
import { answerKey, createKeptAnswers } from "../../src/http/kept-answers.ts";

const KILOBYTE = 1024;
const states: States = { of: () => "a" };
const given = () => createKeptAnswers(states, 1024 * KILOBYTE);
const answer = (kilobytes: number) => ({
  bytes: Buffer.alloc(kilobytes * KILOBYTE),
  contentType: "text/turtle",
  read: [[EVERYTHING, "a"]] as const,
  lasting: false,
});

it("keeps small answers, however many large ones are asked for after them", () => {
  const answers = given();
  for (let index = 0; index < 20; index += 1) answers.keep(answerKey("small", String(index)), answer(10));
  for (let index = 0; index < 20; index += 1) answers.keep(answerKey("large", String(index)), answer(150));
  const kept = (name: string) =>
    Array.from({ length: 20 }, (_, index) => answers.find(answerKey(name, String(index)))).filter(Boolean).length;
  expect(kept("small")).toBe(20);
  // Two of them are a third of the memory.
  expect(kept("large")).toBe(2);
});

it("keeps nothing that takes more than a third, and one answer once, whatever size it has become", () => {
  const answers = given();
  const key = answerKey("one");
  answers.keep(key, answer(400));
  expect(answers.find(key)).toBeUndefined();
  for (const kilobytes of [120, 10, 130]) {
    answers.keep(key, answer(kilobytes));
    expect(answers.find(key)?.bytes.length).toBe(kilobytes * KILOBYTE);
  }
});
