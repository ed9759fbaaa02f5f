/** Two streams in key order merged into a third, against the plainest way to say what should come out. */

import { describe, expect, it } from "vitest";
import { cellValue, rawCells, readRecords } from "../../src/follow/csv-records.ts";
import { canStep, type Description, parseDescription } from "../../src/follow/description.ts";
import { Mismatch, mergeDelta } from "../../src/follow/merge.ts";
import type { DatasetSlug } from "../../src/kernel/ids.ts";
import { fc } from "../setup/properties.ts";

const slug = "uji" as DatasetSlug;

type FieldJson = Readonly<Record<string, unknown>>;

const described = (version: number, fields: readonly FieldJson[], primaryKey: readonly string[]): Description =>
  parseDescription(
    JSON.stringify({
      name: slug,
      version: String(version),
      resources: [{ hash: `sha256:${"0".repeat(64)}`, bytes: 1, schema: { fields, primaryKey } }],
    }),
    slug,
  );

/** In pieces of odd sizes, so that rows, quotes and characters are cut anywhere. */
async function* chunked(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const all = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
};

const quoted = (value: string | null): string =>
  value === null ? "" : value === "" || /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
const csv = (rows: readonly (readonly (string | null)[])[]): string =>
  rows.map((row) => `${row.map(quoted).join(",")}\n`).join("");

const cell = fc.option(
  fc.oneof(
    fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")),
    fc.constantFrom("", '"', "a,b", "x\ny", "\r\n"),
  ),
  {
    nil: null,
  },
);

describe("records of canonical CSV", () => {
  it("are the rows that were written, wherever the stream is cut", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          const read: (readonly string[])[] = [];
          for await (const records of readRecords(chunked(csv(rows), size))) read.push(...records.map(rawCells));
          expect(read).toEqual(rows.map((row) => row.map(quoted)));
          expect(read.map((cells) => cells.map(cellValue))).toEqual(rows.map((row) => row.map((value) => value ?? "")));
        },
      ),
    ));

  it.each(['a,b\n"c', "a,b\nc,d"])("are refused when the last one is cut off: %j", async (text) => {
    await expect(all(textOf(readRecords(chunked(text, 3))))).rejects.toThrow("cut off");
  });
});

async function* textOf(batches: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  for await (const records of batches) yield records.join("\n");
}

