/** A declared field with its GraphQL types: what every part of a dataset's schema is made of. */
import { GraphQLEnumType, type GraphQLInputObjectType, type GraphQLScalarType } from "graphql";
import type { FieldName } from "../../kernel/ids.ts";
import { inLanguage, type LocalisedText } from "../../kernel/locale.ts";
import type { Field, TableSchema } from "../../kernel/package.ts";
import { scalarFilters, valueFilter } from "./filter-types.ts";
import { enumTypeName, type TypeNames } from "./names.ts";
import { valueScalars } from "./scalars.ts";
import { isRequired, isSummable, type ValueTypeName, valueTypeOf } from "./value-type.ts";

export interface TypedField {
  readonly name: FieldName;
  readonly type: GraphQLScalarType | GraphQLEnumType;
  readonly kind: ValueTypeName;
  readonly filter: GraphQLInputObjectType;
  readonly isRequired: boolean;
  readonly isKey: boolean;
  readonly isRegion: boolean;
  readonly isSummable: boolean;
  readonly description: string;
  readonly deprecationReason: string | undefined;
}

/** Why a field is not to be used any more, where that is so. */
export type Deprecations = ReadonlyMap<FieldName, string>;

export function typedFields(schema: TableSchema, names: TypeNames, deprecations: Deprecations): readonly TypedField[] {
  return schema.fields.map((field) => {
    const { name: kind, values } = valueTypeOf(field);
    const description = describeField(field);
    const type =
      values === undefined ? valueScalars[kind] : enumType(enumTypeName(names, field.name), values, description);
    return {
      name: field.name,
      type,
      kind,
      filter: values === undefined ? scalarFilters[kind] : valueFilter(`${type.name}Filter`, type, false),
      isRequired: isRequired(schema, field),
      isKey: schema.primaryKey.includes(field.name),
      isRegion: field.role === "region",
      isSummable: isSummable(field),
      description,
      deprecationReason: deprecations.get(field.name),
    };
  });
}

const enumType = (name: string, values: readonly string[], description: string): GraphQLEnumType =>
  new GraphQLEnumType({ name, description, values: Object.fromEntries(values.map((value) => [value, { value }])) });

/** Title, unit and what is said of the field, in Indonesian and then in English where there is any. */
function describeField({ name, title, unit, description, definition }: Field): string {
  const say = bothLanguages(title ?? name);
  const head = unit === undefined ? say : `${say} (${unit})`;
  const more = [description, definition].flatMap((text) => (text === undefined ? [] : [bothLanguages(text, "\n")]));
  return [head, ...new Set(more)].join("\n\n");
}

/** "Jumlah penduduk · Population"; once where both are the same or there is only one. */
export function bothLanguages(text: LocalisedText, between = " · "): string {
  const [id, en] = [inLanguage(text, "id"), inLanguage(text, "en")];
  return id === en ? id : `${id}${between}${en}`;
}
