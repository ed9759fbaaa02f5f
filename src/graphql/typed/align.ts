/**
 * A version seen through a schema that is not its own: fields under the names of that schema, found by the physical column that both
 * share (so that a renamed field is still found) or by name. What the schema does not know is kept under names that nobody can ask for;
 * what the version does not have, or has with another type, is told.
 */
import type { Version } from "../../catalogue/versions.ts";
import { Fault } from "../../kernel/fault.ts";
import type { FieldName } from "../../kernel/ids.ts";
import type { Field, TableSchema } from "../../kernel/package.ts";
import { valueTypeOf } from "./value-type.ts";

/** A table schema with the columns that hold its fields. */
export interface PlacedSchema {
  readonly schema: TableSchema;
  readonly columns: Readonly<Record<string, string>>;
}

interface AlignedSchema extends PlacedSchema {
  /** The fields of the wanted schema that are there, in its order. */
  readonly known: readonly Field[];
  /** Wanted fields that are there with a type that does not fit. */
  readonly retyped: ReadonlySet<FieldName>;
}

export function alignSchema(wanted: PlacedSchema, { schema, columns }: PlacedSchema): AlignedSchema {
  const free = new Set(schema.fields);
  const retyped = new Set<FieldName>();
  const names = new Map<Field, FieldName>();
  const claim = (field: Field, found: Field | undefined): boolean => {
    if (found === undefined) return false;
    if (!fits(field, found)) {
      retyped.add(field.name);
      return false;
    }
    free.delete(found);
    names.set(found, field.name);
    return true;
  };
  const byColumn = new Map(schema.fields.map((field) => [columns[field.name], field]));
  const rest = wanted.schema.fields.filter((field) => !claim(field, byColumn.get(wanted.columns[field.name])));
  for (const field of rest) {
    const found = schema.fields.find(({ name }) => name === field.name);
    if (found !== undefined && free.has(found) && claim(field, found)) retyped.delete(field.name);
  }
  const nameOf = new Map(schema.fields.map((field) => [field.name, names.get(field) ?? hidden(field.name)]));
  // Every name that is looked up is one of the schema's own.
  const rename = (name: FieldName): FieldName => nameOf.get(name) ?? name;
  const fields = schema.fields.map((field) => ({ ...field, name: rename(field.name) }));
  const known = new Map(fields.map((field) => [field.name, field]));
  return {
    schema: { ...schema, fields, primaryKey: schema.primaryKey.map(rename) },
    columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [rename(name as FieldName), column])),
    known: wanted.schema.fields.flatMap(({ name }) => known.get(name) ?? []),
    retyped,
  };
}

/** No field's name begins so. */
const hidden = (name: FieldName): FieldName => `_${name}` as FieldName;

/** Can every value of `found` be given where `wanted` is promised? */
function fits(wanted: Field, found: Field): boolean {
  const [type, own] = [valueTypeOf(wanted), valueTypeOf(found)];
  if (type.name !== own.name) return false;
  return type.values === undefined || own.values?.every((value) => type.values?.includes(value)) === true;
}

/** A version as the endpoint's schema sees it. */
export interface AlignedVersion {
  readonly version: Version;
  readonly fields: readonly Field[];
  /** Throws graphql.version-misfit for a field that cannot be told of this version. */
  readonly demand: (names: Iterable<string>) => readonly FieldName[];
}

export function alignVersion(wanted: PlacedSchema, version: Version): AlignedVersion {
  const { schema, columns, known, retyped } = alignSchema(wanted, {
    schema: version.package.schema,
    columns: version.columns,
  });
  const names = new Set<string>(known.map(({ name }) => name));
  return {
    version: { ...version, package: { ...version.package, schema }, columns },
    fields: known,
    demand: (asked) =>
      [...new Set(asked)].flatMap((name): readonly FieldName[] => {
        if (retyped.has(name as FieldName)) throw misfit(version, name);
        // Asked for by the schema's own names; one that the version did not have yet has no values there.
        return names.has(name) ? [name as FieldName] : [];
      }),
  };
}

export const misfit = ({ slug, number }: Pick<Version, "slug" | "number">, field: string): Fault =>
  new Fault("graphql.version-misfit", { slug, version: number, field });
