/** A file, a schema, and what the check says of them: the shape of most tests of the checks. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "../../src/kernel/finding.ts";
import type { FieldName } from "../../src/kernel/ids.ts";
import type { Field, ForeignKey, Rule, TableSchema } from "../../src/kernel/package.ts";
import { type CheckRequest, type CheckResult, checkFile } from "../../src/tabular/check.ts";
import { REGION_FACTS } from "./region-facts.ts";

export type GivenField = Omit<Partial<Field>, "name"> & { readonly name: string };

export function schemaOf(
  fields: readonly GivenField[],
  keys: readonly string[] = [],
  foreignKeys: readonly ForeignKey[] = [],
): TableSchema {
  return {
    fields: fields.map((field) => ({ type: "string", ...field, name: field.name as FieldName })),
    primaryKey: keys as FieldName[],
    foreignKeys,
    missingValues: [""],
  };
}

export interface Checked {
  readonly result: CheckResult;
  /** Lines of COPY text, split into cells. */
  readonly rows: readonly (readonly string[])[];
  readonly findings: readonly Finding[];
  /** The codes of all findings, sorted. */
  readonly codes: readonly string[];
}

export interface Given {
  readonly text: string | Uint8Array;
  readonly schema: TableSchema;
  readonly name?: string;
  readonly rules?: readonly Rule[];
  readonly more?: Partial<CheckRequest>;
}

/** Checks a text as if it were an officer's file. */
export async function check({ text, schema, name = "data.csv", rules = [], more = {} }: Given): Promise<Checked> {
  const folder = await mkdtemp(join(tmpdir(), "jendela-check-"));
  try {
    const path = join(folder, "file");
    await writeFile(path, text);
    let copied = "";
    const findings: Finding[] = [];
    const request = { path, name, schema, rules, regions: REGION_FACTS, references: [], ...more };
    const result = await checkFile(request, {
      rows: (chunk) => {
        copied += Buffer.from(chunk).toString("utf8");
      },
      finding: (finding) => {
        findings.push(finding);
      },
    });
    const rows = copied.split("\n").filter((line) => line !== "");
    return {
      result,
      rows: rows.map((line) => line.split("\t")),
      findings,
      codes: findings.map(({ code }) => code).sort(),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The findings of one code. */
export const ofCode = (checked: Checked, code: string): readonly Finding[] =>
  checked.findings.filter((finding) => finding.code === code);
