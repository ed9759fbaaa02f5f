/**
 * Which typed schema a request is about, and from which version it is answered. Schemas are made once for each schema that a dataset has
 * had and kept within a bound; who may read the dataset, and which version is current, is asked every time.
 */
import type { Router } from "express";
import { type DocumentNode, printSchema } from "graphql";
import { LRUCache } from "lru-cache";
import { REFERENCE } from "../../catalogue/states.ts";
import { listVersionSchemas } from "../../catalogue/version-schemas.ts";
import { getVersion } from "../../catalogue/versions.ts";
import type { Effects } from "../../kernel/effects.ts";
import { Fault } from "../../kernel/fault.ts";
import { isDatasetSlug } from "../../kernel/ids.ts";
import { isPublished, type PublishedDataset } from "../dataset-resolvers.ts";
import { createEndpoint, type EndpointSurroundings } from "../endpoint.ts";
import { once, type Question } from "../question.ts";
import { deprecationsOf, listMajors, type Major } from "./majors.ts";
import { buildTypedSchema } from "./schema.ts";
import type { TypedQuestion } from "./typed-question.ts";

/** A field takes about 7 KB in a schema that is at work. */
const MAX_FIELDS = 6000;
/** Declarations alone are smaller. */
const MAX_HISTORY_FIELDS = 50_000;
/** Characters of queries whose parsed form is kept, for all schemas together. */
const MAX_QUERY_CHARACTERS = 300_000;

const DAY_MS = 86_400_000;

export interface Served {
  readonly question: TypedQuestion;
  readonly major: Major;
  readonly newest: Major;
  /** Until when an earlier major is served. */
  readonly sunset: Date | undefined;
  readonly sdl: () => string;
  readonly answer: () => Promise<Router>;
}

type FindServed = (question: Question, slug: string, major: number | undefined) => Promise<Served>;

interface Kept extends Pick<Served, "sdl" | "answer"> {
  readonly fields: number;
}

interface ServedOptions extends Omit<EndpointSurroundings<TypedQuestion>, "schemaName"> {
  readonly effects: Pick<Effects, "now">;
  readonly sunsetDays: number;
}

/** Throws dataset.unknown, graphql.unknown-major, graphql.major-ended. */
export function createServed({ effects, sunsetDays, ...surroundings }: ServedOptions): FindServed {
  const majorsOf = rememberMajors();
  const schemaOf = rememberSchemas(surroundings);
  return async (question, slug, number) => {
    const dataset = await findDataset(question, slug);
    if (!isPublished(dataset)) throw new Fault("dataset.unknown", { slug });
    const majors = await majorsOf(question, dataset);
    const newest = majors.at(-1);
    const major = number === undefined ? newest : majors[number - 1];
    if (newest === undefined || major === undefined)
      throw new Fault("graphql.unknown-major", { slug, major: number ?? 1, newest: majors.length });
    const sunset = major.brokenBy && new Date(major.brokenBy.since.getTime() + sunsetDays * DAY_MS);
    if (sunset !== undefined && sunset <= effects.now())
      throw new Fault("graphql.major-ended", { slug, major: major.number, newest: newest.number });
    const current =
      major.answeredBy === newest.served
        ? dataset.current
        : await question.store.read((tx) => getVersion(tx, dataset, { number: major.answeredBy.to }));
    const typed: TypedQuestion = { ...question, dataset: { ...dataset, current }, served: major.served };
    return { question: typed, major, newest, sunset, ...schemaOf(dataset, major, newest) };
  };
}

/** What a version's number and those before it decide never changes, so it is worked out once. */
function rememberMajors(): (question: Question, dataset: PublishedDataset) => Promise<readonly Major[]> {
  const histories = new LRUCache<string, readonly Major[]>({
    maxSize: MAX_HISTORY_FIELDS,
    sizeCalculation: (majors) => majors.reduce((sum, { served }) => sum + served.schema.fields.length, 20),
  });
  return async ({ store }, { id, current }) => {
    const key = `${id}/${current.number}`;
    const known = histories.get(key);
    if (known !== undefined) return known;
    const majors = listMajors(await store.read((tx) => listVersionSchemas(tx, id, current.number)));
    histories.set(key, majors);
    return majors;
  };
}

function rememberSchemas(
  surroundings: Omit<EndpointSurroundings<TypedQuestion>, "schemaName">,
): (dataset: PublishedDataset, major: Major, newest: Major) => Kept {
  const kept = new LRUCache<string, Kept>({ maxSize: MAX_FIELDS, sizeCalculation: ({ fields }) => fields + 20 });
  const documentStore = createDocumentStore();
  return ({ id, slug }, major, newest) => {
    // Which fields of an earlier major are deprecated is the newest schema's to say.
    const key = `${id}/${newest.served.from}/${major.number}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const schema = buildTypedSchema({ ...major.served, slug, deprecations: deprecationsOf(major, newest) });
    const sdl = once(() => printSchema(schema));
    const schemaName = (): string => `${slug} v${major.number}\n${sdl()}`;
    const made: Kept = {
      fields: major.served.schema.fields.length,
      sdl,
      answer: once(() => createEndpoint({ schema, documentStore }, { ...surroundings, schemaName: schemaName() })),
    };
    kept.set(key, made);
    return made;
  };
}

/** Notes what is read: the dataset, and the regions that its codes stand for. */
async function findDataset({ store, actor, reading, recallDataset }: Question, slug: string) {
  if (!isDatasetSlug(slug)) return undefined;
  reading.note(slug);
  reading.note(REFERENCE);
  return recallDataset(store.read, actor, slug);
}

/** Parsed queries, as Apollo keeps them; one for all schemas, which name their own. */
function createDocumentStore() {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: MAX_QUERY_CHARACTERS,
    sizeCalculation: ({ loc }) => (loc?.source.body.length ?? 0) + 100,
  });
  return {
    get: async (key: string) => documents.get(key),
    set: async (key: string, document: DocumentNode) => void documents.set(key, document),
    delete: async (key: string) => documents.delete(key),
  };
}
