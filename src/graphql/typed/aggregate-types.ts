/** The types of a dataset's figures: a group, and for each way of computing one the fields that it can be done with. */
import {
  type GraphQLFieldConfig,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
} from "graphql";
import type { AggregateOp } from "../../store/aggregate.ts";
import { AGGREGATES, type Group } from "./aggregate.ts";
import type { TypeNames } from "./names.ts";
import { ofEach, toValue } from "./row-type.ts";
import { valueScalars } from "./scalars.ts";
import type { TypedField } from "./typed-field.ts";
import type { TypedQuestion } from "./typed-question.ts";

type GroupType = GraphQLObjectType<Group, TypedQuestion>;
type GroupField = GraphQLFieldConfig<Group, TypedQuestion>;

const OP_TEXT: { readonly [O in AggregateOp]: string } = {
  sum: "The sum of each field's values, exact; null where there is none.",
  avg: "The mean of each field's values; null where there is none.",
  min: "The smallest value of each field; null where there is none.",
  max: "The largest value of each field; null where there is none.",
  count: "How many rows have a value in each field.",
};

/** `<Type>Aggregate`. */
export function aggregateType(names: TypeNames, fields: readonly TypedField[]): GroupType {
  const figures = AGGREGATES.flatMap((op): readonly (readonly [string, GroupField])[] => {
    const computable = op === "sum" || op === "avg" ? fields.filter(({ isSummable }) => isSummable) : fields;
    if (computable.length === 0) return [];
    return [[op, whole(figureType(names[op], op, computable), OP_TEXT[op])]];
  });
  return new GraphQLObjectType<Group, TypedQuestion>({
    name: names.aggregate,
    description: "The figures of one group of rows.",
    fields: {
      group: whole(
        groupType(names, fields),
        "What the rows of this group have in common: the fields named in `groupBy`.",
      ),
      rows: {
        type: new GraphQLNonNull(GraphQLInt),
        description: "How many rows there are in the group.",
        resolve: ({ values }) => values.count,
      },
      ...Object.fromEntries(figures),
    },
  });
}

const whole = (type: GroupType, description: string): GroupField => ({
  type: new GraphQLNonNull(type),
  description,
  resolve: (group) => group,
});

const groupType = (names: TypeNames, fields: readonly TypedField[]): GroupType =>
  new GraphQLObjectType<Group, TypedQuestion>({
    name: names.group,
    description: "The values that a group's rows share.",
    fields: ofEach(fields, (name, { type, kind }) => {
      const value = toValue(kind);
      return { type, resolve: ({ values }) => value(values[name] ?? null) };
    }),
  });

const figureType = (name: string, op: AggregateOp, fields: readonly TypedField[]): GroupType =>
  new GraphQLObjectType<Group, TypedQuestion>({
    name,
    description: OP_TEXT[op],
    fields: ofEach(fields, (field, typed) => {
      const value = op === "min" || op === "max" ? toValue(typed.kind) : toValue("String");
      return { type: figureOf(op, typed), resolve: ({ values }) => value(values[`${op}_${field}`] ?? null) };
    }),
  });

/** A sum of whole numbers is one, of any size; a mean has decimals. */
function figureOf(op: AggregateOp, { type, kind }: TypedField): GraphQLOutputType {
  switch (op) {
    case "sum":
      return kind === "Decimal" ? valueScalars.Decimal : valueScalars.BigInt;
    case "avg":
      return valueScalars.Decimal;
    case "count":
      return new GraphQLNonNull(GraphQLInt);
    default:
      return type;
  }
}
