/** Who answers which field of the schema, and what its enums are called inside. A field that is not here is a member of its object. */
import { listChanges } from "../catalogue/changes.ts";
import { EVERYTHING, type Part, REFERENCE } from "../catalogue/states.ts";
import { parseTime } from "../http/version-choice.ts";
import { resolveDatasets } from "./dataset-list-resolver.ts";
import {
  Dataset_,
  Field_,
  resolveAgencies,
  resolveAgency,
  resolveDataset,
  resolveTopics,
  Topic_,
  Version_,
} from "./dataset-resolvers.ts";
import {
  Indicator_,
  Ratio_,
  RatioValue_,
  RegionValue_,
  resolveIndicator,
  resolveIndicators,
} from "./indicator-resolvers.ts";
import type { Question } from "./question.ts";
import { Region_, resolveRegion, resolveRegions } from "./region-resolvers.ts";
import { DateTime, Decimal, JSONScalar } from "./scalars.ts";
import { Contributor_, SchemaChange_ } from "./version-resolvers.ts";

interface ChangesArguments {
  readonly since?: string | null | undefined;
  readonly first?: number | null | undefined;
}

/** `since` is a cursor, or a time where it looks like one. */
function resolveChanges(_root: unknown, { since, first }: ChangesArguments, { store, actor }: Question) {
  const after = since === undefined || since === null ? undefined : /^\d{4}-/.test(since) ? parseTime(since) : since;
  return store.read((tx) => listChanges(tx, actor, { since: after, first: first ?? 100 }));
}

type Resolve<Arguments, Answer> = (root: unknown, args: Arguments, question: Question) => Answer;

/** Notes what a field at the root reads, everything beneath it included. What knows no better reads everything. */
const reads =
  <Arguments, Answer>(part: Part, resolve: Resolve<Arguments, Answer>): Resolve<Arguments, Answer> =>
  (root, args, question) => {
    question.reading.note(part);
    return resolve(root, args, question);
  };

export const resolvers = {
  DateTime,
  Decimal,
  JSON: JSONScalar,
  Lang: { ID: "id", EN: "en" },
  Direction: { ASC: "asc", DESC: "desc" },
  RegionLevel: { PROVINCE: "province", REGENCY: "regency", DISTRICT: "district", VILLAGE: "village" },
  FieldRole: { REGION: "region", PERIOD: "period", DIMENSION: "dimension", MEASURE: "measure" },
  IndicatorDirection: { UP: "up", DOWN: "down", NONE: "none" },
  DatasetFacetName: {
    AGENCY: "agency",
    TOPIC: "topic",
    FREQUENCY: "frequency",
    LICENSE: "license",
    REGION: "region",
    YEAR: "year",
    FORMAT: "format",
  },
  MatchField: {
    KEYWORDS: "keywords",
    FIELDS: "fields",
    DESCRIPTION: "description",
    CATEGORIES: "categories",
  },
  RowOp: { EQ: "eq", NE: "ne", LT: "lt", LTE: "lte", GT: "gt", GTE: "gte", IN: "in" },
  AggregateOp: { SUM: "sum", AVG: "avg", MIN: "min", MAX: "max", COUNT: "count" },
  ChangeKind: {
    PUBLISHED: "published",
    WITHDRAWN: "withdrawn",
    RESTORED: "restored",
    METADATA: "metadata",
    REMOVED: "removed",
  },
  RowChange: { ADDED: "added", REMOVED: "removed", CHANGED: "changed" },
  SchemaChangeKind: {
    ADDED: "added",
    REMOVED: "removed",
    RENAMED: "renamed",
    RETYPED: "retyped",
    UNIT: "unit",
    REORDERED: "reordered",
    KEY: "key",
  },
  DatasetOrder: {
    RELEVANCE: { by: "relevance", direction: "desc" },
    TITLE: { by: "title", direction: "asc" },
    NEWEST: { by: "updated", direction: "desc" },
    OLDEST: { by: "updated", direction: "asc" },
  },
  Query: {
    datasets: reads(EVERYTHING, resolveDatasets),
    dataset: resolveDataset,
    agencies: reads(REFERENCE, resolveAgencies),
    agency: reads(REFERENCE, resolveAgency),
    topics: reads(REFERENCE, resolveTopics),
    regions: reads(REFERENCE, resolveRegions),
    region: reads(REFERENCE, resolveRegion),
    indicators: reads(EVERYTHING, resolveIndicators),
    indicator: resolveIndicator,
    changes: reads(EVERYTHING, resolveChanges),
  },
  Dataset: Dataset_,
  Version: Version_,
  SchemaChange: SchemaChange_,
  Contributor: Contributor_,
  Field: Field_,
  Topic: Topic_,
  Indicator: Indicator_,
  IndicatorRatio: Ratio_,
  RatioValue: RatioValue_,
  RegionValue: RegionValue_,
  Region: Region_,
};
