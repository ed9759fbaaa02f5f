/** A dataset's own input types: which rows, in which order, and the key of one. */
import {
  GraphQLEnumType,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
} from "graphql";
import { enumValueName, type TypeNames } from "./names.ts";
import { Direction } from "./shared-types.ts";
import type { TypedField } from "./typed-field.ts";

type Fields = readonly TypedField[];
type Entry = [string, GraphQLInputFieldConfig];

/** `<Type>Filter`. What begins with "_" is no field: joins of further conditions. */
export function filterType(names: TypeNames, fields: Fields): GraphQLInputObjectType {
  const filter: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: names.filter,
    description: "Which rows: all conditions hold.",
    fields: () => ({
      ...Object.fromEntries(
        fields.map(
          ({ name, filter: type, description, deprecationReason }): Entry => [
            name,
            { type, description, deprecationReason },
          ],
        ),
      ),
      _and: { type: new GraphQLList(new GraphQLNonNull(filter)), description: "All of these hold." },
      _or: { type: new GraphQLList(new GraphQLNonNull(filter)), description: "At least one of these holds." },
      _not: { type: filter, description: "This does not hold." },
    }),
  });
  return filter;
}

/** `<Type>Field`: the fields by name. */
export const fieldEnum = (names: TypeNames, fields: Fields): GraphQLEnumType =>
  new GraphQLEnumType({
    name: names.field,
    description: "The fields of a row.",
    values: Object.fromEntries(
      fields.map(({ name, description, deprecationReason }) => [
        enumValueName(name),
        { value: name, description, deprecationReason },
      ]),
    ),
  });

/** `<Type>OrderBy`. */
export const orderByType = (names: TypeNames, field: GraphQLEnumType): GraphQLInputObjectType =>
  new GraphQLInputObjectType({
    name: names.orderBy,
    description: "One step of an order. Ties are broken by the key, else by the order of the file.",
    fields: {
      field: { type: new GraphQLNonNull(field), description: "By which field." },
      direction: { type: new GraphQLNonNull(Direction), defaultValue: "asc", description: "Which way." },
    },
  });

/** `<Type>Key`; undefined where rows have no key. */
export function keyType(names: TypeNames, fields: Fields): GraphQLInputObjectType | undefined {
  const key = fields.filter(({ isKey }) => isKey);
  if (key.length === 0) return undefined;
  return new GraphQLInputObjectType({
    name: names.key,
    description: "What tells one row from all others.",
    fields: Object.fromEntries(
      key.map(({ name, type, description }): Entry => [name, { type: new GraphQLNonNull(type), description }]),
    ),
  });
}
