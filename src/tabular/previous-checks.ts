/**
 * A file held against the last published version: a number a thousand times what it was there (a thousands separator was lost, or is one
 * too many), and regions and periods that the version had and a file that replaces it has not. Suspicions: an officer may be right.
 */
import type { Finding } from "../kernel/finding.ts";
import type { TableSchema } from "../kernel/package.ts";
import { type Previous, partsOfKey } from "./previous.ts";
import { problem, type Read, valueRead } from "./reading.ts";
import { type RegionBook, showRegion } from "./regions.ts";
import type { Report } from "./report.ts";
import { columnOf, type RowCheck } from "./row-checks.ts";
import { shiftDecimal } from "./scale.ts";

/** How far from a thousand "about a thousand" goes: the number itself may have doubled or halved meanwhile. */
const NEAR = 2;

/** The power of ten by which the value seems to be off; undefined where it is not. For people to look at: binary floats will do. */
export function offByThousand(value: string, before: string): 3 | -3 | undefined {
  const [now, was] = [Math.abs(Number(value)), Math.abs(Number(before))];
  if (now === 0 || was === 0) return undefined;
  const ratio = now / was;
  if (ratio * 1000 > 1 / NEAR && ratio * 1000 < NEAR) return 3;
  return ratio > 1000 / NEAR && ratio < 1000 * NEAR ? -3 : undefined;
}

export function thousandCheck(
  previous: Previous,
  schema: TableSchema,
  places: readonly number[],
  report: Report,
): RowCheck {
  return (row, reads) => {
    const last = previous.findLast(reads);
    if (last === undefined) return;
    for (const index of previous.numbers) {
      const read = reads[index] ?? null;
      const value = valueRead(read);
      const before = last.valueOf(index);
      if (value === null || before === undefined || isSuspected(read)) continue;
      const power = offByThousand(value, before);
      if (power === undefined) continue;
      const params = { read: value, before, version: previous.version, key: previous.show(reads) };
      const place = places[index] ?? -1;
      const cell = row.cells[place] ?? "";
      const found = problem("cell/far-from-last-version", "warning", params, shiftDecimal(value, power));
      report.addCell(found, row.row, columnOf(row, place), schema.fields[index]?.name ?? "", cell);
    }
  };
}

/** The cell itself has said so already. */
const isSuspected = (read: Read): boolean =>
  typeof read === "object" && read !== null && read.problems.some(({ code }) => code === "cell/lost-grouping");

export interface VersionGaps {
  readonly see: (reads: readonly Read[]) => void;
  readonly findings: () => readonly Finding[];
}

const NOTHING: VersionGaps = { see: () => {}, findings: () => [] };
const MOST_GROUPS = 12;
const MOST_NAMED = 24;

/** Regions × periods (or one of them, where the table has no other) that only the version has. */
export function tellGone(previous: Previous, schema: TableSchema, book: RegionBook): VersionGaps {
  const placeOf = (role: string): number => previous.identity.findIndex((place) => schema.fields[place]?.role === role);
  const [region, period] = [placeOf("region"), placeOf("period")];
  if (region < 0 && period < 0) return NOTHING;
  const pairOf = (part: (at: number) => string): string =>
    `${region < 0 ? "" : part(region)}\n${period < 0 ? "" : part(period)}`;
  const left = new Set<string>();
  for (const key of previous.rows.keys()) {
    const parts = partsOfKey(key);
    left.add(pairOf((at) => parts[at] ?? ""));
  }
  return {
    see: (reads) => {
      if (left.size > 0) left.delete(pairOf((at) => valueRead(reads[previous.identity[at] ?? 0] ?? null) ?? ""));
    },
    findings: () => {
      if (left.size === 0) return [];
      const pairs = [...left].sort().map((pair): readonly [string, string] => {
        const [code = "", time = ""] = pair.split("\n");
        const fact = book.find(code);
        return [fact === undefined ? code : showRegion(fact), time];
      });
      const params = { version: previous.version, count: left.size, gone: showPairs(pairs) };
      return [{ code: "table/gone-since-version", severity: "warning", params }];
    },
  };
}

/** By region or by period, whichever names fewer, those that lack the same in one: "2021, 2022: Bulukumba (73.02), Maros (73.09); 2023: …". */
function showPairs(pairs: readonly (readonly [string, string])[]): string {
  const groups = ([head, member]: readonly [0 | 1, 0 | 1]): ReadonlyMap<string, readonly string[]> => {
    const all = new Map<string, string[]>();
    for (const pair of pairs) all.set(pair[head], [...(all.get(pair[head]) ?? []), pair[member]]);
    return all;
  };
  const [byRegion, byPeriod] = [groups([0, 1]), groups([1, 0])];
  const fewer = byPeriod.size <= byRegion.size ? byPeriod : byRegion;
  const alike = new Map<string, string[]>();
  for (const [head, members] of fewer) {
    const list = listed(members);
    alike.set(list, [...(alike.get(list) ?? []), head]);
  }
  const shown = [...alike].slice(0, MOST_GROUPS).map(([list, heads]) => {
    const head = listed(heads);
    return head === "" || list === "" ? head + list : `${head}: ${list}`;
  });
  return shown.join("; ") + (alike.size > MOST_GROUPS ? "; …" : "");
}

function listed(names: readonly string[]): string {
  const named = names.filter((name) => name !== "");
  return named.slice(0, MOST_NAMED).join(", ") + (named.length > MOST_NAMED ? ", …" : "");
}
