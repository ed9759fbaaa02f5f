/** What is told of personal data: which columns, how many cells, masked examples. Small counts on sensitive topics belong here too. */
import type { Finding, FindingCode } from "../kernel/finding.ts";
import type { ColumnEvidence } from "./column-survey.ts";
import type { PersonalKind } from "./personal.ts";
import { isIdentity, judgePersonal, personHeader } from "./personal-column.ts";

const codes: { readonly [K in PersonalKind]: FindingCode } = {
  nik: "personal/nik",
  kk: "personal/kk",
  npwp: "personal/npwp",
  nip: "personal/nip",
  phone: "personal/phone",
  email: "personal/email",
  "bank-account": "personal/bank-account",
};

export interface PersonalReport {
  readonly findings: readonly Finding[];
  /** Columns (from 1) whose values must not be shown anywhere. */
  readonly masked: ReadonlySet<number>;
}

/** @param fieldOf  The declared field of a column, where it is one. */
export function findPersonalColumns(
  columns: readonly ColumnEvidence[],
  fieldOf: (column: number) => string | undefined,
): PersonalReport {
  const findings: Finding[] = [];
  const masked = new Set<number>();
  for (const evidence of columns) {
    const judged = judgePersonal(evidence.personal, evidence.title);
    if (judged === undefined) continue;
    masked.add(evidence.column);
    const examples = evidence.personal.examples[judged.kind] ?? evidence.personal.examples.nik ?? [];
    const field = fieldOf(evidence.column);
    findings.push({
      code: codes[judged.kind],
      severity: "error",
      column: evidence.column,
      ...(field === undefined ? {} : { field }),
      params: {
        name: evidence.title,
        count: judged.count,
        examples: examples.length === 0 ? "…" : examples.join(", "),
      },
    });
  }
  return { findings: [...findings, ...identities(columns, masked)], masked };
}

function identities(columns: readonly ColumnEvidence[], masked: Set<number>): readonly Finding[] {
  const persons = columns.flatMap((evidence) => {
    const header = personHeader(evidence.title);
    if (header === undefined) return [];
    const filled = Math.max(1, evidence.rows - evidence.empty);
    const distinctShare = evidence.distinctIsWhole ? evidence.distinct / filled : 1;
    return [{ header, distinctShare, regionShare: evidence.regions.names / filled, evidence, filled }];
  });
  if (!isIdentity(persons)) return [];
  for (const { evidence } of persons) masked.add(evidence.column);
  const names = persons.map(({ evidence }) => `“${evidence.title}”`).join(", ");
  const [first] = persons;
  if (first === undefined) return [];
  const count = Math.max(...persons.map(({ filled }) => filled));
  return [
    { code: "personal/identity", severity: "error", column: first.evidence.column, params: { columns: names, count } },
  ];
}

/** Words of topics on which a count of three may point at three known persons. */
const SENSITIVE =
  /\b(?:hiv|aids|tbc?|kusta|penyakit|kasus|gangguan jiwa|odgj|disabilitas|difabel|stunting|gizi buruk|kekerasan|pelecehan|perkosaan|anak terlantar|narkoba|korban|kematian (?:ibu|bayi|anak|balita))\b/i;

/** Does this text name a topic on which small counts can identify people? */
export const isSensitiveTopic = (text: string): boolean => SENSITIVE.test(text.replace(/_/g, " "));

/** Counts under this are "small" (a practice of statistical offices). */
export const SMALL_CELL = 5;
