/** How an agency keeps its word: the quality of its datasets' values, and whether new data came when it was promised. */
import type { Actor } from "../kernel/actor.ts";
import type { AgencySlug, DatasetSlug } from "../kernel/ids.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { ReadTx } from "../store/transaction.ts";
import { DUE_AT } from "./promises.ts";
import { demand } from "./rights.ts";

export interface DatasetRecord {
  readonly slug: DatasetSlug;
  readonly title: LocalisedText;
  /** Of the values, 0 to 100; null where nothing can be judged, or not yet. */
  readonly score: number | null;
  readonly publishedAt: Date;
  /** Null: no day is promised. */
  readonly dueAt: Date | null;
  /** New data waits for a reviewer. */
  readonly waiting: boolean;
  /** The day has passed, and nothing waits. */
  readonly late: boolean;
}

export interface AgencyRecord {
  readonly agency: AgencySlug;
  readonly name: string;
  /** The mean of those that could be judged. */
  readonly score: number | undefined;
  readonly late: number;
  /** Those that promise a day. */
  readonly promised: number;
  readonly datasets: readonly DatasetRecord[];
}

/** Those with something published, by name; their datasets the latest first. */
export async function listAgencyRecords(tx: ReadTx, actor: Actor, at: Date): Promise<readonly AgencyRecord[]> {
  demand(actor, "person.manage");
  const rows = await tx.query<DatasetRecord & { agency: AgencySlug; name: string }>(
    `select *, not waiting and coalesce("dueAt" < $1, false) as late from (
       select a.slug as agency, a.name, d.slug, d.package -> 'title' as title,
         (p.profile -> 'quality' ->> 'score')::integer as score, v.published_at as "publishedAt", ${DUE_AT} as "dueAt",
         exists (select from catalogue.upload u where u.dataset = d.id and u.status in ('submitted', 'scheduled')) as waiting
       from catalogue.dataset d join catalogue.agency a on a.slug = d.agency
         join catalogue.version v on v.dataset = d.id and v.number = d.current_version
         left join catalogue.version_profile p on p.dataset = d.id and p.version = v.number) known
     order by name, "dueAt" nulls last, slug`,
    [at],
  );
  const agencies = [...new Set(rows.map(({ agency }) => agency))];
  return agencies.map((agency) => {
    const datasets = rows.filter((row) => row.agency === agency);
    const scores = datasets.flatMap(({ score }) => (score === null ? [] : [score]));
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return {
      agency,
      name: datasets[0]?.name ?? agency,
      score: scores.length === 0 ? undefined : Math.round(mean),
      late: datasets.filter(({ late }) => late).length,
      promised: datasets.filter(({ dueAt }) => dueAt !== null).length,
      datasets,
    };
  });
}
