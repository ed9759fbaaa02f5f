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
