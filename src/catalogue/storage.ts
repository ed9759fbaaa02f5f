/** The room that the service takes, in bytes: the database, the files, and each dataset's share of both. */
import type { Actor } from "../kernel/actor.ts";
import type { DatasetSlug } from "../kernel/ids.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { ReadTx } from "../store/transaction.ts";
import { NEEDED_FILES } from "./file-hold.ts";
import { demand } from "./rights.ts";

export interface DatasetRoom {
  readonly slug: DatasetSlug;
  readonly title: LocalisedText;
  readonly versions: number;
  /** Its table with the indexes on it. */
  readonly table: number;
  /** Files of its versions, and originals that were uploaded. */
  readonly rendered: number;
  readonly originals: number;
}

export interface StorageUse {
  readonly database: number;
  /** The same bytes kept twice lie there once. */
  readonly files: number;
  /** The largest first. */
  readonly datasets: readonly DatasetRoom[];
}

/** Bytes of a sum, which comes as text. */
interface Row extends Omit<DatasetRoom, "table" | "rendered" | "originals"> {
  readonly table_bytes: string;
  readonly rendered_bytes: string;
  readonly original_bytes: string;
}

export async function measureStorage(tx: ReadTx, actor: Actor): Promise<StorageUse> {
  demand(actor, "person.manage");
  const [whole] = await tx.query<{ database: string; files: string }>(
    `select pg_database_size(current_database()) as database, (select coalesce(sum(bytes), 0) from (${NEEDED_FILES}) kept) as files`,
  );
  const rows = await tx.query<Row>(
    `select d.slug, d.package -> 'title' as title,
       (select count(*)::integer from catalogue.version v where v.dataset = d.id) as versions,
       coalesce(pg_total_relation_size(to_regclass('data.d' || d.id)), 0) as table_bytes,
       (select coalesce(sum(f.bytes), 0) from catalogue.version_file f join catalogue.version v on v.dataset = f.dataset and v.number = f.version
         where f.dataset = d.id and v.erased_at is null and f.let_go_at is null) as rendered_bytes,
       (select coalesce(sum((u.file ->> 'bytes')::bigint), 0) from catalogue.upload u where u.dataset = d.id and u.erased_at is null and u.let_go_at is null) as original_bytes
     from catalogue.dataset d order by 4 desc, d.slug limit 1000`,
  );
  return {
    database: Number(whole?.database ?? 0),
    files: Number(whole?.files ?? 0),
    datasets: rows.map(({ slug, title, versions, ...bytes }) => ({
      slug,
      title,
      versions,
      table: Number(bytes.table_bytes),
      rendered: Number(bytes.rendered_bytes),
      originals: Number(bytes.original_bytes),
    })),
  };
}
