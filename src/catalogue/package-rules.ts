/** Cross-row rules of a package: a kind the checks know, a severity, and parameters that name fields which are there. */
import type { Field, Rule } from "../kernel/package.ts";
import type { Path, Problems } from "./package-problem.ts";
import { readPart } from "./package-read.ts";
import { ruleShape } from "./package-shape.ts";

export function readRules(json: unknown, _fields: readonly Field[], path: Path, problems: Problems): readonly Rule[] {
  if (json === undefined) return [];
  if (!Array.isArray(json)) {
    problems.add(path, "package.wrong-type", { expected: "array" });
    return [];
  }
  return json.flatMap((entry: unknown, index) => {
    const read = readPart(ruleShape, entry, [...path, index], problems);
    if (read === undefined) return [];
    return [{ ...read, name: read.name ?? `${read.kind}-${index + 1}` }];
  });
}
