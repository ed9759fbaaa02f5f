/**
 * Runs of harvesting: asked for by a person or by the schedule, held under a lease while they last, and kept to be read, with what came
 * of each table that did not simply stay as it was. One at a time of a source.
 */
import { type Actor, SYSTEM } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { Told } from "../kernel/told.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { getHarvestSource, type HarvestSource } from "./harvest-sources.ts";

export const HARVEST_OUTCOMES = [
  "published",
  "waiting",
  "unchanged",
  "invalid",
  "failed",
  "skipped",
  "missing",
  "removed",
] as const;

/**
 * published: a new version · waiting: for a reviewer · unchanged · invalid: the checks refuse the file · failed: not fetched or not taken ·
 * skipped: no table in it · missing: not in the list any more, and held by the guard · removed: not in the list any more, and not shown.
 */
export type HarvestOutcome = (typeof HARVEST_OUTCOMES)[number];

export type HarvestState = "waiting" | "running" | "done" | "guarded" | "failed";

export interface HarvestRun {
  readonly id: string;
  readonly source: string;
  readonly state: HarvestState;
  readonly askedBy: string;
  readonly confirms: string | undefined;
  readonly askedAt: Date;
  readonly beganAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly attempts: number;
  readonly counts: Readonly<Partial<Record<HarvestOutcome, number>>>;
  /** Why the source as a whole could not be read. */
  readonly fault: Told | undefined;
}

/** What came of one table. */
export interface HarvestResult {
  /** Of the dataset there, and of its table among several. */
  readonly remote: string;
  readonly part: string;
  readonly title: string;
  readonly dataset?: string | undefined;
  readonly outcome: HarvestOutcome;
  readonly upload?: string | undefined;
  readonly detail?: Told | undefined;
}

interface RunRow {
  id: string;
  source: string;
  state: HarvestState;
  asked_by: string;
  confirms: string | null;
  asked_at: Date;
  began_at: Date | null;
  ended_at: Date | null;
  attempts: number;
  counts: Partial<Record<HarvestOutcome, number>>;
  fault: Told | null;
}

const COLUMNS = "id, source, state, asked_by, confirms, asked_at, began_at, ended_at, attempts, counts, fault";

const toRun = (row: RunRow): HarvestRun => ({
  id: row.id,
  source: row.source,
  state: row.state,
  askedBy: row.asked_by,
  confirms: row.confirms ?? undefined,
  askedAt: row.asked_at,
  beganAt: row.began_at ?? undefined,
  endedAt: row.ended_at ?? undefined,
  attempts: row.attempts,
  counts: row.counts,
  fault: row.fault ?? undefined,
});

/**
 * A run to be done soon; the one that waits or runs already, where there is one. `confirms`: the guarded run whose missing datasets may
 * go. Throws rights, `harvest.unknown`, `harvest.nothing-to-confirm`, `harvest.running` when what runs does not confirm.
 */
export async function askForHarvest(
  tx: WriteTx,
  actor: Actor,
  id: string,
  effects: Pick<Effects, "now" | "newId">,
  confirms?: string,
): Promise<HarvestRun> {
  const source = await getHarvestSource(tx, actor, id);
  await tx.query("select 1 from catalogue.harvest_source where id = $1 for update", [source.id]);
  if (confirms !== undefined) await demandGuarded(tx, source, confirms);
  const [open] = await tx.query<RunRow>(
    `select ${COLUMNS} from catalogue.harvest_run where source = $1 and state in ('waiting', 'running')`,
    [source.id],
  );
  if (open !== undefined) {
    if (confirms !== undefined && open.confirms !== confirms) throw new Fault("harvest.running");
    return toRun(open);
  }
  const at = effects.now();
  const [run] = await tx.query<RunRow>(
    `insert into catalogue.harvest_run (id, source, state, asked_by, confirms, asked_at) values ($1, $2, 'waiting', $3, $4, $5)
     returning ${COLUMNS}`,
    [effects.newId(), source.id, actor.key, confirms ?? null, at],
  );
  if (run === undefined) throw new Error("an insert that returns nothing");
  if (confirms !== undefined)
    await recordAudit(tx, actor, "harvest.confirm", `harvest:${source.id}`, at, { run: confirms });
  return toRun(run);
}

/** Only the last run that ended can be confirmed: what an older one missed may have been there since. */
async function demandGuarded(tx: ReadTx, { id }: HarvestSource, run: string): Promise<void> {
  const [last] = await tx.query<{ id: string; state: HarvestState }>(
    `select id, state from catalogue.harvest_run where source = $1 and ended_at is not null order by asked_at desc, id limit 1`,
    [id],
  );
  if (last?.id !== run || last.state !== "guarded") throw new Fault("harvest.nothing-to-confirm");
}

/** Asks for a run of each source whose time has come, and sets its next. */
export async function askForDueHarvests(tx: WriteTx, effects: Pick<Effects, "now" | "newId">): Promise<void> {
  const now = effects.now();
  const due = await tx.query<{ id: string }>(
    `select id from catalogue.harvest_source where disabled_at is null and next_at <= $1 for update skip locked`,
    [now],
  );
  for (const { id } of due) {
    await askForHarvest(tx, SYSTEM, id, effects);
    await tx.query(
      "update catalogue.harvest_source set next_at = $2::timestamptz + make_interval(hours => every_hours) where id = $1",
      [id, now],
    );
  }
}

const FREE = "(state = 'waiting' or (state = 'running' and lease_until < clock_timestamp()))";

