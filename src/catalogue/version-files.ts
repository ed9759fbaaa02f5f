/** The rendered files of a version: which endings there are, found in the file store by their hash. Written once. */
import type { DatasetSlug, Sha256, UploadId } from "../kernel/ids.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { toVersion, VERSION_COLUMNS, type Version, type VersionSelectRow } from "./versions.ts";

export interface VersionFile {
  /** csv, csv.gz, xlsx … */
  readonly ending: string;
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly createdAt: Date;
  /** Its bytes are not kept any more; they are made anew for whoever asks. */
  readonly letGo: boolean;
}

type OfVersion = Pick<Version, "dataset" | "number">;

export async function listVersionFiles(tx: ReadTx, { dataset, number }: OfVersion): Promise<readonly VersionFile[]> {
  const rows = await tx.query<{ ending: string; sha256: Sha256; bytes: string; created_at: Date; let_go: boolean }>(
    "select ending, sha256, bytes, created_at, let_go_at is not null as let_go from catalogue.version_file where dataset = $1 and version = $2 order by ending",
    [dataset, number],
  );
  return rows.map(({ ending, sha256, bytes, created_at, let_go }) => ({
    ending,
    sha256,
    bytes: Number(bytes),
    createdAt: created_at,
    letGo: let_go,
  }));
}

/**
 * Keeps the first: who renders the same file again changes nothing, unless it had been let go, and an erased version gets none. Returns
 * whether something was written.
 */
export async function recordVersionFile(
  tx: WriteTx,
  { dataset, number }: OfVersion,
  file: Omit<VersionFile, "createdAt" | "letGo">,
  at: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into catalogue.version_file (dataset, version, ending, sha256, bytes, created_at)
     select v.dataset, v.number, $3, $4, $5, $6::timestamptz from catalogue.version v
     where v.dataset = $1 and v.number = $2 and v.erased_at is null for share
     on conflict (dataset, version, ending) do update set let_go_at = null, created_at = excluded.created_at
       where version_file.let_go_at is not null and version_file.sha256 = excluded.sha256 returning ending`,
    [dataset, number, file.ending, file.sha256, file.bytes, at],
  );
  return rows.length > 0;
}

/** Another file in the place of a lost one, whose names were others. An erased version gets none. */
export async function replaceVersionFile(
  tx: WriteTx,
  { dataset, number }: OfVersion,
  { ending, sha256, bytes }: Omit<VersionFile, "createdAt" | "letGo">,
  at: Date,
): Promise<void> {
  await tx.query(
    `update catalogue.version_file f set sha256 = $4, bytes = $5, created_at = $6 from catalogue.version v
     where f.dataset = $1 and f.version = $2 and f.ending = $3
       and v.dataset = f.dataset and v.number = f.version and v.erased_at is null`,
    [dataset, number, ending, sha256, bytes, at],
  );
}

/** Versions that lack a file of this ending and may still be read, oldest first: what rendering has left to do. */
export async function listUnrendered(tx: ReadTx, ending: string, limit: number): Promise<readonly OfVersion[]> {
  return tx.query<OfVersion>(
    `select v.dataset, v.number from catalogue.version v
     where v.withdrawn_at is null and not exists (
       select from catalogue.version_file f where f.dataset = v.dataset and f.version = v.number and f.ending = $1)
     order by v.published_at limit $2`,
    [ending, limit],
  );
}

interface Onward {
  /** Of one dataset only. */
  readonly slug?: DatasetSlug | undefined;
  readonly limit: number;
}

/** Versions of all datasets, withdrawn ones included and erased ones not, in a fixed order behind one of them. */
export async function listVersionsBehind(
  tx: ReadTx,
  after: OfVersion | undefined,
  { slug, limit }: Onward,
): Promise<readonly Version[]> {
  const rows = await tx.query<VersionSelectRow>(
    `select ${VERSION_COLUMNS} from catalogue.version v join catalogue.dataset d on d.id = v.dataset
     where v.erased_at is null and (v.dataset, v.number) > ($1, $2) and ($3::text is null or d.slug = $3) order by v.dataset, v.number limit $4`,
    [after?.dataset ?? 0, after?.number ?? 0, slug ?? null, limit],
  );
  return rows.map(toVersion);
}

/** A file as an officer sent it. */
export interface Original {
  readonly upload: UploadId;
  readonly dataset: DatasetSlug;
  readonly sha256: Sha256;
}

/** Those that these uploads sent. */
export async function listOriginals(tx: ReadTx, uploads: readonly UploadId[]): Promise<readonly Original[]> {
  return tx.query<Original>(
    `select u.id as upload, d.slug as dataset, u.file ->> 'sha256' as sha256
     from catalogue.upload u join catalogue.dataset d on d.id = u.dataset where u.id = any($1::uuid[])`,
    [uploads],
  );
}

const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/** The files of all uploads that are kept, in a fixed order behind one of them. */
export async function listOriginalsBehind(
  tx: ReadTx,
  after: UploadId | undefined,
  { slug, limit }: Onward,
): Promise<readonly Original[]> {
  return tx.query<Original>(
    `select u.id as upload, d.slug as dataset, u.file ->> 'sha256' as sha256
     from catalogue.upload u join catalogue.dataset d on d.id = u.dataset
     where u.erased_at is null and u.let_go_at is null and u.id > $1 and ($2::text is null or d.slug = $2) order by u.id limit $3`,
    [after ?? BEFORE_ALL, slug ?? null, limit],
  );
}
