/**
 * Reads one column of regions into dotted Kemendagri codes, under the code system and level that the whole column decided. What is
 * nearly a name is an error with a suggestion; what can be two regions is an error with both; a province among regencies is a total.
 */
import type { Field, TableSchema } from "../kernel/package.ts";
import { detach } from "./detach.ts";
import { trimCell } from "./missing.ts";
import { compileMissing } from "./missing-reader.ts";
import type { CellKind } from "./model.ts";
import { problem, type Read, reading, simplest } from "./reading.ts";
import { isColliding, type SystemChoice } from "./region-column.ts";
import { isResidualRegion } from "./region-names.ts";
import {
  type CodeReading,
  isCurrent,
  type RegionBook,
  type RegionFact,
  type RegionLevel,
  showRegion,
} from "./regions.ts";
import type { Problem } from "./report.ts";
import { isTotalWord } from "./totals-words.ts";

export interface RegionColumn {
  readonly book: RegionBook;
  readonly choice: SystemChoice;
  /** Undefined: the column does not tell; any level goes. */
  readonly level: RegionLevel | undefined;
  /** The province's row among lower regions is a total. */
  readonly provinceIsTotal: boolean;
}

/** Reads a cell; `parent` is the regency's code of the same row, which tells districts of one name apart. */
export type RegionReader = (cell: string, kind: CellKind | undefined, parent: string | undefined) => Read;

const rank: { readonly [L in RegionLevel]: number } = { province: 0, regency: 1, district: 2, village: 3 };

export function compileRegion(field: Field, schema: TableSchema, column: RegionColumn): RegionReader {
  const { book, level } = column;
  const readAbsent = compileMissing(field, schema, false);
  const isNeeded = field.constraints?.required === true || schema.primaryKey.includes(field.name);
  const known = new Map<string, Read>();

  const readText = (cell: string, kind: CellKind | undefined, parent: string | undefined): Read => {
    if (kind === "uncached-formula") return reading(null, [problem("cell/formula-without-value", "error")]);
    if (kind === "error") return reading(null, [problem("cell/error-value", "error")]);
    const absent = readAbsent(cell);
    if (absent !== undefined) return simplest(absent);
    const text = trimCell(cell);
    const code = book.readCode(text);
    if (code !== undefined) return readCoded(code, column);
    const named = book.readName(text, level);
    const fitting = named.length > 1 ? narrow(named, parent) : named;
    if (fitting.length === 1 && fitting[0] !== undefined) return accept(fitting[0], column, []);
    if (fitting.length > 1) {
      const choices = fitting.map((fact) => showPlace(fact, book)).join("; ");
      return reading(null, [problem("cell/region-two-readings", "error", { choices })]);
    }
    if (isTotalWord(text)) return { ...reading(null), isTotal: true };
    const elsewhere = book.readName(text);
    const [other] = elsewhere;
    if (other !== undefined && level !== undefined) return accept(other, column, []);
    if (isResidualRegion(text)) {
      return reading(null, [problem("cell/region-residual", isNeeded ? "error" : "warning")]);
    }
    const near = book.nearest(text, level, parent) ?? (parent === undefined ? undefined : book.nearest(text, level));
    return reading(null, [
      problem("cell/region-unknown", "error", {}, near === undefined ? undefined : showRegion(near)),
    ]);
  };

  return (cell, kind, parent) => {
    const needsParent = level === "district" || level === "village";
    const key = needsParent
      ? `${kind ?? ""}\n${parent ?? ""}\n${cell}`
      : kind === undefined
        ? cell
        : `${kind}\n${cell}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= 20_000 || cell.length > 200) return readText(cell, kind, parent);
    const fresh = readText(detach(cell), kind, parent);
    known.set(detach(key), fresh);
    return fresh;
  };
}

/** Among regions of one name: those of the row's own regency, else those still valid. */
function narrow(named: readonly RegionFact[], parent: string | undefined): readonly RegionFact[] {
  const own = parent === undefined ? [] : named.filter((fact) => fact.code.startsWith(`${parent}.`));
  if (own.length > 0) return own;
  const regencies = named.filter((fact) => fact.level === "regency");
  const higher = regencies.length > 0 && regencies.length < named.length ? regencies : named;
  const current = higher.filter(isCurrent);
  return current.length > 0 ? current : higher;
}

const showPlace = (fact: RegionFact, book: RegionBook): string => {
  const parent = fact.parent === null ? undefined : book.find(fact.parent);
  return parent === undefined || fact.level === "regency"
    ? showRegion(fact)
    : `${showRegion(fact)}, ${parent.shortName}`;
};

function readCoded(code: CodeReading, column: RegionColumn): Read {
  const { choice, book } = column;
  const problems: Problem[] = [];
  let region: RegionFact | undefined;
  if (isColliding(code)) {
    const named = code.name === undefined ? [] : book.readName(code.name);
    region =
      named.find((fact) => fact === code.kemendagri || fact === code.bps) ??
      (choice.system === "bps" ? code.bps : choice.system === "kemendagri" ? code.kemendagri : undefined);
    // One finding about the column says why; the cell itself cannot be read.
    if (region === undefined) return reading(null);
  } else {
    region = choice.system === "bps" ? (code.bps ?? code.kemendagri) : (code.kemendagri ?? code.bps);
  }
  if (region === undefined) {
    const province = code.digits.slice(0, 2);
    const isOutside =
      /^(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])$/.test(province) &&
      !book.facts.some((fact) => fact.code === province);
    if (isOutside) return reading(null, [problem("cell/region-outside", "error")]);
    const near = code.name === undefined ? undefined : book.readName(code.name, column.level)[0];
    return reading(null, [
      problem("cell/region-unknown", "error", {}, near === undefined ? undefined : showRegion(near)),
    ]);
  }
  if (code.zeroLost) problems.push(problem("cell/region-zero-lost", "warning", {}, region.code));
  if (code.name !== undefined) {
    const named = book.readName(code.name);
    if (named.length > 0 && !named.includes(region)) {
      problems.push(problem("row/region-name-disagrees", "error", { name: code.name, region: showRegion(region) }));
    }
  }
  return accept(region, column, problems);
}

function accept(region: RegionFact, column: RegionColumn, problems: readonly Problem[]): Read {
  const { level } = column;
  if (level !== undefined && region.level !== level) {
    if (rank[region.level] < rank[level] && column.provinceIsTotal) return { ...reading(null), isTotal: true };
    const params = { region: showRegion(region), level };
    return reading(null, [...problems, problem("cell/region-wrong-level", "error", params)]);
  }
  if (!isCurrent(region)) {
    const params = { region: showRegion(region), until: region.validTo ?? "" };
    return simplest(reading(region.code, [...problems, problem("cell/region-former", "note", params)]));
  }
  return simplest(reading(region.code, problems));
}
