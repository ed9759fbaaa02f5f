/**
 * Where a follower's copy stands: the version that it holds, by number or by the time at which it was taken. What has been withdrawn or
 * has not happened yet is nothing to go on from: the follower is told to begin anew.
 */
import { Fault } from "../kernel/fault.ts";
import type { DatasetId, DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { TableRef } from "../store/dataset-table.ts";
import type { ReadTx } from "../store/transaction.ts";
import { listVersionsByNumber, tableOfVersion, type Version } from "./versions.ts";

export type Since = VersionNumber | Date;

interface OfDataset {
  readonly id: DatasetId;
  readonly slug: DatasetSlug;
}

/**
 * The version that `since` means, on the way to version `to`; undefined for a time before the first one, when a copy held nothing.
 * Throws `version.since-withdrawn` (410) and `version.since-ahead` (409).
 */
export async function findSince(
  tx: ReadTx,
  { id, slug }: OfDataset,
  since: Since,
  to: Version,
): Promise<Version | undefined> {
  const ahead = (): Fault =>
    new Fault(
      "version.since-ahead",
      { slug, since: since instanceof Date ? since.toISOString() : since, current: to.number },
      { current: to.number },
    );
  const number = since instanceof Date ? await numberAt(tx, id, since, ahead) : since;
  if (number === undefined) return undefined;
  const [found] = number <= to.number ? await listVersionsByNumber(tx, id, [number]) : [];
  if (found === undefined) throw ahead();
  if (found.withdrawn !== undefined) {
    const { reason } = found.withdrawn;
    throw new Fault("version.since-withdrawn", { slug, version: number, reason }, { current: to.number });
  }
  return found;
}

/** The version that was current then. The database's own clock decides what has not happened yet, for every server alike. */
async function numberAt(
  tx: ReadTx,
  dataset: DatasetId,
  time: Date,
  ahead: () => Fault,
): Promise<VersionNumber | undefined> {
  const [row] = await tx.query<{ ahead: boolean; number: VersionNumber | null }>(
    `select $2::timestamptz > now() as ahead,
       (select max(number) from catalogue.version where dataset = $1 and published_at <= $2) as number`,
    [dataset, time],
  );
  if (row?.ahead === true) throw ahead();
  return row?.number ?? undefined;
}

/** The rows of a copy that stands there; of one that holds nothing, none of `to`. */
export const tableOfSince = (since: Version | undefined, to: TableRef): TableRef =>
  since === undefined ? { ...to, version: BEFORE_THE_FIRST } : tableOfVersion(since);

/** No version has this number, so no row is of it. */
const BEFORE_THE_FIRST = 0 as VersionNumber;
