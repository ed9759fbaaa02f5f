/** `jendela takedown SLUG`: erases personal data that was published by mistake. There is no way back. */
import type { Command } from "commander";
import { takedownBody } from "../catalogue/takedown.ts";
import { forgetUnfinished } from "../intake/unfinished.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import { showTakedown, takeDownDataset } from "../release/takedown.ts";
import { EXIT, Exit } from "./program.ts";
import { type ServiceVerbDeps, withService } from "./service.ts";

interface TakedownOptions {
  readonly version?: readonly string[];
  readonly column?: string;
  readonly all?: boolean;
  readonly reason: string;
  readonly json?: boolean;
}

export function addTakedownCommand(program: Command, deps: ServiceVerbDeps): void {
  program
    .command("takedown <slug>")
    .description("Hapus data pribadi yang terlanjur terbit, selamanya / erase personal data for good")
    .option("--version <n...>", "versi ini / these versions")
    .option("--column <field>", "kolom ini di semua versi / this column in every version")
    .option("--all", "seluruh dataset / the whole dataset")
    .requiredOption("--reason <text>", "alasan, dibaca publik / why; the public reads it")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async (slug: string, { version, column, all, reason, json }: TakedownOptions) => {
      if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
      const asked = takedownBody.safeParse({
        ...(version === undefined ? {} : { versions: version.map(Number) }),
        ...(column === undefined ? {} : { column }),
        ...(all === true ? { all } : {}),
        reason,
      });
      if (!asked.success)
        throw new Exit(
          EXIT.usage,
          "Pilih satu: --version, --column atau --all. / Choose one: --version, --column or --all.",
        );
      const done = await withService(deps, (service) =>
        takeDownDataset(
          { ...service, forgetUnfinished: (one) => forgetUnfinished(service, one) },
          SYSTEM,
          slug,
          asked.data,
        ),
      );
      const shown = showTakedown(done);
      if (json === true) deps.print(JSON.stringify(shown));
      else {
        const versions = done.versions.join(", ");
        deps.print(
          `Terhapus / erased: versi ${versions}; ${done.rows} baris / rows; ${done.uploads.length} unggahan / uploads; ${done.files} berkas / files`,
        );
        const { id, en } = shown.backups as { id: string; en: string }; // showTakedown's own
        deps.say(`${id}\n${en}`);
      }
    });
}
