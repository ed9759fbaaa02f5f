/**
 * How much room each agency takes, and how much it may: its tables with their indexes and the originals that are kept, held against its
 * own quota or the server's. A second limit is on files that wait to be checked, so that one agency never keeps the others waiting.
 */
import { z } from "zod";
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { AgencySlug } from "../kernel/ids.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { getAgency } from "./agencies.ts";
import { recordAudit } from "./audit.ts";
import { demand } from "./rights.ts";

/** As people are shown sizes. */
const MB = 1_000_000;

/** For agencies without a quota of their own. */
export interface QuotaLimits {
  /** 0: no limit. */
  readonly quotaMb: number;
  /** Files that may wait to be checked. */
  readonly waiting: number;
}

/** Bytes that the datasets of `a.slug` take. */
const USED = `(select coalesce(sum(coalesce(pg_total_relation_size(to_regclass('data.d' || d.id)), 0)), 0) from catalogue.dataset d where d.agency = a.slug)
  + (select coalesce(sum((u.file ->> 'bytes')::bigint), 0) from catalogue.upload u join catalogue.dataset d on d.id = u.dataset
     where d.agency = a.slug and u.erased_at is null and u.let_go_at is null)`;

/**
 * Throws `agency.over-quota` where so many bytes more are too many, `agency.too-many-waiting` where too many files wait. In a write, uploads
 * of the agency come one after the other behind it.
 */
export async function demandQuota(
  tx: ReadTx,
  agency: AgencySlug,
  bytes: number,
  limits: QuotaLimits,
  lock: "lock" | "look" = "look",
): Promise<void> {
  if (lock === "lock") await tx.query("select from catalogue.agency where slug = $1 for no key update", [agency]);
  const [found] = await tx.query<{ quota: number; waiting: number }>(
    `select coalesce(a.quota_mb, $2) as quota, (select count(*)::integer from catalogue.upload u join catalogue.dataset d on d.id = u.dataset
       where d.agency = a.slug and u.status in ('received', 'checking')) as waiting
     from catalogue.agency a where a.slug = $1`,
    [agency, limits.quotaMb],
  );
  const { quota = 0, waiting = 0 } = found ?? {};
  if (waiting >= limits.waiting) throw new Fault("agency.too-many-waiting", { agency, waiting });
  if (quota === 0) return;
  const [room] = await tx.query<{ used: string }>(`select ${USED} as used from catalogue.agency a where slug = $1`, [
    agency,
  ]);
  const used = Number(room?.used ?? 0);
  if (used + bytes > quota * MB)
    throw new Fault("agency.over-quota", { agency, used: inMb(used), quota, file: inMb(bytes) });
}

/** Never less than there is. */
const inMb = (bytes: number): number => Math.ceil((bytes / MB) * 10) / 10;

export interface AgencyRoom {
  readonly agency: AgencySlug;
  readonly name: string;
  /** Bytes. */
  readonly used: number;
  /** Its own, in MB; null: the server's default. */
  readonly quotaMb: number | null;
}

/** Of all agencies that take room or have a quota of their own, the fullest first. */
export async function listAgencyRoom(tx: ReadTx, actor: Actor): Promise<readonly AgencyRoom[]> {
  demand(actor, "agency.manage");
  const rows = await tx.query<Omit<AgencyRoom, "used"> & { used: string }>(
    `select * from (select a.slug as agency, a.name, ${USED} as used, a.quota_mb as "quotaMb" from catalogue.agency a) room
     where used > 0 or "quotaMb" is not null order by used desc, name`,
  );
  return rows.map((row) => ({ ...row, used: Number(row.used) }));
}

/** In MB; 0: no limit; null: the server's default. */
export const quotaShape = z.strictObject({ quotaMb: z.int().min(0).max(1_000_000_000).nullable() });

/** Throws `agency.unknown`, rights. What lies there already stays. */
export async function setQuota(
  tx: WriteTx,
  actor: Actor,
  slug: string,
  { quotaMb }: z.output<typeof quotaShape>,
  effects: Pick<Effects, "now">,
): Promise<AgencyRoom> {
  demand(actor, "agency.manage");
  const { slug: agency } = await getAgency(tx, slug);
  await tx.query("update catalogue.agency set quota_mb = $2 where slug = $1", [agency, quotaMb]);
  await recordAudit(tx, actor, "agency.quota", `agency:${agency}`, effects.now(), { quotaMb });
  return getAgencyRoom(tx, actor, agency);
}

/** Throws `agency.unknown`, rights. */
export async function getAgencyRoom(tx: ReadTx, actor: Actor, slug: string): Promise<AgencyRoom> {
  demand(actor, "agency.manage");
  const { slug: agency } = await getAgency(tx, slug);
  const [row] = await tx.query<Omit<AgencyRoom, "used"> & { used: string }>(
    `select a.slug as agency, a.name, ${USED} as used, a.quota_mb as "quotaMb" from catalogue.agency a where a.slug = $1`,
    [agency],
  );
  return { agency, name: row?.name ?? agency, used: Number(row?.used ?? 0), quotaMb: row?.quotaMb ?? null };
}
