/**
 * One field of a schema: its type, role and unit, and whether each constraint fits the type. Bounds are normalised to text, so that no
 * bound is ever a binary float.
 */
import type { Field, FieldConstraints, FieldRole, FieldType } from "../kernel/package.ts";
import { readBound } from "./package-bound.ts";
import type { Path, Problems } from "./package-problem.ts";
import { readPart, show } from "./package-read.ts";
import { fieldShape } from "./package-shape.ts";

const BOUNDED: readonly FieldType[] = [
  "integer",
  "number",
  "date",
  "time",
  "datetime",
  "duration",
  "year",
  "yearmonth",
];
const SIZED: readonly FieldType[] = ["string", "array", "object", "list", "any", "geojson", "geopoint"];

const CONSTRAINTS = [
  "required",
  "unique",
  "pattern",
  "enum",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
] as const;

type ConstraintName = (typeof CONSTRAINTS)[number];

const MAX_PATTERN = 1_000;
const MAX_ENUM = 10_000;

/** Which constraint goes with which type, after Table Schema; a period may be bounded whatever its type. */
function fits(name: ConstraintName, type: FieldType, role: FieldRole | undefined): boolean {
  switch (name) {
    case "required":
    case "unique":
    case "enum":
      return true;
    case "pattern":
      return type === "string" || type === "any";
    case "minLength":
    case "maxLength":
      return SIZED.includes(type);
    default:
      return BOUNDED.includes(type) || (role === "period" && type !== "boolean");
  }
}

/** Undefined when the field itself cannot be read; its problems are added either way. */
export function readField(json: unknown, path: Path, problems: Problems): Field | undefined {
  const read = readPart(fieldShape, json, path, problems);
  // The constraints are looked at even then, as far as the type is known: all is named at once.
  if (read === undefined) return undefined;
  const { name, previousNames, ...rest } = read;
  const type: FieldType = rest.type ?? (rest.role === "measure" ? "number" : "string");
  if (rest.role === "measure") {
    if (rest.unit === undefined || rest.unit === "")
      problems.add(path, "package.measure-without-unit", { field: name });
    if (type !== "number" && type !== "integer")
      problems.add(path, "package.measure-not-numeric", { field: name, type });
  }
  const raw = (json as { constraints?: unknown }).constraints; // an object: fieldShape has just read it
  const constraints =
    raw === undefined ? undefined : readConstraints(raw, type, rest.role, [...path, "constraints"], problems);
  return {
    name,
    ...rest,
    type,
    ...(previousNames === undefined ? {} : { previousNames }),
    ...(constraints === undefined ? {} : { constraints }),
  };
}

function readConstraints(
  raw: unknown,
  type: FieldType,
  role: FieldRole | undefined,
  path: Path,
  problems: Problems,
): FieldConstraints | undefined {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    problems.add(path, "package.wrong-type", { expected: "object" });
    return undefined;
  }
  const constraints: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const name = CONSTRAINTS.find((known) => known === key);
    const at = [...path, key];
    if (name === undefined)
      problems.add(at, "package.unknown-constraint", { value: key, allowed: CONSTRAINTS.join(", ") });
    else if (!fits(name, type, role)) problems.add(at, "package.constraint-misfit", { constraint: name, type });
    else constraints[name] = readConstraint(name, value, type, role, at, problems);
  }
  checkRanges(constraints, type, path, problems);
  // Each value was read by the constraint's own reader; a bad one is undefined and has been told.
  return constraints as FieldConstraints;
}

function readConstraint(
  name: ConstraintName,
  value: unknown,
  type: FieldType,
  role: FieldRole | undefined,
  path: Path,
  problems: Problems,
): unknown {
  switch (name) {
    case "required":
    case "unique":
      if (typeof value !== "boolean") problems.add(path, "package.wrong-type", { expected: "boolean" });
      return value;
    case "minLength":
    case "maxLength":
      if (!Number.isSafeInteger(value) || Number(value) < 0)
        problems.add(path, "package.wrong-type", { expected: "integer ≥ 0" });
      return value;
    case "pattern":
      return readPattern(value, path, problems);
    case "enum":
      return readEnum(value, type, role, path, problems);
    default:
      return readBound(value, type, role, path, problems);
  }
}

function readPattern(value: unknown, path: Path, problems: Problems): string | undefined {
  try {
    if (typeof value === "string" && value.length <= MAX_PATTERN) return new RegExp(value, "u") && value;
  } catch {
    // told below
  }
  problems.add(path, "package.bad-pattern", { value: show(value) });
  return undefined;
}

function readEnum(
  value: unknown,
  type: FieldType,
  role: FieldRole | undefined,
  path: Path,
  problems: Problems,
): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ENUM) {
    problems.add(path, "package.wrong-type", { expected: `array (1–${MAX_ENUM})` });
    return undefined;
  }
  return value.map((member: unknown, index) => readBound(member, type, role, [...path, index], problems) ?? "");
}

/** Lower bounds must not be beyond upper ones. */
function checkRanges(
  constraints: Readonly<Record<string, unknown>>,
  type: FieldType,
  path: Path,
  problems: Problems,
): void {
  const numeric = type === "integer" || type === "number" || type === "year";
  const check = (lower: string, upper: string, strict: boolean): void => {
    const [from, to] = [constraints[lower], constraints[upper]];
    if (from === undefined || to === undefined) return;
    const beyond =
      numeric || typeof from === "number"
        ? strict
          ? Number(from) >= Number(to)
          : Number(from) > Number(to)
        : strict
          ? String(from) >= String(to)
          : String(from) > String(to);
    if (beyond) problems.add([...path, upper], "package.empty-range", { from: String(from), to: String(to) });
  };
  if (type === "duration") return; // durations have no order of their texts
  check("minimum", "maximum", false);
  check("exclusiveMinimum", "maximum", true);
  check("minimum", "exclusiveMaximum", true);
  check("exclusiveMinimum", "exclusiveMaximum", true);
  check("minLength", "maxLength", false);
}
