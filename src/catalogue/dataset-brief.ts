/**
 * A dataset in a line: title, agency, newest version, and when the next one is promised: one interval of the declared frequency after
 * the newest was published, or at the time that an approved upload is scheduled for. That a release is scheduled may be told of what is
 * public already; what will be in it may not.
 */
import type { Actor } from "../kernel/actor.ts";
import type { AgencySlug, DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { ReadTx } from "../store/transaction.ts";
import { DUE_AT } from "./promises.ts";
import { readableCondition } from "./rights.ts";

export interface DatasetBrief {
  readonly slug: DatasetSlug;
  readonly title: LocalisedText;
  readonly agency: AgencySlug;
  readonly version: VersionNumber;
  readonly publishedAt: Date;
  readonly frequency: string | null;
  /** When the next version is promised; null where nothing is. */
  readonly dueAt: Date | null;
  /** When an approved one will be published; null where none waits. */
  readonly releaseAt: Date | null;
  /** Of the values, 0 to 100; null where nothing can be judged, or not yet. */
  readonly score: number | null;
}

const select = (readable: string): string =>
  `select d.slug, v.package->'title' as title, d.agency, v.number as version, v.published_at as "publishedAt",
     d.package->>'frequency' as frequency, ${DUE_AT} as "dueAt", u.release_at as "releaseAt",
     (p.profile->'quality'->>'score')::integer as score
   from catalogue.dataset d join catalogue.version v on v.dataset = d.id and v.number = d.current_version
   left join catalogue.version_profile p on p.dataset = d.id and p.version = v.number
   left join lateral (select min(release_at) as release_at from catalogue.upload
     where dataset = d.id and status = 'scheduled' and release_at is not null) u on true
   where v.withdrawn_at is null and ${readable}`;

/** Those of these slugs that the actor may read, by slug. */
export async function briefDatasets(
  tx: ReadTx,
  actor: Actor,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, DatasetBrief>> {
  const { sql, values } = readableCondition(actor, 2);
  const rows = await tx.query<DatasetBrief>(`${select(sql)} and d.slug = any($1)`, [[...new Set(slugs)], ...values]);
  return new Map(rows.map((row) => [row.slug as string, row]));
}

/** All of an agency's, what is due first. */
export function agencyDatasets(tx: ReadTx, actor: Actor, agency: string): Promise<readonly DatasetBrief[]> {
  const { sql, values } = readableCondition(actor, 2);
  return tx.query<DatasetBrief>(`${select(sql)} and d.agency = $1 order by "dueAt" nulls last, d.slug limit 1000`, [
    agency,
    ...values,
  ]);
}

/** What comes next: scheduled releases by their time and promised ones by theirs, the soonest first; not what is late already. */
export function listComing(tx: ReadTx, actor: Actor, now: Date, first: number): Promise<readonly DatasetBrief[]> {
  const { sql, values } = readableCondition(actor, 3);
  return tx.query<DatasetBrief>(
    `select * from (${select(sql)}) c where coalesce("releaseAt", "dueAt") > $1
     order by coalesce("releaseAt", "dueAt"), slug limit $2`,
    [now, first, ...values],
  );
}

/** How many datasets each agency has for this actor. */
export async function countByAgency(tx: ReadTx, actor: Actor): Promise<ReadonlyMap<string, number>> {
  const { sql, values } = readableCondition(actor, 1);
  const rows = await tx.query<{ agency: string; count: number }>(
    `select d.agency, count(*)::integer as count from catalogue.dataset d
     where d.current_version is not null and ${sql} group by d.agency`,
    values,
  );
  return new Map(rows.map(({ agency, count }) => [agency, count]));
}
