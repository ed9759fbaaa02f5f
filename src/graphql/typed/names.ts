/**
 * The names of a dataset's types, made of its slug and of field names alone, so that they stay whatever its title is. Field names never
 * hold a capital letter or begin with "_", and the names here make use of that: no two can be the same.
 */
import type { FieldName } from "../../kernel/ids.ts";

export interface TypeNames {
  /** The type of one row, and the beginning of all others. */
  readonly row: string;
  readonly filter: string;
  readonly orderBy: string;
  readonly field: string;
  readonly connection: string;
  readonly edge: string;
  readonly key: string;
  readonly status: string;
  readonly region: string;
  readonly group: string;
  readonly aggregate: string;
  readonly sum: string;
  readonly avg: string;
  readonly min: string;
  readonly max: string;
  readonly count: string;
}

/** "jumlah-penduduk" → JumlahPenduduk. A name that is taken by a type of every schema gets "Row" behind it. */
export function typeNames(slug: string, taken: ReadonlySet<string>): TypeNames {
  const pascal = slug.replaceAll(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
  const row = /^\d/.test(pascal) ? `Dataset${pascal}` : pascal;
  const names = namesFrom(row);
  return Object.values(names).some((name: string) => taken.has(name)) ? namesFrom(`${row}Row`) : names;
}

const namesFrom = (row: string): TypeNames => ({
  row,
  filter: `${row}Filter`,
  orderBy: `${row}OrderBy`,
  field: `${row}Field`,
  connection: `${row}Connection`,
  edge: `${row}Edge`,
  key: `${row}Key`,
  status: `${row}Status`,
  region: `${row}Region`,
  group: `${row}Group`,
  aggregate: `${row}Aggregate`,
  sum: `${row}Sum`,
  avg: `${row}Avg`,
  min: `${row}Min`,
  max: `${row}Max`,
  count: `${row}Count`,
});

/** JumlahPenduduk_jenis_kelamin: the type of a field whose values are listed. */
export const enumTypeName = ({ row }: TypeNames, field: FieldName): string => `${row}_${field}`;

/** A field's name as the value of an enum. GraphQL does not let `true`, `false` and `null` be one. */
export const enumValueName = (field: FieldName): string => (/^(?:true|false|null)$/.test(field) ? `_${field}` : field);
