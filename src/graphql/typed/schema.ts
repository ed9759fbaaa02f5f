/**
 * The typed schema of one dataset, made of what it declares: the same table schema and slug give the same types, whatever the dataset's
 * title. The query type is all that a client begins with: `rows`, `row` by its key, `aggregate`, `version`.
 */
import {
  type GraphQLArgumentConfig,
  type GraphQLFieldConfig,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  GraphQLString,
} from "graphql";
import type { LocalisedText } from "../../kernel/locale.ts";
import type { TableSchema } from "../../kernel/package.ts";
import type { VersionInput } from "../row-request.ts";
import { resolveAggregate } from "./aggregate.ts";
import { aggregateType } from "./aggregate-types.ts";
import { fieldEnum, filterType, keyType, orderByType } from "./input-types.ts";
import { type TypeNames, typeNames } from "./names.ts";
import { rowType } from "./row-type.ts";
import { resolveRow, resolveRows } from "./rows.ts";
import { PageInfo, SHARED_NAMES, VersionType } from "./shared-types.ts";
import { bothLanguages, type Deprecations, type TypedField, typedFields } from "./typed-field.ts";
import { chooseAligned, type TypedQuestion } from "./typed-question.ts";

export interface TypedSource {
  readonly slug: string;
  readonly title: LocalisedText;
  readonly description: LocalisedText;
  readonly schema: TableSchema;
  readonly deprecations?: Deprecations | undefined;
}

type QueryField = GraphQLFieldConfig<unknown, TypedQuestion>;
type Arguments = Readonly<Record<string, GraphQLArgumentConfig>>;

const WHICH_VERSION: Arguments = {
  version: { type: GraphQLInt, description: "Of this version; absent: the current one." },
  asOf: { type: GraphQLString, description: "Of the version that was current then: a time by RFC 3339, or a day." },
};

export function buildTypedSchema({ slug, title, description, schema, deprecations }: TypedSource): GraphQLSchema {
  const names = typeNames(slug, SHARED_NAMES);
  const fields = typedFields(schema, names, deprecations ?? new Map());
  const say = [bothLanguages(title), bothLanguages(description, "\n\n")].filter((text) => text !== "").join("\n\n");
  const row = rowType(names, fields, `A row of ${slug}: ${bothLanguages(title)}`);
  const query = new GraphQLObjectType<unknown, TypedQuestion>({
    name: "Query",
    description: say,
    fields: queryFields(names, fields, row),
  });
  return new GraphQLSchema({ query });
}

function queryFields(
  names: TypeNames,
  fields: readonly TypedField[],
  row: GraphQLObjectType,
): Record<string, QueryField> {
  const filter = filterType(names, fields);
  const field = fieldEnum(names, fields);
  const key = keyType(names, fields);
  const filtered: Arguments = { filter: { type: filter, description: "Which rows; absent: all of them." } };
  return {
    rows: {
      type: new GraphQLNonNull(connectionType(names, row)),
      description: "The rows, page by page, in the order of the key (or of the file where there is none).",
      args: {
        ...filtered,
        orderBy: {
          type: new GraphQLList(new GraphQLNonNull(orderByType(names, field))),
          description: "By what they are ordered first, second, …",
        },
        first: { type: GraphQLInt, defaultValue: 20, description: "How many, at most 1000." },
        after: { type: GraphQLString, description: "The `endCursor` of the page before." },
        ...WHICH_VERSION,
      },
      extensions: { weight: 100 },
      resolve: resolveRows,
    },
    ...(key && {
      row: {
        type: row,
        description: "One row by its key, or null.",
        args: { key: { type: new GraphQLNonNull(key), description: "Its key." }, ...WHICH_VERSION },
        extensions: { weight: 30 },
        resolve: resolveRow,
      },
    }),
    aggregate: {
      type: listOf(aggregateType(names, fields)),
      description: "Figures of groups of rows, in the groups' order; of all rows together where `groupBy` is absent.",
      args: {
        ...filtered,
        groupBy: {
          type: new GraphQLList(new GraphQLNonNull(field)),
          description: "Which fields' values make a group; at most 10,000 groups.",
        },
        ...WHICH_VERSION,
      },
      extensions: { weight: 300, size: 1000 },
      resolve: resolveAggregate,
    },
    version: {
      type: new GraphQLNonNull(VersionType),
      description: "The version that a question is answered from.",
      args: WHICH_VERSION,
      extensions: { weight: 20 },
      resolve: async (_root, args: VersionInput, question) => (await chooseAligned(question, args)).version,
    },
  };
}

const listOf = (type: GraphQLOutputType): GraphQLOutputType =>
  new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)));

/** A connection by Relay's specification, which also gives its nodes without edges. */
function connectionType(names: TypeNames, row: GraphQLObjectType): GraphQLObjectType {
  const edge = new GraphQLObjectType({
    name: names.edge,
    description: "A row on a page.",
    fields: {
      cursor: { type: new GraphQLNonNull(GraphQLString), description: "What to give as `after` to go on from here." },
      node: { type: new GraphQLNonNull(row), description: "The row." },
    },
  });
  return new GraphQLObjectType({
    name: names.connection,
    description: "A page of rows, all of one version.",
    fields: {
      totalCount: {
        type: new GraphQLNonNull(GraphQLInt),
        description: "How many there are in all pages.",
        extensions: { weight: 100 },
      },
      pageInfo: { type: new GraphQLNonNull(PageInfo), description: "Where the page is among the others." },
      edges: { type: listOf(edge), description: "The rows with their cursors." },
      nodes: { type: listOf(row), description: "The rows." },
      version: { type: new GraphQLNonNull(VersionType), description: "The version that they are of." },
    },
  });
}
