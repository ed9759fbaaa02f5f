/**
 * Sources of harvesting: other catalogues, or single files, whose data is shown here. Administrators keep them. A source says which
 * agency its datasets belong to, how often it is looked at, and whether what it brings is published at once or waits for a reviewer.
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

export const HARVEST_KINDS = ["ckan", "dcat", "data.json", "file"] as const;

export type HarvestKind = (typeof HARVEST_KINDS)[number];

export interface HarvestSource {
  readonly id: string;
  readonly name: string;
  readonly kind: HarvestKind;
  readonly address: string;
  readonly agency: AgencySlug;
  readonly topics: readonly string[];
  /** For datasets that name none. */
  readonly license: string | undefined;
  /** Undefined: only when somebody asks. */
  readonly everyHours: number | undefined;
  readonly publishes: boolean;
  readonly nextAt: Date | undefined;
  readonly disabledAt: Date | undefined;
  readonly createdAt: Date;
}

interface SourceRow {
  id: string;
  name: string;
  kind: HarvestKind;
  address: string;
  agency: AgencySlug;
  topics: string[];
  license: string | null;
  every_hours: number | null;
  publishes: boolean;
  next_at: Date | null;
  disabled_at: Date | null;
  created_at: Date;
}

const COLUMNS =
  "id, name, kind, address, agency, topics, license, every_hours, publishes, next_at, disabled_at, created_at";

const toSource = ({ license, every_hours, next_at, disabled_at, created_at, ...same }: SourceRow): HarvestSource => ({
  ...same,
  license: license ?? undefined,
  everyHours: every_hours ?? undefined,
  nextAt: next_at ?? undefined,
  disabledAt: disabled_at ?? undefined,
  createdAt: created_at,
});

/** Where it leads is checked when it is connected to. */
const addressShape = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password, hash } = new URL(text);
    return /^https?:$/.test(protocol) && `${username}${password}${hash}` === "";
  }, "https://…");

const shape = {
  name: z.string().trim().min(1).max(200),
  kind: z.enum(HARVEST_KINDS),
  address: addressShape,
  agency: z.string(),
  topics: z.array(z.string().max(100)).max(20),
  license: z.string().trim().min(1).max(100).nullable(),
  everyHours: z.number().int().min(1).max(8760).nullable(),
  publishes: z.boolean(),
};

export const newHarvestSource = z.strictObject({
  ...shape,
  topics: shape.topics.default([]),
  license: shape.license.default(null),
  everyHours: shape.everyHours.default(24),
  publishes: shape.publishes.default(false),
});

export const harvestSourcePatch = z
  .strictObject({ ...shape, disabled: z.boolean() })
  .omit({ kind: true })
  .partial();

type NewHarvestSource = z.output<typeof newHarvestSource>;
type HarvestSourcePatch = z.output<typeof harvestSourcePatch>;

/** Throws `request.bad-body` for a topic that is not there. */
async function demandTopics(tx: ReadTx, topics: readonly string[]): Promise<void> {
  const rows = await tx.query<{ slug: string }>("select slug from catalogue.topic where slug = any($1)", [topics]);
  const known = new Set(rows.map(({ slug }) => slug));
  const errors = topics.filter((topic) => !known.has(topic)).map((topic) => ({ path: "topics", problem: topic }));
  if (errors.length > 0) throw new Fault("request.bad-body", { count: errors.length }, { errors });
}

/** It is looked at for the first time at once, where it has a schedule. Throws rights, `agency.unknown`. */
export async function createHarvestSource(
  tx: WriteTx,
  actor: Actor,
  { name, kind, address, agency, topics, license, everyHours, publishes }: NewHarvestSource,
  effects: Pick<Effects, "now" | "newId">,
): Promise<HarvestSource> {
  demand(actor, "harvest.manage");
  await getAgency(tx, agency as AgencySlug); // looked up here
  await demandTopics(tx, topics);
  const [id, at] = [effects.newId(), effects.now()];
  await tx.query(
    `insert into catalogue.harvest_source
       (id, name, kind, address, agency, topics, license, every_hours, publishes, next_at, created_by, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)`,
    [id, name, kind, address, agency, topics, license, everyHours, publishes, everyHours && at, actor.key, at],
  );
  await recordAudit(tx, actor, "harvest.create", `harvest:${id}`, at, { name, kind, agency, publishes });
  return getHarvestSource(tx, actor, id);
}

/** By name. */
export async function listHarvestSources(tx: ReadTx, actor: Actor): Promise<readonly HarvestSource[]> {
  demand(actor, "harvest.manage");
  return (await tx.query<SourceRow>(`select ${COLUMNS} from catalogue.harvest_source order by name, id`)).map(toSource);
}

/** Throws rights, `harvest.unknown`. */
export async function getHarvestSource(tx: ReadTx, actor: Actor, id: string): Promise<HarvestSource> {
  demand(actor, "harvest.manage");
  const [row] = await tx.query<SourceRow>(`select ${COLUMNS} from catalogue.harvest_source where id::text = $1`, [id]);
  if (row === undefined) throw new Fault("harvest.unknown", { id: id.slice(0, 100) });
  return toSource(row);
}

/** What is given changes. Another address is another list, so that nothing remembered of the former is asked for. */
export async function updateHarvestSource(
  tx: WriteTx,
  actor: Actor,
  id: string,
  patch: HarvestSourcePatch,
  effects: Pick<Effects, "now">,
): Promise<HarvestSource> {
  const before = await getHarvestSource(tx, actor, id);
  const { disabled = before.disabledAt !== undefined, ...given } = patch;
  const after = { ...before, ...withoutAbsent(given) };
  if (after.agency !== before.agency) await getAgency(tx, after.agency as AgencySlug); // looked up here
  await demandTopics(tx, after.topics);
  const at = effects.now();
  await tx.query(
    `update catalogue.harvest_source set name = $2, address = $3, agency = $4, topics = $5, license = $6, every_hours = $7::int,
       publishes = $8, disabled_at = case when $9 then coalesce(disabled_at, $10) end, updated_at = $10::timestamptz,
       next_at = case when $7::int is null then null else least(next_at, $10 + make_interval(hours => $7::int)) end
     where id = $1`,
    [
      id,
      after.name,
      after.address,
      after.agency,
      after.topics,
      after.license ?? null,
      after.everyHours ?? null,
      after.publishes,
      disabled,
      at,
    ],
  );
  if (after.address !== before.address)
    await tx.query("delete from catalogue.harvest_document where source = $1", [id]);
  await recordAudit(tx, actor, "harvest.update", `harvest:${id}`, at, { ...patch });
  return getHarvestSource(tx, actor, id);
}

/** What a patch does not name is not there, rather than undefined. */
const withoutAbsent = (patch: Omit<HarvestSourcePatch, "disabled">) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof typeof patch]: NonNullable<(typeof patch)[K]> | Extract<(typeof patch)[K], null>;
  }; // what is left after the filter

/** Nothing more is fetched; its datasets stay, as datasets of their agency. */
export async function deleteHarvestSource(
  tx: WriteTx,
  actor: Actor,
  id: string,
  effects: Pick<Effects, "now">,
): Promise<void> {
  const { name } = await getHarvestSource(tx, actor, id);
  await tx.query("delete from catalogue.harvest_source where id = $1", [id]);
  await recordAudit(tx, actor, "harvest.delete", `harvest:${id}`, effects.now(), { name });
}
