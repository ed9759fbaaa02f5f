/** The type of one row: the fields as declared, what was said besides values (`_status`), and the regions that codes stand for. */
import { type GraphQLFieldConfig, GraphQLNonNull, GraphQLObjectType } from "graphql";
import type { FieldName } from "../../kernel/ids.ts";
import { misfit } from "./align.ts";
import type { TypeNames } from "./names.ts";
import type { TypedRow } from "./rows.ts";
import { RegionType, ValueStatus } from "./shared-types.ts";
import type { TypedField } from "./typed-field.ts";
import type { TypedQuestion } from "./typed-question.ts";
import type { ValueTypeName } from "./value-type.ts";

type RowField = GraphQLFieldConfig<TypedRow, TypedQuestion>;

export function rowType(
  names: TypeNames,
  fields: readonly TypedField[],
  description: string,
): GraphQLObjectType<TypedRow, TypedQuestion> {
  const withStatus = fields.filter(({ isKey }) => !isKey);
  const regions = fields.filter(({ isRegion }) => isRegion);
  return new GraphQLObjectType({
    name: names.row,
    description,
    fields: {
      ...Object.fromEntries(fields.map((field): [string, RowField] => [field.name, valueField(field)])),
      ...(withStatus.length === 0 ? {} : { _status: part(statusType(names, withStatus), STATUS) }),
      ...(regions.length === 0 ? {} : { _region: part(regionsType(names, regions), REGIONS) }),
    },
  });
}

const STATUS = "What the agency said besides, or instead of, each value: missing, provisional, revised, …";
const REGIONS = "The regions that the codes of this row stand for.";

const part = (type: GraphQLObjectType<TypedRow, TypedQuestion>, description: string): RowField => ({
  type: new GraphQLNonNull(type),
  description,
  resolve: (row) => row,
});

function valueField({ name, type, kind, isRequired, description, deprecationReason }: TypedField): RowField {
  const value = toValue(kind);
  return {
    type: isRequired ? new GraphQLNonNull(type) : type,
    description,
    deprecationReason,
    resolve: ({ values, version }) => {
      const text = values[name] ?? null;
      // An earlier version may have been without what is required now.
      if (text === null && isRequired) throw misfit(version, name);
      return value(text);
    },
  };
}

/** The store's text as the scalars take it. */
export const toValue = (kind: ValueTypeName): ((text: string | null) => unknown) =>
  kind === "Boolean" ? (text) => (text === null ? null : text === "true") : (text) => text;

const statusType = (names: TypeNames, fields: readonly TypedField[]): GraphQLObjectType<TypedRow, TypedQuestion> =>
  new GraphQLObjectType({
    name: names.status,
    description: "The statuses of a row's values; null where nothing was said.",
    fields: ofEach(fields, (name) => ({
      type: ValueStatus,
      resolve: ({ statuses }) => statuses[name] ?? null,
    })),
  });

const regionsType = (names: TypeNames, fields: readonly TypedField[]): GraphQLObjectType<TypedRow, TypedQuestion> =>
  new GraphQLObjectType({
    name: names.region,
    description: "The regions of a row; null where the code is missing or stands for none.",
    fields: ofEach(fields, (name) => ({
      type: RegionType,
      // All regions are read once for a question, however many rows name one.
      resolve: async ({ values }, _args, question) => (await question.regions()).byCode.get(values[name] ?? "") ?? null,
    })),
  });

/** The same kind of field for each of `fields`, under its name and with its words. */
export const ofEach = <Source>(
  fields: readonly TypedField[],
  make: (name: FieldName, field: TypedField) => GraphQLFieldConfig<Source, TypedQuestion>,
): Record<string, GraphQLFieldConfig<Source, TypedQuestion>> =>
  Object.fromEntries(
    fields.map((field) => {
      const { name, description, deprecationReason } = field;
      return [name, { description, deprecationReason, ...make(name, field) }];
    }),
  );
