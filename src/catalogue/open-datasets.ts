/**
 * Every dataset that is open to everybody, in memory with what it is chosen by. For outlets whose clients bring a query language of
 * their own or walk through the whole catalogue: nothing of theirs becomes SQL, and a walk does not ask PostgreSQL for each step. Only
 * datasets that have changed are read again; whatever else is said of a dataset is read when it is shown.
 */
import type { AgencySlug, DatasetId, DatasetSlug } from "../kernel/ids.ts";
import { inLanguage } from "../kernel/locale.ts";
import type { DataPackage } from "../kernel/package.ts";
import type { Store } from "../store/data-source.ts";
import type { ReadTx } from "../store/transaction.ts";
import { foldText } from "./dataset-search.ts";
import { DATASET_COLUMNS, DATASET_FROM, type Dataset, type DatasetSelectRow, toDataset } from "./datasets.ts";
import { EVERYTHING, type States } from "./states.ts";
import type { VersionFile } from "./version-files.ts";
import type { Version } from "./versions.ts";

export interface OpenEntry {
  readonly id: DatasetId;
  readonly slug: DatasetSlug;
  /** Changes whenever anything about the dataset does. */
  readonly state: string;
  readonly agency: AgencySlug;
  readonly title: string;
  readonly keywords: readonly string[];
  readonly topics: readonly string[];
  readonly license: string | undefined;
  readonly created: Date;
  /** Of its package, its versions or their withdrawal. */
  readonly modified: Date;
  /** Folded words of the title, and of everything that words are looked for in, with a space before and behind each. */
  readonly titleText: string;
  readonly text: string;
}

export interface OpenDatasets {
  /** Of all of them; undefined while this server does not hear of changes. */
  readonly state: string | undefined;
  /** By slug, by code point. */
  readonly entries: readonly OpenEntry[];
  readonly bySlug: ReadonlyMap<string, OpenEntry>;
}

export type RecallOpenDatasets = () => Promise<OpenDatasets>;

export function createOpenDatasets(store: Store, states: States): RecallOpenDatasets {
  let kept: OpenDatasets = { state: undefined, entries: [], bySlug: new Map() };
  let running: Promise<OpenDatasets> | undefined;
  const refresh = async (): Promise<OpenDatasets> => {
    // Asked before reading: a change in between is seen at the next look.
    const state = states.of(EVERYTHING);
    const entries = await store.read((tx) => loadEntries(tx, kept.bySlug));
    kept = { state, entries, bySlug: new Map(entries.map((entry) => [entry.slug, entry])) };
    return kept;
  };
  return async () => {
    const state = states.of(EVERYTHING);
    if (state !== undefined && state === kept.state) return kept;
    // What is being read may have begun before the change that this caller knows of.
    if (running !== undefined) await running.catch(() => {});
    if (state !== undefined && state === kept.state) return kept;
    running = refresh().finally(() => {
      running = undefined;
    });
    return running;
  };
}

/** An entry is read in pieces of so many, so that no answer of PostgreSQL holds every package. */
const AT_ONCE = 500;

async function loadEntries(tx: ReadTx, known: OpenDatasets["bySlug"]): Promise<readonly OpenEntry[]> {
  const states = await tx.query<{ slug: DatasetSlug; state: string }>(
    `select d.slug, coalesce(s.value::text, '') as state from catalogue.dataset d left join catalogue.state s on s.part = d.slug
     where d.access = 'open' and d.current_version is not null order by d.slug collate "C"`,
  );
  const changed = states.filter(({ slug, state }) => known.get(slug)?.state !== state || state === "");
  const fresh = new Map<string, OpenEntry>();
  for (let at = 0; at < changed.length; at += AT_ONCE) {
    const part = changed.slice(at, at + AT_ONCE);
    const stateOf = new Map(part.map(({ slug, state }) => [slug, state]));
    const rows = await tx.query<EntryRow>(
      `select d.id, d.slug, d.agency, d.created_at as created, v.package, a.name as agency_name, a.short_name as agency_short,
         greatest(d.updated_at, v.published_at, v.withdrawn_at) as modified
       ${DATASET_FROM} left join catalogue.agency a on a.slug = d.agency
       where d.slug = any($1::text[]) and d.access = 'open' and d.current_version is not null`,
      [part.map(({ slug }) => slug)],
    );
    for (const row of rows) fresh.set(row.slug, toEntry(row, stateOf.get(row.slug) ?? ""));
  }
  return states.flatMap(({ slug }) => fresh.get(slug) ?? known.get(slug) ?? []);
}

