/**
 * When new data is promised: one interval of the declared frequency after the current version was published, by the clock of South
 * Sulawesi. `irregular` and `multi-yearly` promise no day. While an upload waits for a reviewer the agency has kept its promise.
 */
import { SYSTEM } from "../kernel/actor.ts";
import type { AgencySlug, DatasetId, VersionNumber } from "../kernel/ids.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { INTERVALS, type Interval } from "./freshness.ts";
import { tellPeople } from "./messages.ts";

const byFrequency = (write: (interval: Interval) => string): string =>
  `case d.package->>'frequency' ${Object.entries(INTERVALS)
    .map(([frequency, interval]) => `when '${frequency}' then interval '${write(interval)}'`)
    .join(" ")} end`;

/** Of `catalogue.dataset d` and its current version `v`: a timestamptz, null where nothing is promised. */
export const DUE_AT = `((v.published_at at time zone 'Asia/Makassar' + ${byFrequency(({ months, days }) => `${months} months ${days} days`)}) at time zone 'Asia/Makassar')`;

interface Promised {
  readonly dataset: DatasetId;
  readonly agency: AgencySlug;
  readonly version: VersionNumber;
  readonly dueAt: Date;
  readonly kind: "due" | "late";
}

/** Promises that come near or have passed and of which an officer has not been told. */
async function listUntold(tx: ReadTx, at: Date): Promise<readonly Promised[]> {
  return tx.query<Promised>(
    `select dataset, agency, version, due_at as "dueAt", kind from (
       select d.id as dataset, d.agency, v.number as version, ${DUE_AT} as due_at,
         case when ${DUE_AT} <= $1 then 'late' else 'due' end as kind
       from catalogue.dataset d join catalogue.version v on v.dataset = d.id and v.number = d.current_version
       where ${DUE_AT} - ${byFrequency(({ remindDays }) => `${remindDays} days`)} <= $1 and not exists (
         select 1 from catalogue.upload u where u.dataset = d.id and u.status in ('submitted', 'scheduled'))) near
     where exists (
       select 1 from catalogue.person p where p.agency = near.agency and p.role = 'producer' and p.disabled_at is null and not exists (
         select 1 from catalogue.message m
         where m.recipient = p.id and m.event = near.kind || ':' || near.dataset || ':' || near.version))
     order by due_at limit 500`,
    [at],
  );
}

/** Tells officers what is soon due and what is late, once for each promise. For the sweep; any number of servers may do it. */
export async function tellPromises(tx: WriteTx, at: Date): Promise<void> {
  for (const { dataset, agency, version, dueAt, kind } of await listUntold(tx, at)) {
    const event = `${kind}:${dataset}:${version}`;
    await tellPeople(tx, SYSTEM, { agency }, { kind, event, dataset, version, dueAt }, at);
  }
}

/** When new data of the dataset is promised; undefined: no day is. */
export async function findDueAt(tx: ReadTx, dataset: DatasetId): Promise<Date | undefined> {
  const [row] = await tx.query<{ due_at: Date | null }>(
    `select ${DUE_AT} as due_at from catalogue.dataset d
       join catalogue.version v on v.dataset = d.id and v.number = d.current_version where d.id = $1`,
    [dataset],
  );
  return row?.due_at ?? undefined;
}
