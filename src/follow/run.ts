/**
 * One round of following: what changed → which datasets → each brought in step → what is left for the next round. The feed says where to
 * look; what is there now decides what is done, so that a round may be cut off anywhere and run again.
 */
import type { DatasetSlug } from "../kernel/ids.ts";
import { BadAnswer, canStep, type Description, sameShape } from "./description.ts";
import { Mismatch } from "./merge.ts";
import { Refusal, type Remote } from "./remote.ts";
import type { FollowState, Target } from "./target.ts";

/** What became of one dataset. */
export type FollowEvent =
  | { readonly kind: "described"; readonly dataset: DatasetSlug; readonly version: number }
  /** `instead`: why the difference from the copy that was there could not be used. */
  | { readonly kind: "copied"; readonly dataset: DatasetSlug; readonly version: number; readonly instead?: string }
  | { readonly kind: "stepped"; readonly dataset: DatasetSlug; readonly from: number; readonly version: number }
  | { readonly kind: "withdrawn" | "removed" | "failed"; readonly dataset: DatasetSlug; readonly reason: string };

export interface RoundOptions {
  /** Absent: every dataset that may be read. */
  readonly only?: readonly DatasetSlug[] | undefined;
  readonly report: (event: FollowEvent) => void;
  readonly signal: AbortSignal;
  /** How long the server may wait for something to happen. */
  readonly waitSeconds?: number | undefined;
}

/** The folder or schema holds the copy of another server. */
export class OtherSource extends Error {}

/** State is written at least this often, so that a killed round does not begin again from its start. */
const KEEP_EVERY = 20;

export interface RoundResult {
  /** How many datasets were looked at. */
  readonly looked: number;
  /** How many of them could not be brought in step; they are tried again in the next round. */
  readonly failed: number;
}

export async function followRound(remote: Remote, target: Target, options: RoundOptions): Promise<RoundResult> {
  const { only, report, signal } = options;
  let state = await gather(remote, target, options);
  const left = new Set(state.pending);
  let failed = 0;
  let done = 0;
  try {
    for (const slug of state.pending) {
      if (signal.aborted) break;
      try {
        await follow(remote, target, slug, { report, named: only?.includes(slug) === true });
        left.delete(slug);
      } catch (error) {
        if (signal.aborted) break;
        failed += 1;
        report({ kind: "failed", dataset: slug, reason: error instanceof Error ? error.message : String(error) });
      }
      done += 1;
      if (done % KEEP_EVERY === 0) {
        state = { ...state, pending: [...left] };
        await target.writeState(state);
      }
    }
  } finally {
    await target.writeState({ ...state, pending: [...left] });
  }
  return { looked: done, failed };
}

/** Reads the feed to its end and writes down what there is to do, before any of it is done. */
async function gather(remote: Remote, target: Target, options: RoundOptions): Promise<FollowState> {
  const { only, waitSeconds = 0 } = options;
  const before = await target.readState();
  if (before !== undefined && before.source !== remote.source) throw new OtherSource(before.source);
  const same = before !== undefined && JSON.stringify(before.only) === JSON.stringify(only);
  const pending = new Set(before?.pending);
  let cursor = same ? before.cursor : undefined;
  if (cursor === undefined) for (const slug of [...(await target.list()), ...(only ?? [])]) pending.add(slug);
  for (;;) {
    const page = await remote
      .changes(cursor, pending.size === 0 && cursor !== undefined ? waitSeconds : 0)
      .catch((error: unknown) => {
        // The server was set back, or is another one: compare everything anew.
        if (error instanceof Refusal && cursor !== undefined && (error.status === 409 || error.status === 400))
          return undefined;
        throw error;
      });
    if (page === undefined) {
      cursor = undefined;
      for (const slug of await target.list()) pending.add(slug);
      continue;
    }
    for (const slug of page.slugs) pending.add(slug);
    cursor = page.next;
    if (!page.hasNextPage) break;
  }
  const state = {
    source: remote.source,
    only,
    cursor,
    pending: [...pending].filter((slug) => only?.includes(slug) ?? true),
  };
  await target.writeState(state);
  return state;
}

interface FollowOptions {
  readonly report: RoundOptions["report"];
  /** It was asked for by name: that there is none is worth saying. */
  readonly named: boolean;
}

/** Brings one dataset in step with what the server has now. */
async function follow(
  remote: Remote,
  target: Target,
  slug: DatasetSlug,
  { report, named }: FollowOptions,
): Promise<void> {
  const found = await remote.describe(slug);
  const held = await target.find(slug).catch(() => undefined);
  if (found.kind !== "there") {
    const there = (await target.list()).includes(slug);
    if (!there && named) throw new Error(found.reason);
    if (!there) return;
    await target.takeDown(slug, found.kind, found.reason);
    if (held !== undefined) report({ kind: found.kind, dataset: slug, reason: found.reason });
    return;
  }
  const { description } = found;
  const { version } = description;
  if (held !== undefined && held.sha256 === description.sha256 && sameShape(held, description)) {
    if (held.text === description.text) return;
    await target.describe(description);
    report({ kind: "described", dataset: slug, version });
    return;
  }
  const instead = held === undefined ? undefined : await step(remote, target, held, description);
  if (held !== undefined && instead === undefined) {
    report({ kind: "stepped", dataset: slug, from: held.version, version });
  } else if (await target.adopt(description)) {
    report({ kind: "described", dataset: slug, version });
  } else {
    await target.replace(description, await remote.csv(description));
    report({ kind: "copied", dataset: slug, version, ...(instead === undefined ? {} : { instead }) });
  }
}

/** Tries the difference. Returns why not, where it cannot be had or does not lead to the announced bytes. */
async function step(remote: Remote, target: Target, from: Description, to: Description): Promise<string | undefined> {
  if (!canStep(from, to)) return "no common key, or not forwards";
  try {
    await target.step(from, to, await remote.diff(from, to));
    return undefined;
  } catch (error) {
    // A base that was withdrawn has no difference any more (410).
    if (error instanceof Mismatch || error instanceof BadAnswer || (error instanceof Refusal && error.status < 500))
      return error.message;
    throw error;
  }
}
