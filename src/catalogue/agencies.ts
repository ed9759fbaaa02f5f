/** Agencies that produce data, by their slug. Made by seeds and by administrators; never removed, since datasets name them. */
import { z } from "zod";
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import { type AgencySlug, isAgencySlug, type RegionCode } from "../kernel/ids.ts";
import { AgencyEntity, type AgencyRow } from "../store/entities/agency.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { demand } from "./rights.ts";

export interface Agency {
  readonly slug: AgencySlug;
  readonly name: string;
  readonly nameEn: string | undefined;
  readonly shortName: string | undefined;
  /** An office of the province, or a regency's own statistics office. */
  readonly kind: "province" | "regency";
  readonly region: RegionCode | undefined;
}

const toAgency = ({ slug, name, nameEn, shortName, kind, region }: AgencyRow): Agency => ({
  slug: slug as AgencySlug, // checked when it was written
  name,
  nameEn: nameEn ?? undefined,
  shortName: shortName ?? undefined,
  kind,
  region: (region as RegionCode | null) ?? undefined, // a foreign key to the regions
});

/** By name. */
export async function listAgencies(tx: ReadTx): Promise<readonly Agency[]> {
  const rows = await tx.manager.find(AgencyEntity, { order: { kind: "ASC", name: "ASC" } });
  return rows.map(toAgency);
}

export async function findAgency(tx: ReadTx, slug: string): Promise<Agency | undefined> {
  const row = isAgencySlug(slug) ? await tx.manager.findOneBy(AgencyEntity, { slug }) : null;
  return row === null ? undefined : toAgency(row);
}

/** Throws `agency.unknown`. */
export async function getAgency(tx: ReadTx, slug: string): Promise<Agency> {
  const agency = await findAgency(tx, slug);
  if (agency === undefined) throw new Fault("agency.unknown", { slug: slug.slice(0, 100) });
  return agency;
}

const text = z.string().trim().min(1).max(300);

/** The body that makes an agency. */
export const newAgencyShape = z.strictObject({
  slug: z.string().refine(isAgencySlug, "^[a-z0-9]+(-[a-z0-9]+)*$"),
  name: text,
  nameEn: text.optional(),
  shortName: text.optional(),
  kind: z.enum(["province", "regency"]).default("province"),
  region: z.string().max(13).optional(),
});

type NewAgency = z.output<typeof newAgencyShape>;

/** Throws `agency.exists`, `region.unknown`, rights. */
export async function createAgency(
  tx: WriteTx,
  actor: Actor,
  agency: NewAgency,
  effects: Pick<Effects, "now">,
): Promise<Agency> {
  demand(actor, "agency.manage");
  const { slug, name, nameEn, shortName, kind, region } = agency;
  if (
    region !== undefined &&
    (await tx.query("select 1 from catalogue.region where code = $1", [region])).length === 0
  ) {
    throw new Fault("region.unknown", { code: region });
  }
  const at = effects.now();
  const made = await tx.query(
    `insert into catalogue.agency (slug, name, name_en, short_name, kind, region, created_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (slug) do nothing returning slug`,
    [slug, name, nameEn ?? null, shortName ?? null, kind, region ?? null, at],
  );
  if (made.length === 0) throw new Fault("agency.exists", { slug });
  await recordAudit(tx, actor, "agency.create", `agency:${slug}`, at, { name, kind });
  return getAgency(tx, slug);
}

/** What agencies are called; their slug, by which datasets name them, never changes. */
export const agencyNamesShape = z.strictObject({
  name: text,
  nameEn: text.optional(),
  shortName: text.optional(),
});

/** Absent names are taken away. Throws `agency.unknown`, rights. */
export async function renameAgency(
  tx: WriteTx,
  actor: Actor,
  slug: string,
  { name, nameEn, shortName }: z.output<typeof agencyNamesShape>,
  effects: Pick<Effects, "now">,
): Promise<Agency> {
  demand(actor, "agency.manage");
  const before = await getAgency(tx, slug);
  await tx.query("update catalogue.agency set name = $2, name_en = $3, short_name = $4 where slug = $1", [
    slug,
    name,
    nameEn ?? null,
    shortName ?? null,
  ]);
  await recordAudit(tx, actor, "agency.update", `agency:${slug}`, effects.now(), { name, before: before.name });
  return getAgency(tx, slug);
}
