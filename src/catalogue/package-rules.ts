/** Cross-row rules of a package: each must be one that the checks can apply to the schema. `tabular/rule-kinds.ts` knows which. */
import type { Rule, TableSchema } from "../kernel/package.ts";
import { isRuleProblem, RULE_KINDS, readRule } from "../tabular/rule-kinds.ts";
import type { Path, Problems } from "./package-problem.ts";
import { readPart, show } from "./package-read.ts";
import { ruleShape } from "./package-shape.ts";

/** Without a schema (it could not be read) only the shape of the rules is looked at. */
export function readRules(
  json: unknown,
  schema: TableSchema | undefined,
  path: Path,
  problems: Problems,
): readonly Rule[] {
  if (json === undefined) return [];
  if (!Array.isArray(json)) {
    problems.add(path, "package.wrong-type", { expected: "array" });
    return [];
  }
  return json.flatMap((entry: unknown, index) => {
    const at = [...path, index];
    const read = readPart(ruleShape, entry, at, problems);
    if (read === undefined) return [];
    const rule = { ...read, name: read.name ?? `${read.kind}-${index + 1}` };
    if (schema !== undefined) checkRule(rule, schema, at, problems);
    return [rule];
  });
}

/** Adds a problem when the rule cannot be applied to the schema. */
export function checkRule(rule: Rule, schema: TableSchema, path: Path, problems: Problems): void {
  const read = readRule(rule, schema);
  if (!isRuleProblem(read)) return;
  const at = [...path, read.parameter];
  const value = show(rule[read.parameter]);
  switch (read.reason) {
    case "unknown-kind":
      problems.add(at, "package.unknown-value", { value: rule.kind, allowed: RULE_KINDS.join(", ") });
      return;
    case "missing":
      problems.add(at, "package.missing", { property: read.parameter });
      return;
    case "unknown-field":
      problems.add(at, "package.unknown-field", { value });
      return;
    case "wrong-value":
      problems.add(at, "package.bad-rule-value", { value, parameter: read.parameter, kind: rule.kind });
  }
}
