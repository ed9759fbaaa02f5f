/**
 * Which checks an upload went through, on how many values, and how many findings each left. Made from the package that it was checked
 * against: what is declared is checked, and nothing is claimed that was not.
 */
import type { Upload } from "../catalogue/uploads.ts";
import { inLanguage, type Lang } from "../kernel/locale.ts";
import type { Field } from "../kernel/package.ts";
import { reviewWords } from "./words-review.ts";

export interface PassedCheck {
  readonly name: string;
  /** Which fields, or which rule. */
  readonly what: string;
  readonly values: number;
  readonly findings: number;
}

/** Findings of these codes belong to the check. */
const CODES = {
  types:
    /^cell\/(?:not-a-(?!period)|not-whole|number-|other-unit|lost-grouping|percent|far-from-others|id-in|code-became|wrong-format|excel|error-value|formula)/,
  required: /^cell\/required$/,
  key: /^row\/(?:duplicate-key|key-missing)$/,
  region: /^(?:cell\/region-|row\/region-|column\/region-|table\/region)/,
  period: /^cell\/not-a-period$/,
  list: /^cell\/not-in-list$/,
  bounds: /^cell\/(?:below-minimum|above-maximum)$/,
  pattern: /^cell\/(?:pattern|too-short|too-long|not-unique)$/,
  reference: /^(?:cell|row)\/reference-unknown$/,
  personal: /^(?:personal\/|column\/small-cells)/,
  totals: /^table\/total-/,
  previous: /^(?:cell\/far-from-last-version|table\/gone-since-version|table\/rule-version-change)$/,
} as const;

export function listChecks({ package: pkg, rows = 0, report, changes }: Upload, lang: Lang): readonly PassedCheck[] {
  const t = reviewWords[lang];
  const { fields, primaryKey, foreignKeys } = pkg.schema;
  const found = (pattern: RegExp): number =>
    Object.entries(report?.byCode ?? {}).reduce((sum, [code, count]) => (pattern.test(code) ? sum + count : sum), 0);
  const titles = (of: readonly Field[]): string => of.map((field) => titleOf(field, lang)).join(", ");
  const over = (name: keyof typeof CODES, of: readonly Field[], what = titles(of)): readonly PassedCheck[] =>
    of.length === 0 ? [] : [{ name: t.checkNames[name], what, values: of.length * rows, findings: found(CODES[name]) }];
  const having = (test: (field: Field) => boolean): readonly Field[] => fields.filter(test);
  const keyed = fields.filter(({ name }) => primaryKey.includes(name));
  const referring = fields.filter(({ name }) => foreignKeys.some((key) => key.fields.includes(name)));
  return [
    ...over("types", fields, t.allFields),
    ...over(
      "required",
      having(({ constraints }) => constraints?.required === true),
    ),
    ...over("key", keyed),
    ...over(
      "region",
      having(({ role }) => role === "region"),
    ),
    ...over(
      "period",
      having(({ role }) => role === "period"),
    ),
    ...over(
      "list",
      having(({ constraints }) => constraints?.enum !== undefined),
    ),
    ...over("bounds", having(hasBounds)),
    ...over("pattern", having(hasForm)),
    ...over("reference", referring),
    ...over("personal", fields, t.allFields),
    ...over(
      "totals",
      having(({ role }) => role === "measure"),
    ),
    ...(changes?.base == null
      ? []
      : over(
          "previous",
          having(({ role }) => role === "measure"),
        )),
    ...pkg.rules.map(({ name, kind }) => ({
      name: t.checkNames.rule,
      what: `${name} (${kind})`,
      values: rows,
      findings: countRule(name, report),
    })),
  ];
}

export const titleOf = ({ title, name }: Field, lang: Lang): string =>
  title === undefined ? name : inLanguage(title, lang);

const hasBounds = ({ constraints: given }: Field): boolean =>
  [given?.minimum, given?.maximum, given?.exclusiveMinimum, given?.exclusiveMaximum].some((one) => one !== undefined);

const hasForm = ({ constraints: given }: Field): boolean =>
  given?.unique === true || [given?.pattern, given?.minLength, given?.maxLength].some((one) => one !== undefined);

/** Findings of one rule, as far as the report's groups tell them apart. */
const countRule = (name: string, report: Upload["report"]): number =>
  (report?.groups ?? []).reduce(
    (sum, { examples, count }) => (examples.some(({ params }) => params.rule === name) ? sum + count : sum),
    0,
  );
