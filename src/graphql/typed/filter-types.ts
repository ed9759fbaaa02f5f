/** Input types of the conditions on one field: one type for each kind of value. */
import {
  GraphQLBoolean,
  type GraphQLEnumType,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLScalarType,
} from "graphql";
import type { RowOp } from "../../store/rows.ts";
import { valueScalars } from "./scalars.ts";
import type { ValueTypeName } from "./value-type.ts";

/** How values of a kind can be compared. */
const EQUALITY = ["eq", "ne", "in"] as const satisfies readonly RowOp[];
const ORDER = ["lt", "lte", "gt", "gte"] as const satisfies readonly RowOp[];

const OP_TEXT: { readonly [O in RowOp]: string } = {
  eq: "Equal.",
  ne: "Not equal. A missing value differs from every given one.",
  in: "Equal to any of these; of none, no row.",
  lt: "Less than.",
  lte: "Less than or equal.",
  gt: "Greater than.",
  gte: "Greater than or equal.",
};

/** The conditions on one field. */
export function valueFilter(
  name: string,
  type: GraphQLScalarType | GraphQLEnumType,
  isOrdered: boolean,
): GraphQLInputObjectType {
  const ops: readonly RowOp[] = type === GraphQLBoolean ? ["eq", "ne"] : isOrdered ? [...EQUALITY, ...ORDER] : EQUALITY;
  const fields = ops.map((op): [string, GraphQLInputFieldConfig] => [
    op,
    { type: op === "in" ? new GraphQLList(new GraphQLNonNull(type)) : type, description: OP_TEXT[op] },
  ]);
  return new GraphQLInputObjectType({
    name,
    description: `Conditions on a ${type.name}; all of them hold.`,
    fields: {
      ...Object.fromEntries(fields),
      isNull: { type: GraphQLBoolean, description: "true: the value is missing. false: it is not." },
    },
  });
}

// The names of the table are its own keys.
export const scalarFilters = Object.fromEntries(
  Object.entries(valueScalars).map(([name, type]) => [name, valueFilter(`${name}Filter`, type, name !== "Boolean")]),
) as { readonly [N in ValueTypeName]: GraphQLInputObjectType };
