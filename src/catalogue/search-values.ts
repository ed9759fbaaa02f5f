/**
 * What the rows of a dataset say about it: its regions, its years, its categories, the formats that they make. Found after a publication,
 * in the background, since a large table must be read for it; until then the dataset is found by its texts and by the values of its version before.
 */
import type { DatasetId } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { distinctValues } from "../store/distinct.ts";
import type { ReadTx } from "../store/transaction.ts";
import { foldText, indexDataset, learnWords, vectorOf } from "./dataset-search.ts";
import { getDatasetById } from "./datasets.ts";
import { tableOfVersion, type Version } from "./versions.ts";

const MOST_PLACES = 5_000;
const MOST_CATEGORIES = 300;
const MAX_CATEGORY = 100;
const MAX_TEXT = 30_000;

interface Values {
  readonly regions: readonly string[];
  readonly years: readonly number[];
  readonly categories: string;
  /** Endings of files, such as `px`. */
  readonly formats: readonly string[];
}

/** The endings of the files in which a version can be had. */
export type EndingsOf = (version: Version) => readonly string[];

/** Looks at the current version's rows, if that has not been done, and writes what the dataset is found by anew. */
async function indexValues(store: Store, endingsOf: EndingsOf, id: DatasetId): Promise<void> {
  const { current, package: declared } = await store.read((tx) => getDatasetById(tx, id));
  const values =
    current === undefined || current.withdrawn !== undefined
      ? { regions: [], years: [], categories: "", formats: [] }
      : { ...(await store.read((tx) => readValues(tx, current))), formats: endingsOf(current) };
  await store.write(async (tx) => {
    await tx.query("select 1 from catalogue.dataset where id = $1 for no key update", [id]);
    const [empty] = await tx.query("select 1 from catalogue.search_entry where dataset = $1 and title = ''", [id]);
    if (empty !== undefined) await indexDataset(tx, id, current?.package ?? declared);
    await tx.query(
      `update catalogue.search_entry e set regions = $2::text[], years = $3::integer[], formats = $6::text[], values_version = $5,
         categories = c.text,
         terms = e.texts || ${vectorOf("c.text")}
       from (select concat_ws(' . ', $4::text, (select lower(string_agg(r.name, ' . ')) from catalogue.region r
                                                where r.code = any($2::text[]) and length(r.code) <= 5)) as text) c
       where e.dataset = $1`,
      [id, values.regions, values.years, values.categories, current?.number ?? 0, values.formats],
    );
    await learnWords(tx, [values.categories]);
  });
}

async function readValues(tx: ReadTx, version: Version): Promise<Omit<Values, "formats">> {
  const table = tableOfVersion(version);
  const { fields } = version.package.schema;
  const region = fields.find(({ role }) => role === "region");
  const period = fields.find(({ role }) => role === "period");
  const periods = period === undefined ? [] : await distinctValues(tx, table, period.name, MOST_PLACES);
  const categories: string[] = [];
  for (const field of fields) {
    if (field.role !== "dimension" || field.type !== "string") continue;
    const values = await distinctValues(tx, table, field.name, MOST_CATEGORIES);
    categories.push(...values.map((value) => value.slice(0, MAX_CATEGORY)));
  }
  return {
    regions: region === undefined ? [] : await distinctValues(tx, table, region.name, MOST_PLACES),
    years: [...new Set(periods.flatMap((text) => (/^\d{4}/.test(text) ? Number(text.slice(0, 4)) : [])))],
    categories: foldText(categories.join(" . ")).slice(0, MAX_TEXT),
  };
}

/** Datasets whose rows have not been looked at since their last publication, or that nothing is known of yet. */
async function listUnindexed(tx: ReadTx, limit: number): Promise<readonly DatasetId[]> {
  const rows = await tx.query<{ id: DatasetId }>(
    `select dataset as id from catalogue.search_entry
     where title = '' or (current_version is not null and values_version is distinct from current_version)
     order by dataset limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** Looks at a few of them. */
export async function indexWaiting(store: Store, endingsOf: EndingsOf): Promise<void> {
  for (const id of await store.read((tx) => listUnindexed(tx, 20))) await indexValues(store, endingsOf, id);
}
