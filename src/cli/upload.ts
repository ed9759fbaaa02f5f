/** `jendela upload FILE --dataset SLUG`: the same reception and checks as over HTTP, beside a running server or without one. */
import type { Command } from "commander";
import { showUpload } from "../api/upload-view.ts";
import { getDataset } from "../catalogue/datasets.ts";
import { getUploadById, type Upload } from "../catalogue/uploads.ts";
import { copyToSpool, IMPORTER } from "../import-package.ts";
import { acceptFile } from "../intake/accept.ts";
import { checkUpload } from "../intake/run.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import { publishUpload } from "../release/run.ts";
import type { Service } from "../service.ts";
import { EXIT, Exit, interruptSignal } from "./program.ts";
import { reportLines } from "./report-lines.ts";
import { type ServiceVerbDeps, withService } from "./service.ts";

interface UploadOptions {
  readonly dataset: string;
  readonly sheet?: string;
  readonly mode?: string;
  readonly note?: string;
  readonly publish?: boolean;
  readonly json?: boolean;
}

export function addUploadCommand(program: Command, deps: ServiceVerbDeps): void {
  program
    .command("upload <file>")
    .description(
      "Unggah dan periksa berkas; dengan --publish juga terbitkan / upload and check a file, with --publish also publish it",
    )
    .requiredOption("--dataset <slug>", "dataset tujuan / the dataset")
    .option("--sheet <name>", "lembar Excel / the sheet")
    .option("--mode <mode>", "replace | append")
    .option("--note <text>", "catatan versi / a note for the version")
    .option("--publish", "terbitkan bila tidak ada kesalahan / publish if there is no error")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async (file: string, options: UploadOptions) => {
      const upload = await withService(deps, (service) => uploadFile(service, file, options));
      if (options.json === true) deps.print(JSON.stringify(showUpload(upload)));
      else
        for (const line of reportLines(upload.file.name, upload.status, upload.rows, upload.report)) deps.print(line);
      if (upload.status === "invalid") throw new Exit(EXIT.invalid);
      if (upload.status === "failed" || upload.status === "received") throw new Exit(EXIT.failure);
    });
}

async function uploadFile(
  service: Service,
  file: string,
  { dataset: slug, sheet, mode, note, publish }: UploadOptions,
): Promise<Upload> {
  const { store } = service;
  if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug });
  const dataset = await store.read((tx) => getDataset(tx, IMPORTER, slug));
  const received = await copyToSpool(service, file).catch((error: NodeJS.ErrnoException) => {
    throw new Exit(EXIT.usage, `Berkas tidak dapat dibaca / the file cannot be read: ${error.code ?? error.message}`);
  });
  const fields = { ...(sheet ? { sheet } : {}), ...(mode ? { mode } : {}), ...(note ? { note } : {}) };
  // Checked here and now; a server beside us would only be the second to come.
  const { id } = await acceptFile({ ...service, send: async () => {} }, IMPORTER, dataset, { ...received, fields });
  await checkUpload(service, id, interruptSignal());
  const checked = await store.read((tx) => getUploadById(tx, id));
  if (publish !== true || checked.status !== "ready") return checked;
  await publishUpload(service, SYSTEM, id);
  return store.read((tx) => getUploadById(tx, id));
}
