/**
 * The major versions of a dataset's typed schema, derived from the schemas of its versions. A new one begins where a client's generated
 * types or queries would break: with a field removed, renamed or retyped, a value that may be missing now, another key. What only adds
 * does not. An earlier major is answered from the newest version that can be told by it; a renamed field is given under its old name.
 */
import { findBreakingChanges } from "graphql";
import type { VersionSchema } from "../../catalogue/version-schemas.ts";
import type { FieldName } from "../../kernel/ids.ts";
import type { TableSchema } from "../../kernel/package.ts";
import { alignSchema, type PlacedSchema } from "./align.ts";
import { buildTypedSchema } from "./schema.ts";

export interface Major {
  /** From 1. */
  readonly number: number;
  /** What its types are made of: the newest schema of those that do not break each other. */
  readonly served: VersionSchema;
  /** Versions of these numbers are answered from where none is asked for; the last of them, that is. */
  readonly answeredBy: VersionSchema;
  /** The first version that broke it; undefined: it is the newest major. */
  readonly brokenBy: VersionSchema | undefined;
}

/** What breaks for a client between two schemas of a dataset, in English; titles and descriptions do not count. */
export const breakingChanges = (before: TableSchema, after: TableSchema): readonly string[] =>
  findBreakingChanges(schemaOf(before), schemaOf(after)).map(({ description }) => description);

const schemaOf = (schema: TableSchema) => buildTypedSchema({ slug: "row", title: "", description: "", schema });

/** `schemas`: those of all versions, oldest first, none twice in a row; at least one. */
export function listMajors(schemas: readonly VersionSchema[]): readonly Major[] {
  const starts = schemas.flatMap((schema, index) => {
    const before = schemas[index - 1];
    return before === undefined || breakingChanges(before.schema, schema.schema).length > 0 ? [index] : [];
  });
  return starts.flatMap((_, index): readonly Major[] => {
    const end = starts[index + 1];
    const served = schemas[(end ?? schemas.length) - 1];
    if (served === undefined) return [];
    const answeredBy = schemas.findLast((later) => later.from >= served.from && canTell(served, later)) ?? served;
    return [{ number: index + 1, served, answeredBy, brokenBy: end === undefined ? undefined : schemas[end] }];
  });
}

/** Can a version of schema `later` be told by `wanted` without breaking anything? */
function canTell(wanted: PlacedSchema, later: PlacedSchema): boolean {
  if (wanted === later) return true;
  const { schema, known } = alignSchema(wanted, later);
  const hasOwnKey = schema.primaryKey.every((name) => known.some((field) => field.name === name));
  return hasOwnKey && breakingChanges(wanted.schema, { ...schema, fields: known }).length === 0;
}

/** Why a client of `major` should not use some of its fields any more. */
export function deprecationsOf({ number, served }: Major, newest: Major): ReadonlyMap<FieldName, string> {
  if (number === newest.number) return new Map();
  const { known, schema } = alignSchema(served, newest.served);
  return new Map(
    served.schema.fields.flatMap(({ name }): readonly [FieldName, string][] => {
      const place = schema.fields.findIndex((field) => field.name === name);
      const now = newest.served.schema.fields[place]?.name;
      if (!known.some((field) => field.name === name)) return [[name, `Not in v${newest.number} of this schema.`]];
      return now === name || now === undefined ? [] : [[name, `Called ${now} in v${newest.number} of this schema.`]];
    }),
  );
}
