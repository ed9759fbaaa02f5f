/** `jendela harvest`: sources of harvesting kept and looked at from the command line, beside a running server or without one. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Command, InvalidArgumentError } from "commander";
import { showRun, showSource } from "../api/harvest.ts";
import { askForHarvest, getHarvestRun, type HarvestResult, listHarvestResults } from "../catalogue/harvest-runs.ts";
import {
  createHarvestSource,
  deleteHarvestSource,
  getHarvestSource,
  listHarvestSources,
  newHarvestSource,
} from "../catalogue/harvest-sources.ts";
import { runHarvest } from "../harvest/run.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { sayTold } from "../kernel/told.ts";
import { createGet } from "../outgoing/get.ts";
import { printRows, readArguments, withStore } from "./administration.ts";
import { EXIT, Exit, interruptSignal } from "./program.ts";
import { type ServiceVerbDeps, withService } from "./service.ts";

interface AddOptions {
  readonly name: string;
  readonly kind: string;
  readonly agency: string;
  readonly topic?: readonly string[];
  readonly license?: string;
  readonly every?: number;
  readonly byHand?: boolean;
  readonly publish?: boolean;
  readonly json?: boolean;
}

interface RunOptions {
  readonly confirm?: string;
  readonly json?: boolean;
}

export function addHarvestCommands(program: Command, deps: ServiceVerbDeps): void {
  const harvest = program
    .command("harvest")
    .description(
      "Sumber panen: katalog lain yang datanya ditampilkan di sini / other catalogues whose data is shown here",
    );

  harvest
    .command("list")
    .description("Semua sumber / every source")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const sources = await withStore(deps, (store) => store.read((tx) => listHarvestSources(tx, SYSTEM)));
      const rows = sources.map(({ id, name, kind, address, agency, everyHours, publishes, nextAt, disabledAt }) => ({
        ...{ id, name, kind, address, agency, everyHours, publishes, nextAt, disabledAt },
      }));
      printRows(deps, json ? sources.map(showSource) : rows, json);
    });

  harvest
    .command("add <address>")
    .description("Tambah sumber; mencetak ID-nya / add a source; prints its ID")
    .requiredOption("--name <name>", "nama sumber / its name")
    .requiredOption("--kind <kind>", "ckan | dcat | data.json | file")
    .requiredOption("--agency <slug>", "instansi pemilik datasetnya / the agency of its datasets")
    .option("--topic <slug...>", "topik datasetnya / topics of its datasets")
    .option("--license <name>", "lisensi bila sumber tidak menyebutnya / the licence where it names none")
    .option("--every <hours>", "jam antarputaran / hours between runs", hours, 24)
    .option("--by-hand", "hanya bila diminta / only when asked for")
    .option("--publish", "terbitkan tanpa menunggu walidata / publish without waiting for a reviewer")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async (address: string, options: AddOptions) => {
      const { name, kind, agency, topic = [], license = null, every = 24, byHand, publish = false, json } = options;
      const everyHours = byHand === true ? null : every;
      const given = { name, kind, address, agency, topics: topic, license, everyHours, publishes: publish };
      const wanted = readArguments(newHarvestSource, given);
      const source = await withStore(deps, (store) =>
        store.write((tx) => createHarvestSource(tx, SYSTEM, wanted, deps.effects)),
      );
      deps.print(json === true ? JSON.stringify(showSource(source)) : source.id);
    });

  harvest
    .command("remove <id>")
    .description("Hapus sumber; datasetnya tetap / remove a source; its datasets stay")
    .action((id: string) =>
      withStore(deps, (store) => store.write((tx) => deleteHarvestSource(tx, SYSTEM, id, deps.effects))),
    );

  harvest
    .command("run <id>", { isDefault: true })
    .description("Panen sumber sekarang / harvest a source now")
    .option(
      "--confirm <run>",
      "setujui penghapusan yang ditahan putaran ini / confirm the removals that this run held back",
    )
    .option("--json", "hasil sebagai JSON / as JSON")
    .action((id: string, options: RunOptions) => runNow(deps, id, options));
}

/** How often the run of a server beside us is looked at. */
const LOOK_MS = 500;

async function runNow(deps: ServiceVerbDeps, id: string, { confirm, json }: RunOptions): Promise<void> {
  const { run, results } = await withService(deps, async (service) => {
    const { store, effects } = service;
    const asked = await store.write((tx) => askForHarvest(tx, SYSTEM, id, effects, confirm));
    const get = createGet(deps.loadConfig().harvestNetworks);
    const source = await store.read((tx) => getHarvestSource(tx, SYSTEM, id));
    const signal = interruptSignal();
    for (;;) {
      // A server beside us may have taken it already: then it is waited for, and taken up if that server dies.
      await runHarvest({ ...service, get }, asked.id, signal);
      const run = await store.read((tx) => getHarvestRun(tx, source, asked.id));
      if (run.endedAt !== undefined || signal.aborted)
        return { run, results: await store.read((tx) => listHarvestResults(tx, asked.id)) };
      await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
    }
  });
  if (json === true) deps.print(JSON.stringify({ ...showRun(run), results }));
  else {
    for (const result of results) deps.print(lineOf(result));
    const counts = Object.entries(run.counts).map(([outcome, count]) => `${outcome} ${count}`);
    deps.print(`${run.state}: ${counts.join(", ") || "-"}`);
  }
  if (run.fault !== undefined) {
    const { id: indonesian, en } = sayTold(run.fault);
    throw new Exit(EXIT.failure, `${indonesian}\n${en} [${run.fault.code}]`);
  }
  if (run.state === "guarded")
    throw new Exit(
      EXIT.invalid,
      `Lebih dari seperlima hilang; tidak ada yang dihapus. Setujui dengan --confirm ${run.id}\nMore than a fifth is missing; nothing was removed. Confirm with --confirm ${run.id}`,
    );
}

function lineOf({ title, dataset, outcome, detail }: HarvestResult): string {
  const said = detail === undefined ? "" : `: ${sayTold(detail).id} [${detail.code}]`;
  return `${outcome}\t${dataset ?? "-"}\t${title}${said}`;
}

function hours(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Jam, dari 1. / Hours, from 1.");
}
