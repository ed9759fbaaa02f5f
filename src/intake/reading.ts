/**
 * What a check needs to know besides the file: regions, references, the dataset's recipe. A check takes what holds now; reading the same
 * file once more, for the whole report, takes what that check stood on, so that it says the same.
 */
import { findRecipe } from "../catalogue/recipes.ts";
import { loadRegionFacts } from "../catalogue/reference.ts";
import type { Upload, UploadReading } from "../catalogue/uploads.ts";
import type { DatasetId } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { CheckRequest } from "../tabular/check.ts";
import type { Decision } from "../tabular/decisions.ts";
import type { IntakeDeps } from "./deps.ts";
import { loadReferences } from "./references.ts";

/** What holds now. */
export async function currentReading(tx: ReadTx, dataset: DatasetId): Promise<UploadReading> {
  const kept = await findRecipe(tx, dataset);
  return kept === undefined ? {} : { recipe: { origin: "kept", number: kept.number, recipe: kept.recipe } };
}

export async function checkRequestOf(
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
