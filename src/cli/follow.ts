/** `jendela follow URL [DIR]`: keeps a copy of another server in step. Needs neither database nor configuration of its own. */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { type Command, InvalidArgumentError } from "commander";
import { openFolder } from "../follow/folder.ts";
import { openPostgres, SchemaBusy } from "../follow/postgres.ts";
import { openRemote, Refusal, type Remote } from "../follow/remote.ts";
import { type FollowEvent, followRound, OtherSource, type RoundOptions } from "../follow/run.ts";
import type { Target } from "../follow/target.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import { EXIT, Exit, interruptSignal } from "./program.ts";

export interface FollowDeps {
  readonly print: (line: string) => void;
  readonly say: (line: string) => void;
}

interface FollowOptions {
  readonly dataset?: readonly string[];
  readonly postgres?: string;
  readonly schema: string;
  readonly once?: boolean;
  readonly interval: number;
  readonly tokenFile?: string;
  readonly json?: boolean;
}

/** As long as a server may let us wait. */
const LONGEST_WAIT_SECONDS = 30;

export function addFollowCommand(program: Command, { print, say }: FollowDeps): void {
  program
    .command("follow <url> [dir]")
    .description(
      "Simpan salinan katalog lain dan jaga tetap sama, di folder atau PostgreSQL / keep a copy of another server in step, in a folder or PostgreSQL",
    )
    .option("--dataset <slug...>", "hanya dataset ini / only these datasets")
    .option("--postgres <url>", "basis data tujuan / the database to keep it in")
    .option("--schema <name>", "skema di basis data itu / the schema in it", "jendela")
    .option("--once", "satu putaran saja / one round, then end")
    .option("--interval <seconds>", "jeda antarputaran / seconds between rounds", seconds, LONGEST_WAIT_SECONDS)
    .option("--token-file <file>", "berkas berisi token akses / a file that holds an access token")
    .option("--json", "satu objek JSON per baris / one JSON object a line")
    .action(async (url: string, dir: string | undefined, options: FollowOptions) => {
      const signal = interruptSignal();
      const remote = openRemote(webAddress(url), { token: await readToken(options.tokenFile), signal });
      const only = options.dataset === undefined ? undefined : [...new Set(options.dataset)].sort().map(slugOf);
      const report = (event: FollowEvent): void =>
        print(options.json === true ? JSON.stringify(event) : showEvent(event));
      const targets = await openTargets(dir, options);
      try {
        await follow(targets, { remote, only, report, signal, say }, options);
        if (options.once === true) return;
      } catch (error) {
        // Ctrl-C ends it well: what was under way is as it was before.
        if (!signal.aborted) throw asExit(error, url);
      } finally {
        for (const target of targets) await target.close();
      }
      say("Berhenti; jalankan lagi untuk melanjutkan. / Stopped; run it again to go on.");
    });
}

interface Following extends Omit<RoundOptions, "waitSeconds"> {
  readonly remote: Remote;
  readonly say: FollowDeps["say"];
}

/** Round after round until the signal; the server is asked to wait where it has nothing, so that a change is heard of at once. */
async function follow(
  targets: readonly Target[],
  { remote, say, ...round }: Following,
  { once, interval }: FollowOptions,
): Promise<void> {
  for (let number = 0; !round.signal.aborted; number += 1) {
    const began = performance.now();
    let [looked, failed] = [0, 0];
    for (const [index, target] of targets.entries()) {
      const waitSeconds = number === 0 || index > 0 ? 0 : Math.min(interval, LONGEST_WAIT_SECONDS);
      try {
        const result = await followRound(remote, target, { ...round, waitSeconds });
        looked += result.looked;
        failed += result.failed;
      } catch (error) {
        // A server that is away for a while is no reason to stop following it.
        if (once === true || round.signal.aborted || !isRemoteTrouble(error)) throw error;
        say(`${remote.source}: ${messageOf(error)}`);
        failed += 1;
      }
    }
    if (once === true) {
      if (failed === 0) return;
      throw new Exit(EXIT.failure, `${failed} dataset belum sama. / ${failed} datasets are not in step.`);
    }
    if (failed === 0 && (number === 0 || looked > 0)) continue;
    const left = interval * 1000 - (performance.now() - began);
    await sleep(Math.max(0, left), undefined, { signal: round.signal }).catch(() => {});
  }
}

async function openTargets(dir: string | undefined, { postgres, schema }: FollowOptions): Promise<readonly Target[]> {
  if (dir === undefined && postgres === undefined)
    throw new Exit(EXIT.usage, "Sebut folder tujuan atau --postgres. / Name a folder, or --postgres.");
  const targets: Target[] = [];
  if (dir !== undefined) targets.push(await openFolder(dir));
  if (postgres !== undefined)
    targets.push(
      await openPostgres(postgres, schema).catch((error: unknown) => {
        throw asExit(error, schema);
      }),
    );
  return targets;
}

function showEvent(event: FollowEvent): string {
  const { dataset } = event;
  switch (event.kind) {
    case "copied":
      return `${dataset}: v${event.version}, salinan penuh / full copy${event.instead === undefined ? "" : ` (${event.instead})`}`;
    case "stepped":
      return `${dataset}: v${event.from} → v${event.version}, selisih / difference`;
    case "described":
      return `${dataset}: v${event.version}, keterangan / description`;
    case "withdrawn":
      return `${dataset}: ditarik / withdrawn: ${event.reason}`;
    case "removed":
      return `${dataset}: tidak terbuka lagi / no longer open`;
    case "failed":
      return `${dataset}: gagal, akan dicoba lagi / failed, will be tried again: ${event.reason}`;
  }
}

function asExit(error: unknown, about: string): unknown {
  if (error instanceof OtherSource)
    return new Exit(
      EXIT.usage,
      `Tujuan ini berisi salinan dari ${error.message}. Pakai folder atau skema lain. / This is a copy of ${error.message}; use another folder or schema.`,
    );
  if (error instanceof SchemaBusy)
    return new Exit(
      EXIT.usage,
      `Skema ${about} sedang diikuti proses lain. / Another process follows into schema ${about}.`,
    );
  return isRemoteTrouble(error) ? new Exit(EXIT.failure, `${about}: ${messageOf(error)}`) : error;
}

/** The server refused, or fetch could not reach it. */
const isRemoteTrouble = (error: unknown): error is Refusal | TypeError =>
  error instanceof Refusal || error instanceof TypeError;

/** fetch says why in its cause. */
const messageOf = (error: Refusal | TypeError): string =>
  error.cause instanceof Error ? error.cause.message : error.message;

async function readToken(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(file, "utf8").catch(() => {
    throw new Exit(EXIT.usage, `Berkas token tidak dapat dibaca / the token file cannot be read: ${file}`);
  });
  return text.trim();
}

function webAddress(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new Exit(EXIT.usage, `Bukan alamat web / not a web address: ${url}`);
}

function slugOf(text: string) {
  if (isDatasetSlug(text)) return text;
  throw new Exit(EXIT.usage, `Bukan nama dataset / not a dataset's name: ${text}`);
}

function seconds(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Detik, dari 1. / Seconds, from 1.");
}
