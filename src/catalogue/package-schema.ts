/** The Table Schema of a package: its fields, that no two collide, and its keys. */
import type { FieldName } from "../kernel/ids.ts";
import type { Field, TableSchema } from "../kernel/package.ts";
import type { PackageContext } from "./package-context.ts";
import { readField } from "./package-field.ts";
import { readFieldNames, readForeignKeys } from "./package-keys.ts";
import type { Path, Problems } from "./package-problem.ts";
import { readPart } from "./package-read.ts";
import { schemaShape } from "./package-shape.ts";

const MAX_FIELDS = 500;

/** Undefined only when a problem was added. `self` is the dataset's own slug. */
export function readSchema(
  json: unknown,
  self: string | undefined,
  context: PackageContext,
  path: Path,
  problems: Problems,
): TableSchema | undefined {
  const read = readPart(schemaShape, json, path, problems);
  if (read === undefined) return undefined;
  if (read.fields.length === 0) problems.add([...path, "fields"], "package.no-fields");
  if (read.fields.length > MAX_FIELDS) {
    problems.add([...path, "fields"], "package.too-many-fields", { count: read.fields.length, maximum: MAX_FIELDS });
    return undefined;
  }
  const at = (index: number): Path => [...path, "fields", index];
  const fields = read.fields.flatMap((field, index) => readField(field, at(index), problems) ?? []);
  checkCollisions(read.fields, path, problems);
  // Keys are held against every name that was written, so that one bad field is not told twice.
  const named = [...fields, ...unreadFields(read.fields, fields)];
  const unique = new Set<string>();
  read.uniqueKeys.forEach((names, index) => {
    const known = readFieldNames(names, named, [...path, "uniqueKeys", index], problems);
    if (names.length > 1) problems.add([...path, "uniqueKeys", index], "package.composite-unique");
    for (const name of known) unique.add(name);
  });
  return {
    fields: fields.map((field) =>
      unique.has(field.name) ? { ...field, constraints: { ...field.constraints, unique: true } } : field,
    ),
    primaryKey: readFieldNames(read.primaryKey, named, [...path, "primaryKey"], problems),
    foreignKeys: readForeignKeys(
      read.foreignKeys,
      named,
      self,
      context.findReference,
      [...path, "foreignKeys"],
      problems,
    ),
    missingValues: read.missingValues,
  };
}

/** Fields that could not be read, by the name they were given. */
function unreadFields(list: readonly unknown[], fields: readonly Field[]): readonly Field[] {
  const known = new Set<string>(fields.map(({ name }) => name));
  return list.flatMap((json) => {
    const name = isObject(json) ? json.name : undefined;
    // Only ever looked up by name, and the package is refused anyway.
    return typeof name === "string" && !known.has(name) ? [{ name: name as FieldName, type: "any" as const }] : [];
  });
}

/** No two fields share a name, former names included. */
function checkCollisions(list: readonly unknown[], path: Path, problems: Problems): void {
  const seen = new Map<string, string>();
  const claim = (value: unknown, at: Path, place: string): void => {
    if (typeof value !== "string") return;
    const other = seen.get(value);
    if (other === undefined) seen.set(value, place);
    else problems.add(at, "package.field-collision", { value, other });
  };
  list.forEach((json, index) => {
    if (isObject(json)) claim(json.name, [...path, "fields", index, "name"], `fields[${index}]`);
  });
  list.forEach((json, index) => {
    const former = isObject(json) ? json.previousNames : undefined;
    const names: readonly unknown[] = Array.isArray(former) ? former : [former];
    names.forEach((name, place) => {
      claim(name, [...path, "fields", index, "previousNames", place], `fields[${index}].previousNames`);
    });
  });
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
