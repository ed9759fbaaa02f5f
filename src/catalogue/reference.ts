/** Regions and topics: reference data, read whole since it is small. Agencies are in `agencies.ts`. */
import { Fault } from "../kernel/fault.ts";
import type { RegionCode } from "../kernel/ids.ts";
import type { Text } from "../kernel/locale.ts";
import { RegionEntity, type RegionKind, type RegionLevel, type RegionRow } from "../store/entities/region.ts";
import { TopicEntity } from "../store/entities/topic.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { RegionFact } from "../tabular/regions.ts";

export interface Region {
  readonly code: RegionCode;
  readonly bpsCode: string | undefined;
  readonly name: string;
  readonly shortName: string;
  readonly level: RegionLevel;
  readonly kind: RegionKind;
  readonly parent: RegionCode | undefined;
  readonly capital: string | undefined;
  readonly aliases: readonly string[];
  /** ISO dates; undefined: without limit. */
  readonly validFrom: string | undefined;
  readonly validTo: string | undefined;
}

const toRegion = (row: RegionRow): Region => ({
  ...row,
  code: row.code as RegionCode, // seeded from checked files
  bpsCode: row.bpsCode ?? undefined,
  parent: (row.parent as RegionCode | null) ?? undefined,
  capital: row.capital ?? undefined,
  validFrom: row.validFrom ?? undefined,
  validTo: row.validTo ?? undefined,
});

/** By code. Of one level, or the children of one region. */
export async function listRegions(
  tx: ReadTx,
  of: { readonly level?: RegionLevel | undefined; readonly parent?: string | undefined } = {},
): Promise<readonly Region[]> {
  const where = {
    ...(of.level === undefined ? {} : { level: of.level }),
    ...(of.parent === undefined ? {} : { parent: of.parent }),
  };
  return (await tx.manager.find(RegionEntity, { where, order: { code: "ASC" } })).map(toRegion);
}

async function findRegion(tx: ReadTx, code: string): Promise<Region | undefined> {
  const row = await tx.manager.findOneBy(RegionEntity, { code });
  return row === null ? undefined : toRegion(row);
}

/** Throws `region.unknown`. */
export async function getRegion(tx: ReadTx, code: string): Promise<Region> {
  const region = /^[\d.]{1,13}$/.test(code) ? await findRegion(tx, code) : undefined;
  if (region === undefined) throw new Fault("region.unknown", { code: code.slice(0, 40) });
  return region;
}

/** Every region, as the reader of files takes them. */
export async function loadRegionFacts(tx: ReadTx): Promise<readonly RegionFact[]> {
  return tx.manager.find(RegionEntity, { order: { code: "ASC" } });
}

export interface Topic {
  readonly slug: string;
  readonly title: Text;
}

/** In the order people see. */
export async function listTopics(tx: ReadTx): Promise<readonly Topic[]> {
  const rows = await tx.manager.find(TopicEntity, { order: { position: "ASC", slug: "ASC" } });
  return rows.map(({ slug, titleId, titleEn }) => ({ slug, title: { id: titleId, en: titleEn } }));
}

/**
 * The keys of a foreign key's reference, for the checks: each key's values joined by U+001F. `wilayah` by `code` or `bps_code`,
 * `instansi` by `slug`. Undefined: it is no reference data but a dataset.
 */
export async function findReferenceKeys(
  tx: ReadTx,
  resource: string,
  fields: readonly string[],
): Promise<readonly string[] | undefined> {
  if (resource === "instansi") {
    const rows = await tx.query<{ slug: string }>("select slug from catalogue.agency");
    return rows.map(({ slug }) => fields.map(() => slug).join("\u001f"));
  }
  if (resource !== "wilayah") return undefined;
  const regions = await tx.manager.find(RegionEntity);
  return regions.map((region) =>
    fields.map((field) => (field === "bps_code" ? (region.bpsCode ?? "") : region.code)).join("\u001f"),
  );
}
