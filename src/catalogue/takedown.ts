/**
 * Personal data that was published by mistake is erased, not only hidden. Three sizes: some versions (the rows that only they hold), a
 * column (its values in every version), all of a dataset. Every version that is touched is withdrawn with the reason, since its bytes can
 * never be given again; its number, its metadata and the hashes of its files stay. With it go the uploads of the dataset that did not
 * become a version that stays: their findings, decisions, remarks, notes, recipes and the names of their files.
 */
import { z } from "zod";
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, isFieldName, type UploadId, type VersionNumber } from "../kernel/ids.ts";
import { blankColumns, eraseRows, textsOf } from "../store/erase-rows.ts";
import { dropValues } from "../store/indicator-values.ts";
import type { WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { recordChange } from "./changes.ts";
import { foldText, indexDataset } from "./dataset-search.ts";
import { type Dataset, getDataset } from "./datasets.ts";
import { listForErasure } from "./file-hold.ts";
import { tellPeople } from "./messages.ts";
import { demand } from "./rights.ts";
import { listAllVersions, type Version } from "./versions.ts";

const reason = z.string().trim().min(1).max(2000);

/** Exactly one of `versions`, `column` and `all`. */
export const takedownBody = z.union([
  z.strictObject({ versions: z.array(z.int().min(1)).min(1).max(1000), reason }),
  z.strictObject({ column: z.string().refine(isFieldName), reason }),
  z.strictObject({ all: z.literal(true), reason }),
]);

export type Takedown = z.output<typeof takedownBody>;

export interface TakenDown {
  readonly dataset: Dataset;
  readonly versions: readonly VersionNumber[];
  /** Erased, or with a value that was emptied. */
  readonly rows: number;
  readonly uploads: readonly UploadId[];
}

/** Everything that is in the database, in one transaction; files are put on the list of those to be erased. Reviewers and administrators. */
export async function takeDown(
  tx: WriteTx,
  actor: Actor,
  slug: DatasetSlug,
  asked: Takedown,
  effects: Pick<Effects, "now">,
): Promise<TakenDown> {
  demand(actor, "dataset.takedown");
  const { id } = await getDataset(tx, actor, slug);
  // The dataset before its uploads, as a publication does: neither happens within the other.
  await tx.query("select 1 from catalogue.dataset where id = $1 for update", [id]);
  const dataset = await getDataset(tx, actor, slug);
  const versions = await listAllVersions(tx, dataset);
  const columns = "column" in asked ? columnsOf(versions, asked.column) : [];
  const touched = choose(dataset, versions, asked, columns);
  const staying = versions.filter((version) => !touched.includes(version));
  const at = effects.now();
  const words = await wordsOf(tx, dataset, touched);
  const rows =
    columns.length > 0
      ? await blankColumns(tx, id, columns)
      : versions.length === 0
        ? 0
        : await eraseRows(
            tx,
            id,
            staying.map(({ number }) => number),
          );
  const uploads = await eraseUploads(tx, dataset, staying, asked.reason, at);
  await eraseVersions(tx, actor, dataset, touched, asked.reason, at);
  if (touched.some(({ current }) => current)) await eraseCurrent(tx, dataset, touched, words);
  const numbers = touched.map(({ number }) => number);
  const what = "column" in asked ? { column: asked.column } : "all" in asked ? { all: true } : {};
  await recordAudit(tx, actor, "dataset.takedown", `dataset:${slug}`, at, {
    ...what,
    versions: numbers,
    rows,
    uploads: uploads.length,
    reason: asked.reason,
  });
  for (const version of numbers) await recordChange(tx, { kind: "withdrawn", dataset: id, version }, at);
  return { dataset, versions: numbers, rows, uploads };
}

/** Every physical column that had this name, or that a version calls by a name which shares a column with it. */
function columnsOf(versions: readonly Version[], field: string): readonly string[] {
  const named = (names: ReadonlySet<string>) =>
    new Set(
      versions.flatMap(({ columns }) => Object.entries(columns).flatMap(([name, c]) => (names.has(name) ? [c] : []))),
    );
  const first = named(new Set([field]));
  const alike = versions.flatMap(({ columns }) =>
    Object.entries(columns).flatMap(([name, c]) => (first.has(c) ? [name] : [])),
  );
  return [...named(new Set([field, ...alike]))];
}

function choose(
  { slug }: Dataset,
  versions: readonly Version[],
  asked: Takedown,
  columns: readonly string[],
): readonly Version[] {
  if ("all" in asked) return versions;
  if ("column" in asked) {
    if (columns.length === 0) throw unknownField(versions, asked.column);
    return versions.filter((version) => Object.values(version.columns).some((column) => columns.includes(column)));
  }
  return asked.versions.map((number) => {
    const version = versions.find((one) => one.number === number);
    if (version === undefined) throw new Fault("version.unknown", { slug, version: number });
    return version;
  });
}

function unknownField(versions: readonly Version[], field: string): Fault {
  const known = new Set(versions.flatMap(({ columns }) => Object.keys(columns)));
  return new Fault("request.unknown-field", { field, known: [...known].join(", ") });
}

const MOST_TEXTS = 20_000;

/** The words that the search may have learned from the values of these versions. */
async function wordsOf(tx: WriteTx, { id }: Dataset, touched: readonly Version[]): Promise<readonly string[]> {
  const columns = new Set(
    touched.flatMap(({ columns: map, package: pkg }) =>
      pkg.schema.fields.flatMap(({ name, role }) => (role === "dimension" ? (map[name] ?? []) : [])),
    ),
  );
  const words = new Set<string>();
  for (const column of columns)
    for (const text of await textsOf(tx, id, column, MOST_TEXTS))
      for (const word of foldText(text).match(/\p{L}{3,40}/gu) ?? []) words.add(word);
  return [...words];
}

/** All of the dataset but those whose versions stay. What waited is returned with the reason. Returns their ids. */
async function eraseUploads(
  tx: WriteTx,
  { id }: Dataset,
  staying: readonly Version[],
  why: string,
  at: Date,
): Promise<readonly UploadId[]> {
  const kept = staying.flatMap(({ upload }) => upload ?? []);
  const rows = await tx.query<{ id: UploadId; sha256: string }>(
    `update catalogue.upload set erased_at = $3, updated_at = $3, lease_owner = null, lease_until = null, sheet = null, note = null,
       status = case when status in ('published', 'superseded') then status else 'returned' end, release_at = null,
       reason = case when status in ('published', 'superseded') then null else $4 end, report = null, decisions = '[]', reading = null,
       remarks = '[]', file = jsonb_build_object('name', 'erased', 'bytes', file -> 'bytes', 'sha256', file -> 'sha256')
     where dataset = $1 and erased_at is null and not id = any($2::uuid[]) returning id, file ->> 'sha256' as sha256`,
    [id, kept, at, why],
  );
  const ids = rows.map((row) => row.id);
  await tx.query("delete from catalogue.idempotency where upload = any($1::uuid[])", [ids]);
  await tx.query("delete from catalogue.recipe where dataset = $1 and upload = any($2::uuid[])", [id, ids]);
  await listForErasure(
    tx,
    rows.map(({ sha256 }) => sha256),
  );
  return ids;
}

async function eraseVersions(
  tx: WriteTx,
  actor: Actor,
  { id, agency }: Dataset,
  touched: readonly Version[],
  why: string,
  at: Date,
): Promise<void> {
  const numbers = touched.map(({ number }) => number);
  await tx.query(
    `update catalogue.version set erased_at = $3, note = null, withdrawn_at = coalesce(withdrawn_at, $3),
       withdrawn_by = $4, withdrawn_reason = $5 where dataset = $1 and number = any($2::integer[])`,
    [id, numbers, at, actor.key, why],
  );
  await tx.query("delete from catalogue.version_profile where dataset = $1 and version = any($2::integer[])", [
    id,
    numbers,
  ]);
  const files = await tx.query<{ sha256: string }>(
    "select distinct sha256 from catalogue.version_file where dataset = $1 and version = any($2::integer[])",
    [id, numbers],
  );
  await listForErasure(
    tx,
    files.map(({ sha256 }) => sha256),
  );
  for (const { number, uploadedBy } of touched) {
    const event = `erased:${id}:${number}:${at.toISOString()}`;
    await tellPeople(
      tx,
      actor,
      { agency, actor: uploadedBy },
      { kind: "withdrawn", event, dataset: id, version: number },
      at,
    );
  }
}

/** What is found by the current version's values, and the figures made of them. */
async function eraseCurrent(
  tx: WriteTx,
  { id, slug, package: declared, current }: Dataset,
  touched: readonly Version[],
  words: readonly string[],
): Promise<void> {
  const [entry] = await tx.query<{ categories: string }>(
    "select categories from catalogue.search_entry where dataset = $1",
    [id],
  );
  const known = entry?.categories.match(/\p{L}{3,40}/gu) ?? [];
  await tx.query(
    "update catalogue.search_entry set categories = '', regions = '{}', years = '{}', values_version = $2 where dataset = $1",
    [id, touched.at(-1)?.number ?? 0],
  );
  await indexDataset(tx, id, current?.package ?? declared);
  await tx.query(
    `delete from catalogue.search_word where word = any($1::text[]) and not exists (
       select from catalogue.search_entry e where catalogue.found_by(e.terms) @@ plainto_tsquery('simple', word))`,
    [[...new Set([...words, ...known])]],
  );
  const sources = await tx.query<{ id: number }>("select id from catalogue.indicator_source where dataset = $1", [
    slug,
  ]);
  await dropValues(
    tx,
    sources.map((source) => source.id),
  );
}
