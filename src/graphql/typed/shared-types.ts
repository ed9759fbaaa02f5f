/** The types that every dataset's schema has, besides its own. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLString,
} from "graphql";
import type { Region } from "../../catalogue/reference.ts";
import type { Version } from "../../catalogue/versions.ts";
import { VALUE_STATUSES, valueStatusText } from "../../kernel/value-status.ts";
import type { Question } from "../question.ts";
import { DateTime as CatalogueDateTime } from "../scalars.ts";
import { scalarFilters } from "./filter-types.ts";
import { valueScalars } from "./scalars.ts";

export const Direction = new GraphQLEnumType({
  name: "Direction",
  description: "Ascending or descending. A missing value comes last either way.",
  values: {
    ASC: { value: "asc", description: "From the smallest." },
    DESC: { value: "desc", description: "From the largest." },
  },
});

export const ValueStatus = new GraphQLEnumType({
  name: "ValueStatus",
  description: "What the agency said besides, or instead of, a value. The symbols are those of Badan Pusat Statistik.",
  values: Object.fromEntries(
    VALUE_STATUSES.map((status) => {
      const { symbol, sdmx, label } = valueStatusText[status];
      const description = `${label.id} · ${label.en} (\`${symbol}\`; SDMX: ${sdmx}).`;
      return [status.toUpperCase().replaceAll("-", "_"), { value: status, description }];
    }),
  ),
});

const DateTime = new GraphQLScalarType<string, string>({
  ...CatalogueDateTime.toConfig(),
  description: "A time by RFC 3339, with its offset: `2024-05-17T10:00:00+08:00`.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
});

const RegionLevel = new GraphQLEnumType({
  name: "RegionLevel",
  description: "The levels of Indonesian administration.",
  values: {
    PROVINCE: { value: "province", description: "Provinsi." },
    REGENCY: { value: "regency", description: "Kabupaten or kota." },
    DISTRICT: { value: "district", description: "Kecamatan." },
    VILLAGE: { value: "village", description: "Desa or kelurahan." },
  },
});

export const RegionType: GraphQLObjectType<Region, Question> = new GraphQLObjectType({
  name: "Region",
  description: "A region of the reference data.",
  fields: () => ({
    code: { type: new GraphQLNonNull(GraphQLString), description: "Its Kemendagri code with dots: `73.06`." },
    bpsCode: { type: GraphQLString, description: "Its code by Badan Pusat Statistik: `7306`." },
    name: { type: new GraphQLNonNull(GraphQLString), description: "Its official name." },
    level: { type: new GraphQLNonNull(RegionLevel), description: "Its level." },
    parent: {
      type: RegionType,
      description: "The region that it lies in, or null.",
      resolve: async ({ parent }, _args, question) =>
        parent === undefined ? null : ((await question.regions()).byCode.get(parent) ?? null),
    },
  }),
});

export const PageInfo = new GraphQLObjectType({
  name: "PageInfo",
  description: "Where a page is among the others.",
  fields: {
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean), description: "Is there more?" },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean), description: "Was this page asked for with `after`?" },
    startCursor: { type: GraphQLString, description: "The cursor of the first row; null where the page is empty." },
    endCursor: {
      type: GraphQLString,
      description: "What to give as `after` for the next page; null where it is empty.",
    },
  },
});

export const VersionType = new GraphQLObjectType<Version, Question>({
  name: "Version",
  description: "A published version of the dataset. It never changes.",
  fields: {
    number: { type: new GraphQLNonNull(GraphQLInt), description: "From 1, without gaps." },
    publishedAt: { type: new GraphQLNonNull(DateTime), description: "When it was published." },
    note: { type: GraphQLString, description: "What is new in it, in the publisher's words." },
    rows: { type: new GraphQLNonNull(GraphQLInt), description: "How many rows it has." },
  },
});

/** Names that no type of a dataset may have. */
export const SHARED_NAMES: ReadonlySet<string> = new Set([
  "Query",
  "ID",
  "Float",
  ...[Direction, ValueStatus, DateTime, RegionLevel, RegionType, PageInfo, VersionType].map(({ name }) => name),
  ...Object.values(valueScalars).map(({ name }) => name),
  ...Object.values(scalarFilters).map(({ name }) => name),
]);
