/** Is there room for one more file? Asked before its bytes are taken, as far as its length was announced, and again when it is there. */
import type { IncomingMessage } from "node:http";
import { demandQuota, type QuotaLimits } from "../catalogue/agency-quota.ts";
import type { AgencySlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import type { DiskRoom } from "../store/disk-room.ts";

export interface AdmitDeps {
  readonly store: Store;
  readonly disk: DiskRoom;
  readonly quotas: QuotaLimits;
}

/** Throws `server.storage-full`, `agency.over-quota`, `agency.too-many-waiting`. */
export async function admit({ store, disk, quotas }: AdmitDeps, agency: AgencySlug, announced: number): Promise<void> {
  await disk.demand(announced);
  await store.read((tx) => demandQuota(tx, agency, announced, quotas));
}

/** As the sender announces it, as far as it could be accepted at all; 0 where nothing is said. */
export const announcedBytes = ({ headers }: IncomingMessage, most: number): number =>
  Math.min(Number(headers["content-length"] ?? 0) || 0, most);
