/** Datasets, their versions, fields and files. What the public sees of a dataset is what its current version says. */
import type { Agency } from "../catalogue/agencies.ts";
import type { Dataset } from "../catalogue/datasets.ts";
import type { Topic } from "../catalogue/reference.ts";
import { REFERENCE } from "../catalogue/states.ts";
import { listVersionFiles } from "../catalogue/version-files.ts";
import { getVersion, listVersions, type Version } from "../catalogue/versions.ts";
import { formatsOf } from "../formats/formats.ts";
import { isFault } from "../kernel/fault.ts";
import { findVersionNumber, isDatasetSlug } from "../kernel/ids.ts";
import { inLanguage, type LocalisedText } from "../kernel/locale.ts";
import type { Field, TableSchema } from "../kernel/package.ts";
import { resolveAggregate } from "./aggregate-resolver.ts";
import { resolveDiff } from "./diff-resolver.ts";
import type { LangArgument, Question } from "./question.ts";
import { resolveRowHistory } from "./row-history-resolver.ts";
import { resolveRows } from "./rows-resolver.ts";
import { versionHistoryResolvers } from "./version-resolvers.ts";

/** A dataset that has a current version: GraphQL knows no other. */
export interface PublishedDataset extends Dataset {
  readonly current: Version;
}

export const isPublished = (dataset: Dataset | undefined): dataset is PublishedDataset =>
  dataset?.current !== undefined;

interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export async function resolveDataset(
  _root: unknown,
  { slug }: { readonly slug: string },
  { store, actor, recallDataset, reading }: Question,
): Promise<PublishedDataset | null> {
  if (!isDatasetSlug(slug)) return null;
  // All that hangs on a dataset: its versions and rows, its agency and topics.
  reading.note(slug);
  reading.note(REFERENCE);
  const dataset = await recallDataset(store.read, actor, slug);
  return isPublished(dataset) ? dataset : null;
}

/** A field with what it needs to know of its schema. */
interface FieldInSchema {
  readonly field: Field;
  readonly schema: TableSchema;
}

const fieldsOf = ({ package: { schema } }: Version): readonly FieldInSchema[] =>
  schema.fields.map((field) => ({ field, schema }));

const text = (value: LocalisedText | undefined, { lang }: LangArgument): string | null =>
  value === undefined ? null : inLanguage(value, lang);

export const Dataset_ = {
  title: ({ current }: PublishedDataset, args: LangArgument) => text(current.package.title, args),
  description: ({ current }: PublishedDataset, args: LangArgument) => text(current.package.description, args),
  agency: async ({ agency }: PublishedDataset, _args: unknown, question: Question) =>
    (await question.agencies()).get(agency),
  topics: async ({ current }: PublishedDataset, _args: unknown, question: Question): Promise<readonly Topic[]> => {
    const topics = await question.topics();
    return current.package.topics.flatMap((slug) => topics.get(slug) ?? []);
  },
  license: ({ current }: PublishedDataset) => current.package.licenses[0] ?? null,
  frequency: ({ current }: PublishedDataset) => current.package.frequency ?? null,
  fields: ({ current }: PublishedDataset) => fieldsOf(current),
  currentVersion: ({ current }: PublishedDataset) => current,
  version: async (dataset: PublishedDataset, { number }: { readonly number: number }, { store }: Question) =>
    findVersion(dataset, number, store),
  versions: (dataset: PublishedDataset, { first, after }: PageArguments, { store }: Question) =>
    store.read((tx) => listVersions(tx, dataset, { first: first ?? 20, after: after ?? undefined })),
  rows: resolveRows,
  diff: resolveDiff,
  rowHistory: resolveRowHistory,
  aggregate: resolveAggregate,
  downloads: async ({ slug, current }: PublishedDataset, _args: unknown, { baseUrl, store }: Question) => {
    const files = await store.read((tx) => listVersionFiles(tx, current));
    return formatsOf(current).map(({ ending, mediaType }) => {
      const bytes = files.find((file) => file.ending === ending)?.bytes;
      return {
        format: ending,
        mediaType,
        url: `${baseUrl}/download/${slug}.${ending}`,
        versionUrl: `${baseUrl}/download/${slug}/v${current.number}.${ending}`,
        bytes: bytes === undefined ? null : String(bytes),
      };
    });
  },
};

async function findVersion(
  dataset: PublishedDataset,
  number: number,
  store: Question["store"],
): Promise<Version | null> {
  const wanted = findVersionNumber(String(number));
  if (wanted === undefined) return null;
  if (wanted === dataset.current.number) return dataset.current;
  try {
    return await store.read((tx) => getVersion(tx, dataset, { number: wanted }));
  } catch (thrown) {
    if (isFault(thrown) && thrown.code === "version.unknown") return null;
    throw thrown;
  }
}

export const Version_ = { fields: fieldsOf, ...versionHistoryResolvers };

export const Field_ = {
  name: ({ field }: FieldInSchema) => field.name,
  type: ({ field }: FieldInSchema) => field.type,
  title: ({ field }: FieldInSchema, args: LangArgument) => text(field.title, args),
  description: ({ field }: FieldInSchema, args: LangArgument) => text(field.description, args),
  role: ({ field }: FieldInSchema) => field.role ?? null,
  unit: ({ field }: FieldInSchema) => field.unit ?? null,
  concept: ({ field }: FieldInSchema, args: LangArgument) => text(field.concept, args),
  definition: ({ field }: FieldInSchema, args: LangArgument) => text(field.definition, args),
  classification: ({ field }: FieldInSchema, args: LangArgument) => text(field.classification, args),
  measureType: ({ field }: FieldInSchema, args: LangArgument) => text(field.measureType, args),
  additive: ({ field }: FieldInSchema) => field.additive ?? null,
  required: ({ field, schema }: FieldInSchema) =>
    field.constraints?.required === true || schema.primaryKey.includes(field.name),
  primaryKey: ({ field, schema }: FieldInSchema) => schema.primaryKey.includes(field.name),
};

export const Topic_ = { title: (topic: Topic, { lang }: LangArgument) => topic.title[lang] };

export const resolveAgencies = async (
  _root: unknown,
  _args: unknown,
  question: Question,
): Promise<readonly Agency[]> => [...(await question.agencies()).values()];

export const resolveAgency = async (
  _root: unknown,
  { slug }: { readonly slug: string },
  question: Question,
): Promise<Agency | null> => (await question.agencies()).get(slug) ?? null;

export const resolveTopics = async (_root: unknown, _args: unknown, question: Question): Promise<readonly Topic[]> => [
  ...(await question.topics()).values(),
];
