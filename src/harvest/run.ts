/**
 * A run of a source: its whole list → each of its tables → those that are not there any more. Held under a lease that is renewed while it
 * lasts; whoever loses it stops, whoever is told to stop leaves the run to be taken up again. What one dataset does wrong is told of it
 * and stops no other; where more than a fifth of what was known is missing, nothing is removed until somebody confirms it.
 */
import { forgetHarvestDocuments, type HarvestItem, listHarvestItems } from "../catalogue/harvest-items.ts";
import {
  claimHarvest,
  endHarvest,
  type HarvestEnd,
  type HarvestOutcome,
  type HarvestResult,
  type HarvestRun,
  listMissing,
  parkHarvest,
  recordHarvestResult,
  renewHarvest,
} from "../catalogue/harvest-runs.ts";
import type { HarvestSource } from "../catalogue/harvest-sources.ts";
import { isFault } from "../kernel/fault.ts";
import type { Told } from "../kernel/told.ts";
import { isUnreadable } from "../tabular/model.ts";
import type { HarvestDeps } from "./deps.ts";
import { readList } from "./read-list.ts";
import { type RemoteDataset, tablesOf } from "./remote-dataset.ts";
import { removeTable, type Table, type TakenResult, takeTable } from "./take-table.ts";

const LEASE_SECONDS = 30;
const BEAT_MS = 5_000;
const MOST_ATTEMPTS = 5;
/** More than this part of what was known must not vanish unseen. */
const GUARD = 1 / 5;

/** Does one run, if it waits to be done. Never throws for the source's sake. */
export async function runHarvest(deps: HarvestDeps, id: string, stop: AbortSignal): Promise<void> {
  const { store, effects } = deps;
  const lease = { owner: effects.newId(), seconds: LEASE_SECONDS };
  const claimed = await store.write((tx) => claimHarvest(tx, id, lease, effects.now()));
  if (claimed === undefined) return;
  const { run, source } = claimed;
  const lost = new AbortController();
  const beat = setInterval(() => {
    store
      .write((tx) => renewHarvest(tx, id, lease))
      .then(
        (held) => held || lost.abort(),
        (error: unknown) => effects.observe({ kind: "lease-not-renewed", level: "warn", run: id, error }),
      );
  }, BEAT_MS);
  const signal = AbortSignal.any([stop, lost.signal]);
  const end = async (how: HarvestEnd): Promise<void> => {
    await store.write((tx) => endHarvest(tx, id, how, effects.now()));
    const level = how.state === "done" ? "info" : "warn";
    effects.observe({ kind: "harvested", level, source: source.id, state: how.state, ...how.counts });
  };
  try {
    if (run.attempts > MOST_ATTEMPTS) await end({ state: "failed", counts: {}, fault: INTERNAL });
    else await end(await harvest(deps, run, source, signal));
  } catch (error) {
    if (lost.signal.aborted) return;
    if (stop.aborted) await store.write((tx) => parkHarvest(tx, id, lease.owner));
    else {
      if (!isFault(error)) effects.observe({ kind: "harvest-broken", level: "error", source: source.id, error });
      await end({ state: "failed", counts: {}, fault: tell(error) });
    }
  } finally {
    clearInterval(beat);
  }
}

const INTERNAL: Told = { code: "server.internal", params: {} };

const tell = (error: unknown): Told => {
  if (isFault(error)) return { code: error.code, params: error.params };
  return isUnreadable(error) ? { code: error.finding.code, params: error.finding.params } : INTERNAL;
};

async function harvest(
  deps: HarvestDeps,
  run: HarvestRun,
  source: HarvestSource,
  signal: AbortSignal,
): Promise<HarvestEnd> {
  const { store } = deps;
  const met = new Set<string>();
  const counts: Partial<Record<HarvestOutcome, number>> = {};
  const record = async (result: HarvestResult): Promise<void> => {
    counts[result.outcome] = (counts[result.outcome] ?? 0) + 1;
    await store.write((tx) => recordHarvestResult(tx, run.id, result));
  };
  const remotes = await readList(deps, source, signal, (address) => met.add(address));
  const items = await store.read((tx) => listHarvestItems(tx, source.id));
  const { tables, empty, missing } = matchTables(source, remotes, items);
  for (const remote of empty) await record({ ...namesOf(remote.id, "", remote.title), outcome: "skipped" });
  for (const table of tables) {
    signal.throwIfAborted();
    const { remote } = table;
    const result = await takeOne(deps, table, signal, (address) => met.add(address));
    await record({ ...namesOf(remote.id, table.table.id, remote.title), ...result });
  }
  const guarded = await followMissing(deps, run, source, { items, missing, record });
  await store.write((tx) => forgetHarvestDocuments(tx, source.id, [...met]));
  return { state: guarded ? "guarded" : "done", counts };
}

