/**
 * What a check needs to know besides the file: regions, references, the dataset's recipe, its last version. A check takes what holds now; reading the same
 * file once more, for the whole report, takes what that check stood on, so that it says the same.
 */
import { getDatasetById } from "../catalogue/datasets.ts";
import { findRecipe } from "../catalogue/recipes.ts";
import { loadRegionFacts } from "../catalogue/reference.ts";
import type { Upload, UploadReading } from "../catalogue/uploads.ts";
import type { DatasetId } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { CheckRequest } from "../tabular/check.ts";
import type { Decision } from "../tabular/decisions.ts";
import type { IntakeDeps } from "./deps.ts";
import { withPrevious } from "./previous.ts";
import { loadReferences } from "./references.ts";

/** What holds now. */
export async function currentReading(tx: ReadTx, dataset: DatasetId): Promise<UploadReading> {
  const kept = await findRecipe(tx, dataset);
  const { current } = await getDatasetById(tx, dataset);
  return {
    ...(kept === undefined ? {} : { recipe: { origin: "kept", number: kept.number, recipe: kept.recipe } }),
    ...(current === undefined ? {} : { base: current.number }),
  };
}

/** What `work` needs to check the file of an upload. The version to compare with lies beside it for as long as that takes. */
export async function withCheckRequest<T>(
  deps: Pick<IntakeDeps, "store" | "files" | "spool" | "effects">,
  upload: Upload,
  reading: UploadReading,
  signal: AbortSignal,
  work: (request: CheckRequest) => Promise<T>,
): Promise<T> {
  const request = await checkRequestOf(deps, upload, reading);
  const { dataset: id, slug, mode } = upload;
  const against = { dataset: { id, slug }, number: reading.base, schema: request.schema, mode };
  return withPrevious(deps, against, signal, (previous) => work({ ...request, previous }));
}

async function checkRequestOf(
  { store, files }: Pick<IntakeDeps, "store" | "files">,
  upload: Upload,
  reading: UploadReading,
): Promise<CheckRequest> {
  const { schema, rules } = upload.package;
  const [regions, references] = await store.read(
    async (tx) => [await loadRegionFacts(tx), await loadReferences(tx, schema)] as const,
  );
  return {
    path: files.pathOf(upload.file.sha256),
    name: upload.file.name,
    sha256: upload.file.sha256,
    sheet: upload.sheet,
    schema,
    rules,
    recipe: reading.recipe,
    regions,
    references,
    // Kept by decideUpload, which parsed them.
    decisions: upload.decisions as readonly Decision[],
  };
}
