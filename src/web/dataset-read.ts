/**
 * Everything that a page of a dataset is made from: the version that is meant, its profile and files, the versions around it, and the
 * figures or rows of the chosen view. One snapshot; what large tables make slow (a profile, a count) is kept or left out.
 */
import type { Request } from "express";
import { findAgency, listAgencies } from "../catalogue/agencies.ts";
import { getDataset } from "../catalogue/datasets.ts";
import { freshnessOf } from "../catalogue/freshness.ts";
import { loadHistory } from "../catalogue/history.ts";
import { loadDetails } from "../catalogue/open-datasets.ts";
import { listRegions, listTopics, type Topic } from "../catalogue/reference.ts";
import { REFERENCE } from "../catalogue/states.ts";
import { listVersionFiles } from "../catalogue/version-files.ts";
import { findProfile } from "../catalogue/version-profile.ts";
import { getVersion, listVersions, tableOfVersion, type Version } from "../catalogue/versions.ts";
import { toSchemaOrg } from "../formats/schema-org.ts";
import { contextOf } from "../http/context.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { countRows, selectRows } from "../store/rows.ts";
import type { ReadTx } from "../store/transaction.ts";
import { type DatasetAddress, readDatasetAddress, readPlace } from "./dataset-address.ts";
import { readFigures } from "./dataset-figures.ts";
import type { DatasetPageProps } from "./dataset-page.tsx";
import { planView } from "./dataset-plan.ts";
import { PAGE_ROWS } from "./dataset-table.tsx";
import type { WebDeps } from "./deps.ts";
import { type Reference, referenceOf, valueNamer } from "./value-names.ts";

/** Versions beside a dataset; the rest are counted. */
const VERSIONS = 10;
/** Counting the rows that pass is not for a reader of a larger version to wait for. */
const COUNTED_ROWS = 100_000;

export interface References extends Reference {
  readonly topics: readonly Topic[];
}

export type RecallReferences = (tx: ReadTx) => Promise<References>;

/** Regions, agencies and topics, read again only when they have changed. */
export function createReferences({ states }: Pick<WebDeps, "states">): RecallReferences {
  let kept: { readonly state: string; readonly references: References } | undefined;
  return async (tx) => {
    const state = states.of(REFERENCE);
    if (kept !== undefined && kept.state === state) return kept.references;
    const topics = await listTopics(tx);
    const references = { ...referenceOf(await listRegions(tx), await listAgencies(tx)), topics };
    if (state !== undefined) kept = { state, references };
    return references;
  };
}

/** The version that an address means, and the newest. Throws `dataset.unknown`, `version.none-yet`, `version.unknown`. */
export async function openVersions(
  tx: ReadTx,
  actor: Actor,
  { slug, version: number }: Pick<DatasetAddress, "slug" | "version">,
): Promise<{ readonly newest: Version; readonly version: Version }> {
  const dataset = await getDataset(tx, actor, slug);
  const newest = dataset.current;
  if (newest === undefined) throw new Fault("version.none-yet", { slug });
  const isNewest = number === undefined || number === newest.number;
  return { newest, version: isNewest ? newest : await getVersion(tx, dataset, { number }) };
}

export type DatasetRead = (request: Request) => Promise<DatasetPageProps>;

export function createDatasetReader({ store, baseUrl, effects, ...deps }: WebDeps): DatasetRead {
  const recallReferences = createReferences(deps);
  return async (request) => {
    const { actor, lang } = contextOf(request);
    const place = readPlace(request);
    const { newest, version } = await store.read((tx) => openVersions(tx, actor, place));
    const profile = await findProfile(store, version);
    const { fields } = version.package.schema;
    const address = readDatasetAddress(request, place, fields, lang);
    const plan = planView(version, profile, address);
    const table = tableOfVersion(version);
    const time = effects.now();
    return store.read(async (tx) => {
      const references = await recallReferences(tx);
      const agency = references.agencies.get(version.package.agency) ?? (await findAgency(tx, version.package.agency));
      const versions = await listVersions(tx, { id: version.dataset, slug: version.slug }, { first: VERSIONS });
      const history = await loadHistory(tx, versions.nodes);
      const open = version.withdrawn === undefined;
      const [details] =
        place.version === undefined && version.package.access === "open"
          ? await loadDetails(tx, [version.dataset])
          : [];
      return {
        lang,
        schemaOrg: details && toSchemaOrg({ details, ...references, baseUrl, lang }),
        version,
        newest: newest.number,
        agency,
        agencyName: (lang === "en" ? agency?.nameEn : undefined) ?? agency?.name ?? version.agencyName,
        topic: references.topics.find(({ slug }) => slug === version.package.topics[0]),
        profile,
        quality: profile?.quality,
        freshness: freshnessOf(newest.publishedAt, newest.package.frequency, time),
        files: await listVersionFiles(tx, version),
        versions: versions.nodes,
        versionCount: versions.totalCount,
        schemaChanges: new Map([...history].map(([number, { schemaChanges }]) => [number, schemaChanges])),
        address,
        plan,
        nameOf: valueNamer(version.package.schema, references, lang),
        figures: open ? await readFigures(tx, table, version.package.schema, plan) : [],
        rows: open && plan.view === "tabel" ? await readRows(tx, version, address) : undefined,
        path: pathAsked(request),
        baseUrl,
        now: time,
      };
    });
  };
}

async function readRows(tx: ReadTx, version: Version, { rows, after }: DatasetAddress) {
  const table = tableOfVersion(version);
  const { filters, order, columns } = rows;
  const page = await selectRows(tx, table, {
    filters,
    order,
    fields: columns,
    limit: PAGE_ROWS + 1,
    after,
    status: true,
  });
  const counted = filters.length > 0 && version.rows <= COUNTED_ROWS;
  return { page, count: counted ? await countRows(tx, table, filters) : undefined };
}

/** The address as it came, without language and theme. */
export function pathAsked(request: Request): string {
  const { pathname, searchParams } = new URL(request.originalUrl, "http://localhost");
  for (const name of ["lang", "tema"]) searchParams.delete(name);
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
}
