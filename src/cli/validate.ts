/** `jendela validate FILE`: the checks of an upload without uploading; with `--dataset` against that dataset's declared schema. */
import { access } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { getDataset } from "../catalogue/datasets.ts";
import { loadRegionFacts } from "../catalogue/reference.ts";
import { IMPORTER } from "../import-package.ts";
import { withPrevious } from "../intake/previous.ts";
import { currentReading } from "../intake/reading.ts";
import { loadReferences } from "../intake/references.ts";
import { Fault } from "../kernel/fault.ts";
import { toIssue } from "../kernel/finding.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import { type CheckResult, checkFile } from "../tabular/check.ts";
import { inspectFile } from "../tabular/inspect.ts";
import { withStore } from "./administration.ts";
import { EXIT, Exit } from "./program.ts";
import { reportLines } from "./report-lines.ts";
import type { ServiceVerbDeps } from "./service.ts";

interface ValidateOptions {
  readonly dataset?: string;
  readonly sheet?: string;
  readonly json?: boolean;
}

export function addValidateCommand(program: Command, deps: ServiceVerbDeps): void {
  program
    .command("validate <file>")
    .description("Periksa berkas tanpa mengunggah / check a file without uploading it")
    .option("--dataset <slug>", "menurut skema dataset ini / against this dataset's schema")
    .option("--sheet <name>", "lembar Excel / the sheet")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async (file: string, options: ValidateOptions) => {
      await access(file).catch(() => {
        throw new Exit(EXIT.usage, `Berkas tidak ditemukan / no such file: ${file}`);
      });
      const errors =
        options.dataset === undefined
          ? await validateAlone(deps, file, options)
          : await validateFor(deps, file, options.dataset, options);
      if (errors > 0) throw new Exit(EXIT.invalid);
    });
}

/** What can be said of a file by itself. Returns the number of errors. */
async function validateAlone(deps: ServiceVerbDeps, file: string, { sheet, json }: ValidateOptions): Promise<number> {
  const { issues } = await inspectFile(file, { sheet });
  const count = (severity: string): number => issues.filter((issue) => issue.severity === severity).length;
  const summary = { errors: count("error"), warnings: count("warning"), notes: count("note") };
  if (json === true) deps.print(JSON.stringify({ file: basename(file), ...summary, issues }));
  else {
    for (const { cell, row, message, code } of issues)
      deps.print(`${cell ?? (row === undefined ? "" : `baris ${row}`)} ${message.id} [${code}]`.trim());
    deps.print(`${summary.errors} kesalahan, ${summary.warnings} peringatan, ${summary.notes} catatan`);
  }
  return summary.errors;
}

/** Returns the number of errors. */
async function validateFor(
  deps: ServiceVerbDeps,
  file: string,
  slug: string,
  { sheet, json }: ValidateOptions,
): Promise<number> {
  const result = await withStore(deps, async (store): Promise<CheckResult> => {
    if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug });
    const { dataset, recipe, base, ...known } = await store.read(async (tx) => {
      const dataset = await getDataset(tx, IMPORTER, slug);
      const { schema, rules } = dataset.package;
      return {
        ...(await currentReading(tx, dataset.id)),
        dataset,
        schema,
        rules,
        regions: await loadRegionFacts(tx),
        references: await loadReferences(tx, schema),
      };
    });
    const spool = join(deps.loadConfig().home, "spool");
    const against = { dataset, number: base, schema: known.schema, mode: dataset.package.updates };
    return withPrevious({ store, effects: deps.effects, spool }, against, undefined, (previous) =>
      checkFile({ ...known, recipe, previous, path: file, name: basename(file), sheet }, {}),
    );
  });
  const { errors, warnings, notes, byCode, issues } = result.report;
  if (json === true)
    deps.print(
      JSON.stringify({
        file: result.file.name,
        rows: result.rows,
        errors,
        warnings,
        notes,
        byCode,
        issues: issues.map(toIssue),
      }),
    );
  else
    for (const line of reportLines(result.file.name, errors > 0 ? "invalid" : "ready", result.rows, result.report))
      deps.print(line);
  return errors;
}
