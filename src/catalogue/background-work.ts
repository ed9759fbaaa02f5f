/** The queue as an administrator sees it: how much waits and runs, and what has failed for good and may be asked for once more. */
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { demand } from "./rights.ts";

/** Jobs of one kind in one state, of the time that the queue remembers. */
export interface WorkCount {
  readonly name: string;
  readonly state: string;
  readonly count: number;
}

export interface FailedJob {
  readonly id: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly failedAt: Date | null;
  readonly message: string | null;
}

/** The queue's own bookkeeping has names that begin so. */
const OWN = "name not like '\\_\\_pgboss%'";

export async function countWork(tx: ReadTx, actor: Actor): Promise<readonly WorkCount[]> {
  demand(actor, "person.manage");
  return tx.query<WorkCount>(
    `select name, state::text as state, count(*)::integer as count from jobs.job where ${OWN} group by name, state order by name, state`,
  );
}

/** The newest hundred. */
export async function listFailedJobs(tx: ReadTx, actor: Actor): Promise<readonly FailedJob[]> {
  demand(actor, "person.manage");
  return tx.query<FailedJob>(
    `select id, name, data, retry_count + 1 as attempts, completed_on as "failedAt",
       left(coalesce(output ->> 'message', output -> 'value' ->> 'message'), 300) as message
     from jobs.job where state = 'failed' and ${OWN} order by completed_on desc limit 100`,
  );
}

/** Takes a failed job out of the queue, to be asked for anew; undefined where it is gone. */
export async function takeFailedJob(
  tx: WriteTx,
  actor: Actor,
  id: string,
  effects: Pick<Effects, "now">,
): Promise<Pick<FailedJob, "name" | "data"> | undefined> {
  demand(actor, "person.manage");
  const [job] = await tx.query<Pick<FailedJob, "name" | "data">>(
    `with taken as (delete from jobs.job where id::text = $1 and state = 'failed' and ${OWN} returning name, data)
     select name, data from taken`,
    [id],
  );
  if (job !== undefined) await recordAudit(tx, actor, "job.retry", `job:${id}`, effects.now(), { name: job.name });
  return job;
}

/** What waits and what has failed, for whoever watches the service. */
export interface Backlog {
  /** By kind of job. */
  readonly queues: readonly { readonly name: string; readonly waiting: number; readonly failed: number }[];
  /** Uploads that nobody has begun to check, and how long the oldest of them has waited. */
  readonly uploads: { readonly waiting: number; readonly oldestSeconds: number };
  /** Since the last backup; infinite where none was made. */
  readonly backupSeconds: number;
}

/** Counts only, so it asks for no right. A job that waits for its next attempt counts from when that is due. */
export async function measureBacklog(tx: ReadTx): Promise<Backlog> {
  const queues = await tx.query<Backlog["queues"][number]>(
    `select q.name, (count(j.id) filter (where j.state in ('created', 'retry') and j.start_after <= now()))::integer as waiting,
       (count(j.id) filter (where j.state = 'failed'))::integer as failed
     from jobs.queue q left join jobs.job j on j.name = q.name where q.${OWN} group by q.name order by q.name`,
  );
  const [uploads] = await tx.query<Backlog["uploads"]>(
    `select count(*)::integer as waiting,
       coalesce(extract(epoch from clock_timestamp() - min(updated_at)), 0)::float8 as "oldestSeconds"
     from catalogue.upload where status = 'received'`,
  );
  const [backup] = await tx.query<{ seconds: number | null }>(
    "select extract(epoch from clock_timestamp() - max(made_at))::float8 as seconds from catalogue.backup",
  );
  return {
    queues,
    uploads: uploads ?? { waiting: 0, oldestSeconds: 0 },
    backupSeconds: backup?.seconds ?? Number.POSITIVE_INFINITY,
  };
}

/** A backup is whole and on its disk. Those of before are of no interest any more. */
export async function recordBackup(tx: WriteTx, at: Date): Promise<void> {
  await tx.query("delete from catalogue.backup");
  await tx.query("insert into catalogue.backup (made_at) values ($1)", [at]);
}
