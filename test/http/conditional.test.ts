import { describe, expect, it } from "vitest";
import { chooseRange, etagOf, isFresh } from "../../src/http/conditional.ts";

const etag = '"abc"' as const;
const lastModified = new Date("2024-05-17T10:00:00.500Z");

describe("isFresh(headers, validators)", () => {
  it("is fresh for the tag alone, in a list, weakly, and for any", () => {
    for (const given of ['"abc"', '"x", "abc"', 'W/"abc"', "*"])
      expect(isFresh({ "if-none-match": given }, { etag })).toBe(true);
    expect(isFresh({ "if-none-match": '"abcd"' }, { etag })).toBe(false);
  });

  it("stays fresh when the request says cache-control: no-cache", () => {
    expect(isFresh({ "if-none-match": '"abc"', "cache-control": "no-cache" }, { etag })).toBe(true);
  });

  it("goes by the date, in whole seconds, only where there is no tag", () => {
    const date = { "if-modified-since": "Fri, 17 May 2024 10:00:00 GMT" };
    expect(isFresh(date, { etag, lastModified })).toBe(true);
    expect(isFresh({ "if-modified-since": "Fri, 17 May 2024 09:59:59 GMT" }, { etag, lastModified })).toBe(false);
    expect(isFresh({ ...date, "if-none-match": '"other"' }, { etag, lastModified })).toBe(false);
    expect(isFresh({ "if-modified-since": "yesterday" }, { etag, lastModified })).toBe(false);
  });
});

describe("chooseRange(headers, size, validators)", () => {
  const choose = (range: string, more: Record<string, string> = {}) =>
    chooseRange({ range, ...more }, 100, { etag, lastModified });

  it("reads the three forms of one range", () => {
    expect(choose("bytes=0-9")).toEqual({ start: 0, end: 9 });
    expect(choose("bytes=90-")).toEqual({ start: 90, end: 99 });
    expect(choose("bytes=-10")).toEqual({ start: 90, end: 99 });
    expect(choose("bytes=50-1000")).toEqual({ start: 50, end: 99 });
    expect(choose("bytes=-1000")).toEqual({ start: 0, end: 99 });
  });

  it("gives the whole file for several ranges, other units and nonsense", () => {
    for (const range of ["bytes=0-1,5-6", "rows=0-1", "bytes=9-0", "bytes=", "bytes=-"])
      expect(choose(range)).toBe("whole");
  });

  it("says when nothing of the file is in the range", () => {
    expect(choose("bytes=100-")).toBe("unsatisfiable");
    expect(choose("bytes=-0")).toBe("unsatisfiable");
  });

  it("needs the very tag or the very date in If-Range", () => {
    expect(choose("bytes=0-9", { "if-range": '"abc"' })).toEqual({ start: 0, end: 9 });
    expect(choose("bytes=0-9", { "if-range": 'W/"abc"' })).toBe("whole");
    expect(choose("bytes=0-9", { "if-range": '"old"' })).toBe("whole");
    expect(choose("bytes=0-9", { "if-range": "Fri, 17 May 2024 10:00:00 GMT" })).toEqual({ start: 0, end: 9 });
  });
});

it("makes a strong tag that differs when one byte does", () => {
  expect(etagOf("a")).toMatch(/^"[\w-]{43}"$/);
  expect(etagOf("a")).not.toBe(etagOf("b"));
});
