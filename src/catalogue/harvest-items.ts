/** What a source had at its last complete pass: its tables with the datasets that they are here, and its pages as they were read. */
import type { DatasetId } from "../kernel/ids.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";

export interface HarvestItem {
  readonly remote: string;
  readonly part: string;
  readonly dataset: DatasetId | undefined;
  readonly title: string;
  /** Of the file. */
  readonly address: string;
  /** Where the source shows the dataset to people. */
  readonly page: string | undefined;
  readonly sha256: string | undefined;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** Hash of everything but the file that makes the dataset. */
  readonly description: string | undefined;
  readonly upload: string | undefined;
  readonly fetchedAt: Date | undefined;
  readonly goneAt: Date | undefined;
}

interface ItemRow {
  remote: string;
  part: string;
  dataset: DatasetId | null;
  title: string;
  address: string;
  page: string | null;
  sha256: string | null;
  etag: string | null;
  last_modified: string | null;
  description: string | null;
  upload: string | null;
  fetched_at: Date | null;
  gone_at: Date | null;
}

export async function listHarvestItems(tx: ReadTx, source: string): Promise<readonly HarvestItem[]> {
  const rows = await tx.query<ItemRow>(
    `select remote, part, dataset, title, address, page, sha256, etag, last_modified, description, upload, fetched_at, gone_at
     from catalogue.harvest_item where source = $1`,
    [source],
  );
  return rows.map((row) => ({
    remote: row.remote,
    part: row.part,
    dataset: row.dataset ?? undefined,
    title: row.title,
    address: row.address,
    page: row.page ?? undefined,
    sha256: row.sha256 ?? undefined,
    etag: row.etag ?? undefined,
    lastModified: row.last_modified ?? undefined,
    description: row.description ?? undefined,
    upload: row.upload ?? undefined,
    fetchedAt: row.fetched_at ?? undefined,
    goneAt: row.gone_at ?? undefined,
  }));
}

/** Writes a table as it is now; `before`: the name that it had, where the source gave it another. */
export async function keepHarvestItem(
  tx: WriteTx,
  source: string,
  item: HarvestItem,
  before: Pick<HarvestItem, "remote" | "part"> = item,
): Promise<void> {
  if (before.part !== item.part)
    await tx.query("delete from catalogue.harvest_item where source = $1 and remote = $2 and part = $3", [
      source,
      before.remote,
      before.part,
    ]);
  await tx.query(
    `insert into catalogue.harvest_item
       (source, remote, part, dataset, title, address, page, sha256, etag, last_modified, description, upload, fetched_at, gone_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (source, remote, part) do update set dataset = $4, title = $5, address = $6, page = $7, sha256 = $8, etag = $9,
       last_modified = $10, description = $11, upload = $12, fetched_at = $13, gone_at = $14`,
    [
      source,
      item.remote,
      item.part,
      item.dataset ?? null,
      item.title,
      item.address,
      item.page ?? null,
      item.sha256 ?? null,
      item.etag ?? null,
      item.lastModified ?? null,
      item.description ?? null,
      item.upload ?? null,
      item.fetchedAt ?? null,
      item.goneAt ?? null,
    ],
  );
}

/** A page of a source's list, with what the server said of it. */
export interface HarvestDocument {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** What was read from it. */
  readonly content: unknown;
}

export async function findHarvestDocument(
  tx: ReadTx,
  source: string,
  address: string,
): Promise<HarvestDocument | undefined> {
  const [row] = await tx.query<{ etag: string | null; last_modified: string | null; content: unknown }>(
    "select etag, last_modified, content from catalogue.harvest_document where source = $1 and address = $2",
    [source, address],
  );
  return row && { etag: row.etag ?? undefined, lastModified: row.last_modified ?? undefined, content: row.content };
}

export async function keepHarvestDocument(
  tx: WriteTx,
  source: string,
  address: string,
  { etag, lastModified, content }: HarvestDocument,
): Promise<void> {
  await tx.query(
    `insert into catalogue.harvest_document (source, address, etag, last_modified, content) values ($1, $2, $3, $4, $5::jsonb)
     on conflict (source, address) do update set etag = $3, last_modified = $4, content = $5::jsonb`,
    [source, address, etag ?? null, lastModified ?? null, JSON.stringify(content)],
  );
}

/** Pages that a complete pass did not meet are forgotten. */
export async function forgetHarvestDocuments(tx: WriteTx, source: string, met: readonly string[]): Promise<void> {
  await tx.query("delete from catalogue.harvest_document where source = $1 and address <> all($2)", [source, met]);
}