/** Runs that nobody is at. For the sweep. */
export async function listWaitingHarvests(tx: ReadTx): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from catalogue.harvest_run where ${FREE} order by asked_at limit 100`,
  );
  return rows.map(({ id }) => id);
}

interface Lease {
  readonly owner: string;
  readonly seconds: number;
}

/** Takes a run to do it; undefined when it is done or somebody else is at it. */
export async function claimHarvest(
  tx: WriteTx,
  id: string,
  { owner, seconds }: Lease,
  at: Date,
): Promise<{ readonly run: HarvestRun; readonly source: HarvestSource } | undefined> {
  const [row] = await tx.query<RunRow>(
    `select ${COLUMNS} from catalogue.harvest_run where id = $1 and ${FREE} for update skip locked`,
    [id],
  );
  if (row === undefined) return undefined;
  await tx.query(
    `update catalogue.harvest_run set state = 'running', began_at = coalesce(began_at, $2), attempts = attempts + 1,
       lease_owner = $3, lease_until = clock_timestamp() + make_interval(secs => $4) where id = $1`,
    [id, at, owner, seconds],
  );
  await tx.query("delete from catalogue.harvest_outcome where run = $1", [id]);
  return { run: toRun({ ...row, attempts: row.attempts + 1 }), source: await getHarvestSource(tx, SYSTEM, row.source) };
}

/** False: the lease is lost, stop. */
export async function renewHarvest(tx: WriteTx, id: string, { owner, seconds }: Lease): Promise<boolean> {
  const renewed = await tx.query(
    `with renewed as (update catalogue.harvest_run set lease_until = clock_timestamp() + make_interval(secs => $3)
       where id = $1 and lease_owner = $2 and state = 'running' returning id) select id from renewed`,
    [id, owner, seconds],
  );
  return renewed.length > 0;
}

/** Left for whoever comes next. */
export async function parkHarvest(tx: WriteTx, id: string, owner: string): Promise<void> {
  await tx.query(
    "update catalogue.harvest_run set state = 'waiting', lease_until = null where id = $1 and lease_owner = $2 and state = 'running'",
    [id, owner],
  );
}

export interface HarvestEnd {
  readonly state: "done" | "guarded" | "failed";
  readonly counts: HarvestRun["counts"];
  readonly fault?: Told | undefined;
}

export async function endHarvest(
  tx: WriteTx,
  id: string,
  { state, counts, fault }: HarvestEnd,
  at: Date,
): Promise<void> {
  await tx.query(
    `update catalogue.harvest_run set state = $2, counts = $3::jsonb, fault = $4::jsonb, ended_at = $5, lease_until = null where id = $1`,
    [id, state, JSON.stringify(counts), fault === undefined ? null : JSON.stringify(fault), at],
  );
}

/** Writes what came of a table, if it is more than nothing. */
export async function recordHarvestResult(tx: WriteTx, run: string, result: HarvestResult): Promise<void> {
  const { remote, part, title, dataset, outcome, upload, detail } = result;
  if (outcome === "unchanged") return;
  await tx.query(
    `insert into catalogue.harvest_outcome (run, remote, part, title, dataset, outcome, upload, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)
     on conflict (run, remote, part) do update set title = $4, dataset = $5, outcome = $6, upload = $7, detail = $8::jsonb`,
    [
      run,
      remote,
      part,
      title,
      dataset ?? null,
      outcome,
      upload ?? null,
      detail === undefined ? null : JSON.stringify(detail),
    ],
  );
}

const MOST_SHOWN = 500;

/** Of a run: what needs somebody first; at most 500. */
export async function listHarvestResults(tx: ReadTx, run: string): Promise<readonly HarvestResult[]> {
  const rows = await tx.query<{
    remote: string;
    part: string;
    title: string;
    dataset: string | null;
    outcome: HarvestOutcome;
    upload: string | null;
    detail: Told | null;
  }>(
    `select remote, part, title, dataset, outcome, upload, detail from catalogue.harvest_outcome where run = $1
     order by array_position(array['missing', 'failed', 'invalid'], outcome), title, remote, part limit ${MOST_SHOWN}`,
    [run],
  );
  return rows.map(({ dataset, upload, detail, ...same }) => ({
    ...same,
    dataset: dataset ?? undefined,
    upload: upload ?? undefined,
    detail: detail ?? undefined,
  }));
}

/** All that a run missed and the guard held. */
export async function listMissing(tx: ReadTx, run: string): Promise<readonly Pick<HarvestResult, "remote" | "part">[]> {
  return tx.query("select remote, part from catalogue.harvest_outcome where run = $1 and outcome = 'missing'", [run]);
}

/** Newest first. */
export async function listHarvestRuns(tx: ReadTx, { id }: HarvestSource, first = 20): Promise<readonly HarvestRun[]> {
  const rows = await tx.query<RunRow>(
    `select ${COLUMNS} from catalogue.harvest_run where source = $1 order by asked_at desc, id limit $2`,
    [id, first],
  );
  return rows.map(toRun);
}

/** Of this source. Throws `harvest.unknown`. */
export async function getHarvestRun(tx: ReadTx, { id }: HarvestSource, run: string): Promise<HarvestRun> {
  const [row] = await tx.query<RunRow>(
    `select ${COLUMNS} from catalogue.harvest_run where source = $1 and id::text = $2`,
    [id, run],
  );
  if (row === undefined) throw new Fault("harvest.unknown", { id: run.slice(0, 100) });
  return toRun(row);
}

/** Runs are kept for so many days; the last of each source for as long as it is there. */
export async function sweepHarvests(tx: WriteTx, { now }: Pick<Effects, "now">, days: number): Promise<void> {
  await tx.query(
    `delete from catalogue.harvest_run r where ended_at < $1::timestamptz - make_interval(days => $2)
       and exists (select from catalogue.harvest_run later where later.source = r.source and later.asked_at > r.asked_at)`,
    [now(), days],
  );
}
