/** Accepts an upload: rights first, then the bytes, then the upload's row and its job. Once it is answered it is not lost. */

import { rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { type Dataset, getDataset, subjectOf } from "../catalogue/datasets.ts";
import { holdFile } from "../catalogue/file-hold.ts";
import { demand } from "../catalogue/rights.ts";
import { createUpload, type Upload } from "../catalogue/uploads.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { DatasetSlug } from "../kernel/ids.ts";
import type { UpdateMode } from "../kernel/package.ts";
import { admit, announcedBytes } from "./admit.ts";
import type { IntakeDeps } from "./deps.ts";
import { type ReceivedFile, type ReceiveOptions, receiveFile } from "./receive.ts";

export interface AcceptOptions extends Pick<ReceiveOptions, "beforeFile"> {
  readonly idempotencyKey?: string | undefined;
}

/** Receives a request's file for a dataset. Throws rights, `dataset.unknown`, `upload.*` faults and what {@link admit} throws; keeps nothing when it does. */
export async function acceptRequest(
  deps: IntakeDeps,
  actor: Actor,
  slug: DatasetSlug,
  request: IncomingMessage,
  { idempotencyKey, beforeFile }: AcceptOptions = {},
): Promise<Upload> {
  demand(actor, "upload.create");
  const dataset = await deps.store.read((tx) => getDataset(tx, actor, slug));
  demand(actor, "upload.create", subjectOf(dataset));
  // Whoever asks again under the same key is told of the upload that there is.
  if (idempotencyKey === undefined) await admit(deps, dataset.agency, announcedBytes(request, deps.maxUploadBytes));
  const received = await receiveFile(request, {
    spool: deps.spool,
    maxBytes: deps.maxUploadBytes,
    newId: deps.effects.newId,
    beforeFile,
  });
  return acceptFile(deps, actor, dataset, received, idempotencyKey);
}

/** Accepts a file that is on this machine already; the file is moved into the file store. */
export async function acceptFile(
  deps: IntakeDeps,
  actor: Actor,
  dataset: Dataset,
  { path, name, bytes, sha256, fields }: ReceivedFile,
  idempotencyKey?: string,
): Promise<Upload> {
  try {
    const mode = parseMode(fields.mode);
    await deps.disk.demand(0);
    const { upload, created } = await deps.store.write(async (tx) => {
      const made = await createUpload(
        tx,
        actor,
        dataset,
        { file: { name, bytes, sha256 }, mode, sheet: fields.sheet, note: fields.note, idempotencyKey },
        deps.effects,
        deps.quotas,
      );
      if (made.created) {
        await holdFile(tx, sha256);
        await deps.files.adopt(path, { sha256, bytes });
      }
      return made;
    });
    if (created) {
      deps.effects.observe({ kind: "upload-received", uploadId: upload.id, dataset: dataset.slug, bytes });
      await deps.send("check-upload", { upload: upload.id });
    }
    return upload;
  } finally {
    await rm(path, { force: true });
  }
}

function parseMode(mode: string | undefined): UpdateMode | undefined {
  if (mode === undefined || mode === "replace" || mode === "append") return mode;
  throw new Fault("upload.bad-mode", { mode: mode.slice(0, 50) });
}
