/**
 * Which regions a column means. Four undotted codes (7308 to 7311) stand for other regencies in Kemendagri's list than in that of BPS,
 * so a bare code is believed only on evidence, in this order: the officer's own decision; the names beside the codes; a header that
 * says whose codes they are; a code that only one list has (7324, 7325); the way the codes are written. Nothing of these: refused.
 */
import type { CodeReading, CodeSystem, RegionBook, RegionFact, RegionLevel } from "./regions.ts";

/** Why a code system is believed. */
export type SystemReason = "decision" | "names" | "header" | "fingerprint" | "form" | "no-matter";

/** What was counted over every row. */
export interface RegionCounts {
  codes: number;
  names: number;
  /** Cells read as a code or a name of each level. */
  readonly levels: { [L in RegionLevel]: number };
  /** Codes that two lists read differently, and the distinct ones among them. */
  colliding: number;
  readonly collidingCodes: Set<string>;
  onlyKemendagri: number;
  onlyBps: number;
  dotted: number;
  plain: number;
  long: number;
  /** Rows whose name beside a colliding code says: Kemendagri, BPS. */
  votesKemendagri: number;
  votesBps: number;
}

export const newRegionCounts = (): RegionCounts => ({
  codes: 0,
  names: 0,
  levels: { province: 0, regency: 0, district: 0, village: 0 },
  colliding: 0,
  collidingCodes: new Set(),
  onlyKemendagri: 0,
  onlyBps: 0,
  dotted: 0,
  plain: 0,
  long: 0,
  votesKemendagri: 0,
  votesBps: 0,
});

/** Do the two lists read this code differently? */
export const isColliding = (reading: CodeReading): boolean =>
  reading.kemendagri !== undefined && reading.bps !== undefined && reading.kemendagri !== reading.bps;

/** Adds `times` rows that say `reading`. */
export function countCode(counts: RegionCounts, reading: CodeReading, times: number): void {
  const region = reading.kemendagri ?? reading.bps;
  if (region === undefined) return;
  counts.codes += times;
  counts.levels[region.level] += times;
  counts[reading.form] += times;
  if (isColliding(reading)) {
    counts.colliding += times;
    counts.collidingCodes.add(reading.digits);
  } else if (reading.form !== "long" && region.level === "regency") {
    if (reading.bps === undefined) counts.onlyKemendagri += times;
    else if (reading.kemendagri === undefined) counts.onlyBps += times;
  }
}

export function countName(counts: RegionCounts, regions: readonly RegionFact[], times: number): void {
  const first = regions[0];
  if (first === undefined) return;
  counts.names += times;
  // A name of two levels ("Wajo") speaks for the higher one only when nothing else in the column contradicts.
  const level = regions.find((region) => region.level === "regency")?.level ?? first.level;
  counts.levels[level] += times;
}

/** Adds one row's name beside its code. */
export function countVote(counts: RegionCounts, code: CodeReading, named: readonly RegionFact[], times = 1): void {
  if (!isColliding(code)) return;
  for (const region of named) {
    if (region === code.kemendagri) counts.votesKemendagri += times;
    else if (region === code.bps) counts.votesBps += times;
  }
}

export interface SystemChoice {
  /** Undefined: refused; codes that two lists read differently stay unread. */
  readonly system: CodeSystem | undefined;
  readonly reason: SystemReason | undefined;
  /** Is there evidence for the other system too? */
  readonly contradicted: boolean;
}

/** "kode_bps", "BPS code": the header says whose list it is. */
function systemOfHeader(header: string): CodeSystem | undefined {
  const bps = /\bbps\b/i.test(header.replace(/_/g, " "));
  const kemendagri = /kemendagri|mendagri|permendagri|dukcapil|dagri/i.test(header);
  if (bps === kemendagri) return undefined;
  return bps ? "bps" : "kemendagri";
}

/** Decides whose codes a column holds. */
export function chooseSystem(counts: RegionCounts, header: string, decided?: CodeSystem): SystemChoice {
  if (decided !== undefined) return { system: decided, reason: "decision", contradicted: false };
  const { votesKemendagri, votesBps, onlyKemendagri, onlyBps } = counts;
  const votes = votesKemendagri + votesBps;
  if (votes > 0) {
    const most = Math.max(votesKemendagri, votesBps);
    const contradicted = most < votes;
    if (most >= votes * 0.8) {
      return { system: votesKemendagri > votesBps ? "kemendagri" : "bps", reason: "names", contradicted };
    }
    return { system: undefined, reason: undefined, contradicted: true };
  }
  const byHeader = systemOfHeader(header);
  if (byHeader !== undefined) {
    const contradicted = byHeader === "bps" ? onlyKemendagri > 0 : onlyBps > 0;
    if (!contradicted) return { system: byHeader, reason: "header", contradicted };
  }
  if (onlyKemendagri > 0 !== onlyBps > 0) {
    return { system: onlyBps > 0 ? "bps" : "kemendagri", reason: "fingerprint", contradicted: byHeader !== undefined };
  }
  const contradicted = onlyKemendagri > 0 && onlyBps > 0;
  if (counts.dotted > 0 && counts.dotted >= counts.plain + counts.long) {
    return { system: "kemendagri", reason: "form", contradicted };
  }
  if (counts.long > 0 && counts.dotted === 0) return { system: "bps", reason: "form", contradicted };
  if (counts.colliding === 0) return { system: undefined, reason: "no-matter", contradicted };
  return { system: undefined, reason: undefined, contradicted };
}

/**
 * The level a column means: what its header says, else what most of its cells say.
 *
 * @returns undefined when neither tells.
 */
export function chooseLevel(counts: RegionCounts, header: string): RegionLevel | undefined {
  const byHeader = levelOfHeader(header);
  if (byHeader !== undefined) return byHeader;
  const { province, regency, district, village } = counts.levels;
  const most = Math.max(province, regency, district, village);
  if (most === 0) return undefined;
  if (regency === most) return "regency";
  if (district === most) return "district";
  return village === most ? "village" : "province";
}

/** The lowest level that the header names: "kecamatan", "kabupaten/kota", "provinsi". */
export function levelOfHeader(header: string): RegionLevel | undefined {
  const words = header.toLowerCase().replace(/[^a-z]+/g, " ");
  if (/\b(?:desa|kelurahan|village)\b/.test(words)) return "village";
  if (/\b(?:kecamatan|kec|district|distrik)\b/.test(words)) return "district";
  if (/\b(?:kabupaten|kab|kota|kabkota|kabko|regency)\b/.test(words)) return "regency";
  return /\b(?:provinsi|propinsi|prov|province)\b/.test(words) ? "province" : undefined;
}

/** Regencies (or districts) of the book that a column does not name, where it names most of them. */
export function missingRegions(book: RegionBook, level: RegionLevel, seen: ReadonlySet<string>): readonly RegionFact[] {
  const parents = new Set(book.facts.filter((fact) => fact.level === "province").map((fact) => fact.code));
  return [...parents].flatMap((parent) => book.childrenOf(parent, level)).filter((fact) => !seen.has(fact.code));
}
