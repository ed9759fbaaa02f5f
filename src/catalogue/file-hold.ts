/**
 * Whoever writes a file down, and whoever takes its bytes off the disk because nobody has written it down: one after the other. The same
 * bytes may be sent again at the moment when they are erased.
 */
import type { Sha256 } from "../kernel/ids.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";

/** Until the transaction ends. */
export const holdFile = (tx: WriteTx, sha256: Sha256): Promise<unknown> =>
  tx.query("select pg_advisory_xact_lock(hashtextextended($1, 7301))", [sha256]);

/** To be taken off the disk soon, unless something else still needs them. */
export const listForErasure = (tx: WriteTx, hashes: readonly string[]): Promise<unknown> =>
  tx.query("insert into catalogue.file_to_erase (sha256) select unnest($1::text[]) on conflict do nothing", [
    [...new Set(hashes)],
  ]);

/** Files that were listed for it. */
export async function listToErase(tx: ReadTx): Promise<readonly Sha256[]> {
  const rows = await tx.query<{ sha256: Sha256 }>("select sha256 from catalogue.file_to_erase order by since, sha256");
  return rows.map(({ sha256 }) => sha256);
}

/** Of these files, the ones that a version or an upload still needs. */
export async function listNeededFiles(tx: ReadTx, names: readonly Sha256[]): Promise<ReadonlySet<Sha256>> {
  const rows = await tx.query<{ sha256: Sha256 }>(
    `select sha256 from (${NEEDED_FILES}) needed where sha256 = any($1)`,
    [names],
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Every file that has to be there, with its size: a query. */
export const NEEDED_FILES = `select f.sha256, f.bytes from catalogue.version_file f
    join catalogue.version v on v.dataset = f.dataset and v.number = f.version where v.erased_at is null and f.let_go_at is null
  union select file ->> 'sha256', (file ->> 'bytes')::bigint from catalogue.upload
    where erased_at is null and let_go_at is null and file ->> 'sha256' is not null`;

/** The list has one less. */
export const strikeOff = (tx: WriteTx, sha256: Sha256): Promise<unknown> =>
  tx.query("delete from catalogue.file_to_erase where sha256 = $1", [sha256]);
