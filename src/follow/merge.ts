/**
 * The CSV of one version and what changed since, merged into the CSV of a later version. Both come in the order of the key, so each is
 * read once and no more than a batch of either is in memory. What does not fit (a row added that is there, one removed that is not) is
 * a Mismatch, and the caller takes the whole file instead.
 */
import type { StorageKind } from "../kernel/package.ts";
import { compareDecimal } from "../tabular/compare-decimal.ts";
import { cellValue, rawCells, readRecords } from "./csv-records.ts";
import { type Description, matchFields } from "./description.ts";

/** The copy and what came from the server do not fit together. */
export class Mismatch extends Error {}

interface DeltaRow {
  readonly change: string;
  /** The row as version `to` writes it. */
  readonly record: string;
  readonly key: readonly string[];
}

/** `base` is the CSV of `from`, `delta` the difference to `to`, both with their header. Gives the text of the CSV of `to`. */
export async function* mergeDelta(
  base: AsyncIterable<Uint8Array>,
  delta: AsyncIterable<Uint8Array>,
  from: Description,
  to: Description,
): AsyncGenerator<string> {
  const places = matchFields(from, to);
  const reshape = reshaper(places, from.fields.length);
  const toKey = to.key.map((name) => to.fields.findIndex((field) => field.name === name));
  const fromKey = toKey.map((place) => places[place] ?? -1);
  const compare = keyComparer(toKey.map((place) => to.fields[place]?.kind ?? "text"));
  const rows = readDelta(delta, to, toKey);
  let next = (await rows.next()).value;
  let headless = true;
  yield `${to.fields.map(({ name }) => name).join(",")}\n`;
  for await (const records of readRecords(base)) {
    let text = "";
    for (const record of headless ? records.slice(1) : records) {
      let kept: string | undefined = record;
      if (next !== undefined) {
        const key = keyOf(record, fromKey);
        let order = compare(next.key, key);
        while (next !== undefined && order < 0) {
          if (next.change !== "added") throw new Mismatch("a row that is not there should change");
          text += `${next.record}\n`;
          next = (await rows.next()).value;
          order = next === undefined ? 1 : compare(next.key, key);
        }
        if (next !== undefined && order === 0) {
          if (next.change === "added") throw new Mismatch("a row that is there should be added");
          if (next.change === "changed") text += `${next.record}\n`;
          kept = undefined;
          next = (await rows.next()).value;
        }
      }
      if (kept !== undefined) text += `${reshape(kept)}\n`;
    }
    headless = false;
    if (text !== "") yield text;
  }
  for (; next !== undefined; next = (await rows.next()).value) {
    if (next.change !== "added") throw new Mismatch("a row that is not there should change");
    yield `${next.record}\n`;
  }
}

async function* readDelta(
  delta: AsyncIterable<Uint8Array>,
  to: Description,
  key: readonly number[],
): AsyncGenerator<DeltaRow, undefined> {
  let header: string | undefined;
  for await (const records of readRecords(delta)) {
    for (const record of records) {
      if (header === undefined) {
        header = record;
        if (header !== ["_change", ...to.fields.map(({ name }) => name)].join(","))
          throw new Mismatch("the difference has other fields than the version");
        continue;
      }
      const [change = "", ...cells] = rawCells(record);
      yield { change, record: record.slice(change.length + 1), key: key.map((place) => cellValue(cells[place] ?? "")) };
    }
  }
  if (header === undefined) throw new Mismatch("the difference has no header");
  return undefined;
}

const keyOf = (record: string, places: readonly number[]): readonly string[] => {
  const cells = rawCells(record);
  return places.map((place) => cellValue(cells[place] ?? ""));
};

/** Fields in their new places; one that was not there is missing in every row. */
function reshaper(places: readonly (number | undefined)[], width: number): (record: string) => string {
  if (places.length === width && places.every((place, index) => place === index)) return (record) => record;
  return (record) => {
    const cells = rawCells(record);
    return places.map((place) => (place === undefined ? "" : (cells[place] ?? ""))).join(",");
  };
}

type Compare = (one: string, other: string) => number;

/** The order of a download: text by code point, numbers by value. */
const comparers: { readonly [K in StorageKind]: Compare } = {
  text: comparePoints,
  boolean: comparePoints,
  numeric: compareDecimal,
  bigint: (one, other) => {
    if (one.length < 16 && other.length < 16) return Number(one) - Number(other);
    const [left, right] = [BigInt(one), BigInt(other)];
    return left < right ? -1 : left > right ? 1 : 0;
  },
};

function comparePoints(one: string, other: string): number {
  if (one === other) return 0;
  // JavaScript orders by UTF-16 units, which differs beyond the basic plane.
  if (/[\ud800-\udfff]/.test(one) || /[\ud800-\udfff]/.test(other))
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return one < other ? -1 : 1;
}

function keyComparer(kinds: readonly StorageKind[]): (one: readonly string[], other: readonly string[]) => number {
  const compares = kinds.map((kind) => comparers[kind]);
  return (one, other) => {
    for (let index = 0; index < compares.length; index += 1) {
      const order = compares[index]?.(one[index] ?? "", other[index] ?? "") ?? 0;
      if (order !== 0) return order;
    }
    return 0;
  };
}
