/**
 * `jendela verify`: every kept file, every original and every version's rows against their hashes, and the audit trail unless one dataset
 * was named. Ends with 1 when something is wrong.
 */
import { join } from "node:path";
import type { Command } from "commander";
import { type AuditProof, proveAudit } from "../catalogue/audit-chain.ts";
import { getDataset } from "../catalogue/datasets.ts";
import type { Config } from "../config/settings.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import type { Text } from "../kernel/locale.ts";
import { type Problem, type Verified, verifyAll } from "../release/verify.ts";
import { openFileStore } from "../store/files.ts";
import { type AdministrationDeps, withStore } from "./administration.ts";
import { sayProof } from "./audit.ts";
import { EXIT, Exit } from "./program.ts";

interface Options {
  readonly dataset?: string;
  readonly json?: boolean;
}

const problemText: { readonly [K in Problem["kind"]]: Text } = {
  lost: { id: "berkas hilang dari penyimpanan", en: "the file is gone from the store" },
  changed: { id: "isi berkas berubah", en: "the file's bytes have changed" },
  rows: {
    id: "baris di basis data tidak lagi sama dengan CSV yang terbit",
    en: "the rows no longer give the published CSV",
  },
};

export function addVerifyCommand(
  program: Command,
  deps: AdministrationDeps & { readonly loadConfig: () => Config },
): void {
  program
    .command("verify")
    .description("Periksa semua berkas dan versi terhadap sidiknya / check every file and version against its hash")
    .option("--dataset <slug>", "hanya dataset ini / only this dataset")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async ({ dataset, json }: Options) => {
      const problems: Problem[] = [];
      let audit: AuditProof | undefined;
      const files = await openFileStore(join(deps.loadConfig().home, "files"));
      const verified = await withStore(deps, async (store) => {
        if (dataset !== undefined && !isDatasetSlug(dataset))
          throw new Fault("dataset.unknown", { slug: dataset.slice(0, 100) });
        // Whoever mistypes a name must not hear that all is well.
        if (dataset !== undefined) await store.read((tx) => getDataset(tx, SYSTEM, dataset));
        if (dataset === undefined) audit = await store.read((tx) => proveAudit(tx));
        return verifyAll({ store, files }, dataset, (problem) => {
          problems.push(problem);
          if (json !== true) deps.print(showProblem(problem));
        });
      });
      if (json === true) deps.print(JSON.stringify({ ...verified, problems, audit }));
      else {
        if (audit !== undefined) sayProof(deps, audit);
        deps.say(showOutcome(verified, problems.length));
      }
      if (problems.length > 0 || audit?.broken !== undefined) throw new Exit(EXIT.invalid);
    });
}

function showProblem({ kind, dataset, version, ending, upload, sha256 }: Problem): string {
  const what =
    upload === undefined
      ? `${dataset} v${version}${ending === undefined ? "" : `.${ending}`}`
      : `${dataset} (${upload})`;
  return `${what}: ${problemText[kind].id} / ${problemText[kind].en} [${sha256}]`;
}

const showOutcome = ({ versions, files, originals, unrendered }: Verified, problems: number): string =>
  [
    `${versions} versi, ${files} berkas terbit, ${originals} berkas asli diperiksa; ${problems} masalah; ${unrendered} versi belum punya CSV.`,
    `${versions} versions, ${files} published files, ${originals} originals checked; ${problems} problems; ${unrendered} versions have no CSV yet.`,
  ].join("\n");
