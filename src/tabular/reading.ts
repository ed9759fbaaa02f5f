/**
 * What a column's reader says of one cell. A clean value is its own canonical text and needs no object; null is a missing value; all
 * else (a status, a problem, text that COPY must escape) is a Reading, made once for each distinct cell as far as memory allows.
 */
import type { FindingCode, FindingParams, Severity } from "../kernel/finding.ts";
import type { ValueStatus } from "../kernel/value-status.ts";
import { COPY_NULL, copyText } from "./copy-text.ts";
import { detach } from "./detach.ts";
import type { CellKind } from "./model.ts";
import type { Problem } from "./report.ts";

export interface Reading {
  readonly value: string | null;
  /** The value as COPY text. */
  readonly copy: string;
  readonly status?: ValueStatus | undefined;
  readonly problems: readonly Problem[];
  /** The row is a total or stands for no region of its level: not stored. */
  readonly isTotal?: boolean | undefined;
}

/** A string is clean in canonical form and in COPY text alike. */
export type Read = string | null | Reading;

export type CellReader = (cell: string, kind: CellKind | undefined) => Read;

const NO_PROBLEMS: readonly Problem[] = [];

export const problem = (
  code: FindingCode,
  severity: Severity,
  params: FindingParams = {},
  suggestion?: string | undefined,
): Problem => ({ code, severity, params, ...(suggestion === undefined ? {} : { suggestion }) });

export function reading(
  value: string | null,
  problems: readonly Problem[] = NO_PROBLEMS,
  status?: ValueStatus | undefined,
): Reading {
  return {
    value,
    copy: value === null ? COPY_NULL : copyText(value),
    problems,
    ...(status === undefined ? {} : { status }),
  };
}

/** The value of a read cell. */
export const valueRead = (read: Read): string | null => (typeof read === "object" && read !== null ? read.value : read);

/** As simple as it can be told: a clean string where nothing else is to be said. */
export function simplest(read: Reading): Read {
  if (read.status !== undefined || read.problems.length > 0 || read.isTotal === true) return read;
  return read.copy === read.value || read.value === null ? read.value : read;
}

/** Remembers what was read, up to `most` distinct cells of at most 200 characters. */
export function remember(read: CellReader, most: number): CellReader {
  const known = new Map<string, Read>();
  const others = new Map<string, Read>();
  return (cell, kind) => {
    const memory = kind === undefined || kind === "text" ? known : others;
    const key = memory === known ? cell : `${kind}\n${cell}`;
    const before = memory.get(key);
    if (before !== undefined) return before;
    if (memory.size >= most || cell.length > 200) return read(cell, kind);
    const fresh = read(detach(cell), kind);
    memory.set(detach(key), fresh);
    return fresh;
  };
}
