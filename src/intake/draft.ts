/**
 * A dataset that is about to be: its first file, received and looked at, with what its columns seem to be, until the officer confirms.
 * Kept in the spool beside other unfinished files, which are swept after some hours; only whoever sent the file finds it again.
 */
import { readFile, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { loadRegionFacts } from "../catalogue/reference.ts";
import { demand } from "../catalogue/rights.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isUploadId } from "../kernel/ids.ts";
import type { FieldRole, FieldType } from "../kernel/package.ts";
import { inspectInWorker } from "../tabular/inspect-in-worker.ts";
import type { IntakeDeps } from "./deps.ts";
import { type ReceivedFile, type ReceiveOptions, receiveFile } from "./receive.ts";
import { readRowsOf } from "./sheet-window.ts";

export interface DraftColumn {
  readonly name: string;
  readonly title: string;
  readonly type: FieldType;
  readonly role: FieldRole | undefined;
  readonly unit: string | undefined;
  readonly samples: readonly string[];
}

export interface Draft {
  readonly id: string;
  readonly actor: string;
  readonly file: ReceivedFile;
  readonly title: string;
  /** Periods stood side by side: the columns are those of the long form. */
  readonly wide: boolean;
  readonly rows: number;
  readonly columns: readonly DraftColumn[];
}

const SAMPLES = 3;

/** Throws rights, `upload.*` faults, and Unreadable where there is no table to see. */
export async function receiveDraft(
  deps: IntakeDeps,
  actor: Actor,
  request: IncomingMessage,
  { beforeFile }: Pick<ReceiveOptions, "beforeFile">,
): Promise<Draft> {
  demand(actor, "dataset.create");
  const { spool, maxUploadBytes: maxBytes, effects } = deps;
  const file = await receiveFile(request, { spool, maxBytes, newId: effects.newId, beforeFile });
  const regions = await deps.store.read(loadRegionFacts);
  const { tables } = await inspectInWorker({ path: file.path, name: file.name, regions });
  const table = tables.find(({ hidden }) => !hidden) ?? tables[0];
  const [first = 0, last = 0] = table?.dataRows ?? [];
  const wanted = new Set(Array.from({ length: Math.min(SAMPLES, last - first + 1) }, (_, at) => first + at));
  const rows = await readRowsOf(file, table?.sheet ?? null, wanted);
  const samplesOf = (column: number): string[] =>
    [...rows.values()].map((cells) => cells[column - 1] ?? "").filter((cell) => cell !== "");
  const wide = table?.layout === "wide";
  const isPeriod = new Set(table?.periodColumns.map(({ column }) => column));
  const own = (table?.fields ?? [])
    .filter(({ column }) => !isPeriod.has(column))
    .map(({ column, name, title, type, role, unit }) => ({
      name,
      title: title || name,
      type,
      role: role ?? undefined,
      unit: unit ?? undefined,
      samples: samplesOf(column),
    }));
  const draft: Draft = {
    id: effects.newId(),
    actor: actor.key,
    file,
    title: table?.title ?? file.name.replace(/\.[a-z]{2,5}$/i, "").replaceAll("_", " "),
    wide,
    rows: table?.longRows ?? 0,
    columns: wide && table !== undefined ? [...own, ...unfolded(table.periodColumns, table.unit, samplesOf)] : own,
  };
  await writeFile(pathOf(deps, draft.id), JSON.stringify(draft), { mode: 0o600 });
  return draft;
}

/** The two columns that columns of periods become. */
function unfolded(
  periods: readonly { readonly column: number; readonly period: string }[],
  unit: string | null,
  samplesOf: (column: number) => string[],
): readonly DraftColumn[] {
  const yearly = periods.every(({ period }) => /^\d{4}$/.test(period));
  const names = periods.slice(0, SAMPLES).map(({ period }) => period);
  return [
    {
      name: yearly ? "tahun" : "periode",
      title: yearly ? "Tahun" : "Periode",
      type: yearly ? "year" : "string",
      role: "period",
      unit: undefined,
      samples: names,
    },
    {
      name: "nilai",
      title: "Nilai",
      type: "number",
      role: "measure",
      unit: unit ?? undefined,
      samples: samplesOf(periods[0]?.column ?? 1),
    },
  ];
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
