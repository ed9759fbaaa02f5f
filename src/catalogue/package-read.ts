/** Reads a part of a package by its shape, and turns what zod has to say into problems with sentences of ours. */
import type { z } from "zod";
import type { Path, Problems } from "./package-problem.ts";

/** Reads one part; what is wrong with it is added to the problems, and undefined comes back. */
export function readPart<S extends z.ZodType>(shape: S, value: unknown, path: Path, problems: Problems) {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) addIssue(issue, value, path, problems);
  return undefined;
}

function addIssue(issue: z.core.$ZodIssue, value: unknown, base: Path, problems: Problems): void {
  const inner = issue.path.filter((part): part is string | number => typeof part !== "symbol");
  const path = [...base, ...inner];
  const found = valueAt(value, inner);
  switch (issue.code) {
    case "invalid_type":
      if (found === undefined) problems.add(path, "package.missing", { property: String(path.at(-1) ?? "") });
      else problems.add(path, "package.wrong-type", { expected: issue.expected });
      return;
    case "invalid_value":
      if (found === undefined) problems.add(path, "package.missing", { property: String(path.at(-1) ?? "") });
      else problems.add(path, "package.unknown-value", { value: show(found), allowed: issue.values.join(", ") });
      return;
    case "invalid_union":
      addUnion(issue, value, base, path, found, problems);
      return;
    case "too_big":
      problems.add(path, "package.bad-text", { rule: `≤ ${issue.maximum}` });
      return;
    case "too_small":
      problems.add(path, "package.bad-text", { rule: `≥ ${issue.minimum}` });
      return;
    case "custom":
      addCustom(issue.params ?? {}, path, found, problems);
      return;
    default:
      problems.add(path, "package.wrong-type", { expected: issue.code });
  }
}

/** A union is told by the branch that came furthest: the one whose issues lie inside, or are about the value and not its type. */
function addUnion(
  issue: Extract<z.core.$ZodIssue, { code: "invalid_union" }>,
  value: unknown,
  base: Path,
  path: Path,
  found: unknown,
  problems: Problems,
): void {
  if (found === undefined) {
    problems.add(path, "package.missing", { property: String(path.at(-1) ?? "") });
    return;
  }
  const best = issue.errors.find((branch) => branch.some((one) => one.code !== "invalid_type" || one.path.length > 0));
  if (best === undefined) {
    const expected = issue.errors.flatMap((branch) =>
      branch.map((one) => ("expected" in one ? String(one.expected) : one.code)),
    );
    problems.add(path, "package.wrong-type", { expected: [...new Set(expected)].join(" / ") });
    return;
  }
  for (const one of best) addIssue({ ...one, path: [...issue.path, ...one.path] }, value, base, problems);
}

function addCustom(params: Readonly<Record<string, unknown>>, path: Path, found: unknown, problems: Problems): void {
  const { code } = params;
  if (code === "package.bad-slug" || code === "package.bad-field-name")
    problems.add(path, code, { value: show(found) });
  else if (code === "package.unknown-value")
    problems.add(path, code, { value: String(params.value), allowed: String(params.allowed) });
  else if (code === "package.bad-bound")
    problems.add(path, code, { value: show(found), type: String(params.type), example: String(params.example) });
  else if (code === "package.empty-range")
    problems.add(path, code, { from: String(params.from), to: String(params.to) });
  else problems.add(path, "package.bad-text", { rule: String(params.rule ?? "") });
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inside, part) =>
      typeof inside === "object" && inside !== null ? (inside as Record<string | number, unknown>)[part] : undefined,
    value,
  );

export const show = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
