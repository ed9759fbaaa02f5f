import { expect, it } from "vitest";
import { parseTime } from "../../src/http/version-choice.ts";
import { showTime } from "../../src/kernel/wita.ts";

it("takes a day as its end in WITA", () => {
  expect(parseTime("2024-05-17").toISOString()).toBe("2024-05-17T15:59:59.999Z");
});

it("takes a time with its offset, and mends a plus that became a space", () => {
  expect(parseTime("2024-05-17T10:00:00Z").toISOString()).toBe("2024-05-17T10:00:00.000Z");
  expect(parseTime("2024-05-17T10:00:00.5+08:00").toISOString()).toBe("2024-05-17T02:00:00.500Z");
  expect(parseTime("2024-05-17T10:00:00 08:00").toISOString()).toBe("2024-05-17T02:00:00.000Z");
});

it.each([
  "",
  "2024",
  "2024-02-30",
  "2024-13-01",
  "2024-05-17T10:00:00",
  "2024-05-17T25:00:00Z",
  "kemarin",
  "1e9",
  "0000-01-01",
])("refuses %j", (text) => {
  expect(() => parseTime(text)).toThrow("request.bad-time");
});

it("shows a time with its offset", () => {
  expect(showTime(new Date("2024-05-17T02:00:00Z"))).toBe("2024-05-17T10:00:00+08:00");
  expect(showTime(new Date("2024-05-17T20:00:00.250Z"))).toBe("2024-05-18T04:00:00.250+08:00");
});
