/**
 * A dataset that is about to be: its first file, received and looked at, with what its columns seem to be, until the officer confirms.
 * Kept in the spool beside other unfinished files, which are swept after some hours; only whoever sent the file finds it again.
 */
import { readFile, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { demand } from "../catalogue/rights.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isUploadId } from "../kernel/ids.ts";
import { announcedBytes } from "./admit.ts";
import type { IntakeDeps } from "./deps.ts";
import { type Outline, outlineSheets } from "./outline.ts";
import { type ReceivedFile, type ReceiveOptions, receiveFile } from "./receive.ts";

export interface Draft {
  readonly id: string;
  readonly actor: string;
  readonly file: ReceivedFile;
  /** One for each sheet that holds a table. */
  readonly tables: readonly [Outline, ...Outline[]];
}

/** Throws rights, `upload.*` faults, and Unreadable where there is no table to see. */
export async function receiveDraft(
  deps: IntakeDeps,
  actor: Actor,
  request: IncomingMessage,
  { beforeFile }: Pick<ReceiveOptions, "beforeFile">,
): Promise<Draft> {
  demand(actor, "dataset.create");
  const { spool, maxUploadBytes: maxBytes, effects } = deps;
  await deps.disk.demand(announcedBytes(request, maxBytes));
  const file = await receiveFile(request, { spool, maxBytes, newId: effects.newId, beforeFile });
  const tables = await outlineSheets(deps, file);
  const draft: Draft = { id: effects.newId(), actor: actor.key, file, tables };
  await writeFile(pathOf(deps, draft.id), JSON.stringify(draft), { mode: 0o600 });
  return draft;
}

/** Throws `upload.unknown` for one that is not there, any more, or for this actor. */
export async function getDraft(deps: IntakeDeps, actor: Actor, id: string): Promise<Draft> {
  demand(actor, "dataset.create");
  const unknown = new Fault("upload.unknown", { id: id.slice(0, 100) });
  if (!isUploadId(id)) throw unknown;
  const written = await readFile(pathOf(deps, id), "utf8").catch(() => undefined);
  if (written === undefined) throw unknown;
  const draft = JSON.parse(written) as Draft; // written by receiveDraft
  if (draft.actor !== actor.key) throw unknown;
  return draft;
}

const pathOf = ({ spool }: Pick<IntakeDeps, "spool">, id: string): string => join(spool, `${id}.draft`);