interface EntryRow {
  id: DatasetId;
  slug: DatasetSlug;
  agency: AgencySlug;
  agency_name: string | null;
  agency_short: string | null;
  created: Date;
  modified: Date;
  package: DataPackage;
}

/** Of a long description, so much is looked through. */
const MAX_TEXT = 4000;

function toEntry({ package: pkg, ...row }: EntryRow, state: string): OpenEntry {
  const words = (text: DataPackage["title"]): string =>
    typeof text === "string" ? text : `${text.id} ${text.en ?? ""}`;
  const titleText = spaced(words(pkg.title));
  const rest = [
    row.slug.replaceAll("-", " "),
    ...pkg.keywords,
    ...pkg.topics,
    row.agency_name ?? row.agency,
    row.agency_short ?? "",
    words(pkg.description),
    ...pkg.schema.fields.map(({ title, name }) => (title === undefined ? name : words(title))),
  ];
  return {
    id: row.id,
    slug: row.slug,
    state,
    agency: row.agency,
    title: inLanguage(pkg.title, "id"),
    keywords: pkg.keywords,
    topics: pkg.topics,
    license: pkg.licenses[0]?.name ?? undefined,
    created: row.created,
    modified: row.modified,
    titleText,
    text: titleText + spaced(rest.join(" ").slice(0, MAX_TEXT)),
  };
}

/** Folded words with one space before, between and behind them. */
export const spaced = (text: string): string => {
  const words = foldText(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return words === "" ? " " : ` ${words} `;
};

/** A dataset with everything that an outlet says of it. */
export interface DatasetDetails {
  readonly dataset: Dataset;
  readonly current: Version;
  /** Rendered so far, of the current version. */
  readonly files: readonly Pick<VersionFile, "ending" | "sha256" | "bytes">[];
  /** Codes of regions and years that the rows are about. */
  readonly regions: readonly string[];
  readonly years: readonly number[];
}

/** When anything of it changed last: its package, its version, or that it was withdrawn. */
export function modifiedAt({ dataset, current }: Pick<DatasetDetails, "dataset" | "current">): Date {
  const { publishedAt, withdrawn } = current;
  const times = [dataset.updatedAt, publishedAt, withdrawn?.at ?? publishedAt];
  return times.reduce((latest, at) => (at > latest ? at : latest));
}

interface DetailsRow extends DatasetSelectRow {
  files: DatasetDetails["files"];
  regions: string[] | null;
  years: number[] | null;
}

/** Those with a current version, in no order; who may read them was asked before. */
export async function loadDetails(tx: ReadTx, ids: readonly DatasetId[]): Promise<readonly DatasetDetails[]> {
  const rows = await tx.query<DetailsRow>(
    `select ${DATASET_COLUMNS}, s.regions, s.years,
       coalesce((select jsonb_agg(jsonb_build_object('ending', f.ending, 'sha256', f.sha256, 'bytes', f.bytes) order by f.ending)
                 from catalogue.version_file f where f.dataset = d.id and f.version = v.number), '[]') as files
     ${DATASET_FROM} left join catalogue.search_entry s on s.dataset = d.id where d.id = any($1::integer[])`,
    [ids],
  );
  return rows.flatMap((row) => {
    const dataset = toDataset(row);
    const { current } = dataset;
    if (current === undefined) return [];
    return [{ dataset, current, files: row.files, regions: row.regions ?? [], years: row.years ?? [] }];
  });
}
