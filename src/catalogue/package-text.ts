/** Text that can be kept as JSON in PostgreSQL: no NUL, no half of a surrogate pair, no nesting without end. */
import type { Path, Problems } from "./package-problem.ts";

const MAX_DEPTH = 32;
const UNKEEPABLE = /\0|\p{Surrogate}/u;

/** False, with a problem for each place, when a text or key of the document cannot be kept. */
export function checkText(json: unknown, problems: Problems, path: Path = []): boolean {
  if (typeof json === "string") {
    if (!UNKEEPABLE.test(json)) return true;
    problems.add(path, "package.bad-text", { rule: "Unicode, NUL" });
    return false;
  }
  if (typeof json !== "object" || json === null) return true;
  if (path.length >= MAX_DEPTH) {
    problems.add(path, "package.bad-text", { rule: `≤ ${MAX_DEPTH}` });
    return false;
  }
  let good = true;
  for (const [key, value] of Object.entries(json)) {
    const inside = [...path, Array.isArray(json) ? Number(key) : key];
    if (UNKEEPABLE.test(key)) {
      problems.add(path, "package.bad-text", { rule: "Unicode, NUL" });
      good = false;
    } else if (!checkText(value, problems, inside)) good = false;
  }
  return good;
}
