/** `jendela import DIR`: datasets with their versions, from folders that have a `datapackage.json`. */
import type { Command } from "commander";
import { InvalidFile, importFolder } from "../import-package.ts";
import { EXIT, Exit, interruptSignal } from "./program.ts";
import { type ServiceVerbDeps, withService } from "./service.ts";

export function addImportCommand(program: Command, deps: ServiceVerbDeps): void {
  program
    .command("import <dir>")
    .description(
      "Impor dan terbitkan dataset dari folder berisi datapackage.json / import and publish datasets from folders",
    )
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async (dir: string, { json = false }: { readonly json?: boolean }) => {
      const imported = await withService(deps, (service) => importFolder(service, dir, interruptSignal())).catch(
        (error: unknown) => {
          if (error instanceof InvalidFile)
            throw new Exit(EXIT.invalid, `${error.upload.slug}, ${error.upload.file.name}:\n${error.message}`);
          throw error;
        },
      );
      const rows = imported.map(({ slug, published }) => ({
        dataset: slug,
        published: published.map(({ number }) => number),
      }));
      if (json) deps.print(JSON.stringify(rows));
      else
        for (const { dataset, published } of rows)
          deps.print(
            `${dataset}: ${published.length === 0 ? "-" : published.map((number) => `v${number}`).join(", ")}`,
          );
    });
}