describe("a difference merged into the version before", () => {
  const number = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.constantFrom("", ".5", ".25"))
    .map(([whole, part]) => `${whole}${part}`);
  const keys: Readonly<Record<string, fc.Arbitrary<string>>> = {
    string: fc.string({ unit: "binary", minLength: 1, maxLength: 3 }).map((text) => text.replaceAll("\0", "x")),
    integer: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    number,
  };
  const order: Readonly<Record<string, (one: string, other: string) => number>> = {
    string: (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)),
    integer: (one, other) => (BigInt(one) < BigInt(other) ? -1 : BigInt(one) > BigInt(other) ? 1 : 0),
    number: (one, other) => {
      const scaled = (text: string): bigint => {
        const [whole = "", part = ""] = text.replace("-", "").split(".");
        const value = BigInt(whole + part.padEnd(2, "0"));
        return text.startsWith("-") ? -value : value;
      };
      return scaled(one) < scaled(other) ? -1 : scaled(one) > scaled(other) ? 1 : 0;
    },
  };
  const change = fc.constantFrom("same", "added", "removed", "changed");

  it.each(["string", "integer", "number"])("is the version after it, byte for byte (key: %s)", (type) =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(keys[type] ?? fc.constant(""), cell, cell, change), {
          maxLength: 30,
          comparator: (one, other) => order[type]?.(one[0], other[0]) === 0,
        }),
        fc.integer({ min: 1, max: 60 }),
        async (unsorted, size) => {
          const rows = unsorted.toSorted((one, other) => order[type]?.(one[0], other[0]) ?? 0);
          const from = described(
            1,
            [
              { name: "k", type },
              { name: "lama", type: "string" },
            ],
            ["k"],
          );
          const to = described(
            2,
            [
              { name: "baru", type: "string", previousNames: ["lama"] },
              { name: "tambah", type: "number" },
              { name: "k", type },
            ],
            ["k"],
          );
          const base = `k,lama\n${csv(rows.filter((row) => row[3] !== "added").map(([k, before]) => [k, before]))}`;
          const delta = `_change,baru,tambah,k\n${csv(
            rows
              .filter((row) => row[3] !== "same")
              .map(([k, before, after, what]) => [
                what,
                what === "removed" ? before : after,
                what === "removed" ? null : "7.50",
                k,
              ]),
          )}`;
          const wanted = `baru,tambah,k\n${csv(
            rows
              .filter((row) => row[3] !== "removed")
              .map(([k, before, after, what]) => (what === "same" ? [before, null, k] : [after, "7.50", k])),
          )}`;
          expect(canStep(from, to)).toBe(true);
          expect(await all(mergeDelta(chunked(base, size), chunked(delta, size + 1), from, to))).toBe(wanted);
        },
      ),
      { numRuns: 150 },
    ),
  );

  const fields = [
    { name: "k", type: "string" },
    { name: "n", type: "integer" },
  ];
  const [one, two] = [described(1, fields, ["k"]), described(2, fields, ["k"])];

  it.each([
    ["a row is added that is there", "_change,k,n\nadded,b,3\n"],
    ["a row is removed that is not there", "_change,k,n\nremoved,c,3\n"],
    ["a row changes that is not there", "_change,k,n\nchanged,a0,3\n"],
    ["it has other fields", "_change,k,m\n"],
    ["there is nothing", ""],
  ])("is a mismatch where %s", async (_, delta) => {
    const merged = all(mergeDelta(chunked("k,n\na,1\nb,2\n", 5), chunked(delta, 5), one, two));
    await expect(merged).rejects.toBeInstanceOf(Mismatch);
  });

  it.each([
    ["backwards", two, one],
    ["without a key", described(1, fields, []), described(2, fields, [])],
    ["with another key", one, described(2, fields, ["n"])],
    [
      "with a key of another type",
      one,
      described(
        2,
        [
          { name: "k", type: "integer" },
          { name: "n", type: "integer" },
        ],
        ["k"],
      ),
    ],
    ["with the key in another order", described(1, fields, ["k", "n"]), described(2, fields, ["n", "k"])],
  ])("is not tried %s", (_, from, to) => {
    expect(canStep(from, to)).toBe(false);
  });
});

describe("a description from outside", () => {
  const good = {
    name: slug,
    version: "1",
    resources: [{ hash: `sha256:${"a".repeat(64)}`, bytes: 3, schema: { fields: [{ name: "k", type: "string" }] } }],
  };
  const resource = (more: object) => ({ ...good, resources: [{ ...good.resources[0], ...more }] });

  it.each([
    ["another dataset's", { ...good, name: "lain" }],
    ["without a version", { ...good, version: "satu" }],
    ["without a hash", resource({ hash: "md5:x" })],
    ["without a size", resource({ bytes: "3" })],
    ["without fields", resource({ schema: { fields: [] } })],
    ["with a field that is no name", resource({ schema: { fields: [{ name: 'k"; drop', type: "string" }] } })],
    [
      "with a key that is no field",
      resource({ schema: { fields: [{ name: "k", type: "string" }], primaryKey: ["x"] } }),
    ],
    [
      "with a field twice",
      resource({
        schema: {
          fields: [
            { name: "k", type: "string" },
            { name: "k", type: "string" },
          ],
        },
      }),
    ],
    ["that is a list", []],
  ])("is refused: %s", (_, json) => {
    expect(() => parseDescription(JSON.stringify(json), slug)).toThrow();
    expect(parseDescription(JSON.stringify(good), slug).fields).toHaveLength(1);
  });
});
