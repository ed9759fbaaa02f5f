/**
 * The book of regions: what a code or a name can stand for. It answers with every reading; which one holds is decided by the whole
 * column (`region-column.ts`), since Kemendagri and BPS write 7308 to 7311 for different regencies. A near miss is a suggestion, never
 * a match.
 */
import { trimCell } from "./missing.ts";
import { editDistance, keysOfName, type RegionKind, readRegionName } from "./region-names.ts";

export type RegionLevel = "province" | "regency" | "district" | "village";

/** One region of the reference data. `code` is Kemendagri's, dotted; dates are ISO days or null. */
export interface RegionFact {
  readonly code: string;
  readonly bpsCode: string | null;
  readonly name: string;
  readonly shortName: string;
  readonly level: RegionLevel;
  readonly kind: string;
  readonly parent: string | null;
  readonly aliases: readonly string[];
  readonly validFrom?: string | null | undefined;
  readonly validTo?: string | null | undefined;
}

export type CodeSystem = "kemendagri" | "bps";

/** dotted: 73.08; plain: 7308; long: seven digits or a form that only BPS uses. */
export type CodeForm = "dotted" | "plain" | "long";

/** Everything a written code can mean. */
export interface CodeReading {
  readonly form: CodeForm;
  /** Digits only, as written. */
  readonly digits: string;
  readonly kemendagri?: RegionFact | undefined;
  readonly bps?: RegionFact | undefined;
  /** 73.1 for 73.10: a spreadsheet took the code for a number. */
  readonly zeroLost: boolean;
  /** What stood behind the code in the same cell: "7308 - Bone". */
  readonly name?: string | undefined;
}

export interface RegionBook {
  readonly facts: readonly RegionFact[];
  readonly find: (code: string) => RegionFact | undefined;
  /** Undefined: the text has not the form of a code. */
  readonly readCode: (text: string) => CodeReading | undefined;
  readonly readName: (text: string, level?: RegionLevel) => readonly RegionFact[];
  /** The one region whose name is nearly this, for a suggestion. */
  readonly nearest: (text: string, level?: RegionLevel, parent?: string) => RegionFact | undefined;
  readonly childrenOf: (parent: string, level: RegionLevel) => readonly RegionFact[];
}

const levelOfKind: { readonly [K in RegionKind]: RegionLevel } = {
  provinsi: "province",
  kabupaten: "regency",
  kota: "regency",
  kecamatan: "district",
  kelurahan: "village",
  desa: "village",
};

export function createRegionBook(facts: readonly RegionFact[]): RegionBook {
  const byCode = new Map(facts.map((fact) => [fact.code, fact]));
  const byDigits = new Map(facts.map((fact) => [fact.code.replaceAll(".", ""), fact]));
  const byBps = new Map<string, RegionFact>();
  const byName = new Map<string, Set<RegionFact>>();
  for (const fact of facts) {
    if (fact.bpsCode !== null) byBps.set(fact.bpsCode.replaceAll(".", ""), fact);
    for (const text of [fact.name, fact.shortName, ...fact.aliases]) {
      for (const { key } of keysOfName(text)) {
        const named = byName.get(key) ?? new Set();
        if (key !== "") byName.set(key, named.add(fact));
      }
    }
  }

  const readName = (text: string, level?: RegionLevel): readonly RegionFact[] => {
    const { key, kind } = readRegionName(text);
    const found = byName.get(key);
    if (found === undefined) return [];
    return [...found].filter(
      (fact) => (level === undefined || fact.level === level) && (kind === undefined || fits(fact, kind)),
    );
  };

  return {
    facts,
    find: (code) => byCode.get(code),
    readCode: (text) => readCode(text, byDigits, byBps),
    readName,
    nearest: (text, level, parent) => nearest(text, facts, level, parent),
    childrenOf: (parent, level) =>
      facts.filter((fact) => fact.level === level && fact.code.startsWith(`${parent}.`) && isCurrent(fact)),
  };
}

/** Desa and kelurahan change into each other; kabupaten and kota do not. */
function fits(fact: RegionFact, kind: RegionKind): boolean {
  if (fact.level !== levelOfKind[kind]) return false;
  return fact.level === "regency" ? fact.kind === kind : true;
}

export const isCurrent = (fact: RegionFact): boolean => fact.validTo === null || fact.validTo === undefined;

const CODE_THEN_NAME = /^([\d.]+)\s*[-–:.]?\s+(\p{L}.*)$/u;
const DOTTED = /^\d{2}(?:[.,]\d{2}(?:\.\d{2}(?:\.\d{4})?)?)$/;

function readCode(
  text: string,
  byDigits: ReadonlyMap<string, RegionFact>,
  byBps: ReadonlyMap<string, RegionFact>,
): CodeReading | undefined {
  let code = trimCell(text);
  if (code.length < 2 || code.length > 80) return undefined;
  let name: string | undefined;
  const fused = CODE_THEN_NAME.exec(code);
  if (fused !== null) {
    code = (fused[1] ?? "").replace(/\.$/, "");
    name = fused[2];
  }
  if (code.startsWith("'")) code = code.slice(1);
  code = code.replace(/^(\d{2}|\d{4}|\d{6,7}|\d{10})[.,]0$/, "$1");
  const zeroLost = /^\d{2}[.,]\d$/.test(code);
  const dotted = zeroLost || DOTTED.test(code);
  const digits = code.replace(/[.,]/g, "") + (zeroLost ? "0" : "");
  if (!dotted && !/^(?:\d{2}|\d{4}|\d{6}|\d{7}|\d{10})$/.test(code)) return undefined;
  // A running number in front of a name is no code.
  if (name !== undefined && digits.length === 2 && byDigits.get(digits) === undefined) return undefined;
  const base = { digits, zeroLost, ...(name === undefined ? {} : { name }) };
  if (digits.length === 7) {
    const short = digits.endsWith("00000") ? digits.slice(0, 2) : digits.endsWith("000") ? digits.slice(0, 4) : digits;
    return { ...base, form: "long", bps: byBps.get(short) ?? byBps.get(digits) };
  }
  if (digits.length === 4 && digits.endsWith("00")) {
    return { ...base, form: "long", bps: byBps.get(digits.slice(0, 2)) ?? byBps.get(digits) };
  }
  return { ...base, form: dotted ? "dotted" : "plain", kemendagri: byDigits.get(digits), bps: byBps.get(digits) };
}

function nearest(
  text: string,
  facts: readonly RegionFact[],
  level: RegionLevel | undefined,
  parent: string | undefined,
): RegionFact | undefined {
  const { key } = readRegionName(text);
  if (key.length < 4 || key.length > 60) return undefined;
  const most = Math.min(3, Math.max(1, Math.floor(key.length / 4)));
  let best: RegionFact | undefined;
  let least = most + 1;
  let tied = false;
  for (const fact of facts) {
    if (level !== undefined && fact.level !== level) continue;
    if (parent !== undefined && !fact.code.startsWith(parent)) continue;
    for (const written of [fact.shortName, fact.name, ...fact.aliases]) {
      const distance = editDistance(key, readRegionName(written).key, most);
      if (distance < least) {
        least = distance;
        best = fact;
        tied = false;
      } else if (distance === least && distance <= most && best !== fact) tied = true;
    }
  }
  return tied ? undefined : best;
}

/** "Kabupaten Gowa (73.06)". */
export const showRegion = (fact: RegionFact): string => `${fact.shortName} (${fact.code})`;