const namesOf = (remote: string, part: string, title: string) => ({ remote, part, title });

async function takeOne(
  deps: HarvestDeps,
  table: Table,
  signal: AbortSignal,
  met: (address: string) => void,
): Promise<TakenResult> {
  try {
    await deps.letPass?.(signal);
    return await takeTable(deps, table, signal, met);
  } catch (error) {
    if (signal.aborted) throw error;
    const { source } = table;
    if (!isFault(error) && !isUnreadable(error))
      deps.effects.observe({ kind: "harvest-table-broken", level: "error", source: source.id, error });
    return { outcome: isUnreadable(error) ? "invalid" : "failed", detail: tell(error) };
  }
}

interface Matched {
  readonly tables: readonly Table[];
  /** Datasets without a table. */
  readonly empty: readonly RemoteDataset[];
  /** Known and shown, but not in the list any more. */
  readonly missing: readonly HarvestItem[];
}

/** Each table with what was known of it. A dataset's only table stays the same one when the source gives it another name. */
function matchTables(source: HarvestSource, remotes: readonly RemoteDataset[], items: readonly HarvestItem[]): Matched {
  const known = groupByRemote(items);
  const found = new Set<HarvestItem>();
  const empty: RemoteDataset[] = [];
  const tables = remotes.flatMap((remote) => {
    const parts = tablesOf(remote);
    if (parts.length === 0) empty.push(remote);
    const before = known.get(remote.id) ?? [];
    const several = parts.length > 1;
    return parts.map((table): Table => {
      const same = before.find(({ part }) => part === table.id);
      const only = several || before.length !== 1 ? undefined : before[0];
      const item = same ?? only;
      if (item !== undefined) found.add(item);
      return { source, remote, table, several, item };
    });
  });
  return { tables, empty, missing: items.filter((item) => !found.has(item) && item.goneAt === undefined) };
}

function groupByRemote(items: readonly HarvestItem[]): ReadonlyMap<string, readonly HarvestItem[]> {
  const groups = new Map<string, HarvestItem[]>();
  for (const item of items) {
    const group = groups.get(item.remote);
    if (group === undefined) groups.set(item.remote, [item]);
    else group.push(item);
  }
  return groups;
}

interface Following {
  readonly items: readonly HarvestItem[];
  readonly missing: readonly HarvestItem[];
  readonly record: (result: HarvestResult) => Promise<void>;
}

/** True: too many are missing, and nothing was removed that nobody confirmed. */
async function followMissing(
  deps: HarvestDeps,
  run: HarvestRun,
  source: HarvestSource,
  { items, missing, record }: Following,
): Promise<boolean> {
  const shown = items.filter(({ goneAt }) => goneAt === undefined).length;
  const { confirms } = run;
  const seen = confirms === undefined ? [] : await deps.store.read((tx) => listMissing(tx, confirms));
  const confirmed = new Set(seen.map(({ remote, part }) => JSON.stringify([remote, part])));
  const isConfirmed = ({ remote, part }: HarvestItem): boolean => confirmed.has(JSON.stringify([remote, part]));
  const open = missing.filter((item) => !isConfirmed(item));
  const guarded = open.length > shown * GUARD;
  for (const item of missing) {
    const names = namesOf(item.remote, item.part, item.title);
    if (guarded && !isConfirmed(item)) await record({ ...names, outcome: "missing" });
    else {
      const removed = await removeTable(deps, source, item).catch((error: unknown) => {
        if (isFault(error)) return error;
        throw error;
      });
      if (isFault(removed)) await record({ ...names, outcome: "failed", detail: tell(removed) });
      else await record({ ...names, dataset: removed, outcome: "removed" });
    }
  }
  return guarded;
}
