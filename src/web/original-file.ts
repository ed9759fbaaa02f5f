/**
 * The file as it came, for those who may read the upload: always as an attachment under a type that no browser shows or runs, whatever
 * is inside and whatever it is called.
 */
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import type { Upload } from "../catalogue/uploads.ts";
import { Fault } from "../kernel/fault.ts";
import type { FileStore } from "../store/files.ts";

/** Only what spreadsheets open; anything else, HTML that calls itself .xls among it, is bytes. */
const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  xls: "application/vnd.ms-excel",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
};

/** Throws `upload.original-gone`. */
export async function sendOriginal(
  { files }: { readonly files: FileStore },
  { file }: Upload,
  response: Response,
): Promise<void> {
  const bytes = await files.sizeOf(file.sha256);
  if (bytes === undefined) throw new Fault("upload.original-gone");
  response.attachment(file.name);
  // After `attachment`, which would set a type by the name's ending.
  response.setHeader("Content-Type", TYPES[file.format ?? ""] ?? "application/octet-stream");
  response.setHeader("Content-Length", bytes);
  response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
  response.setHeader("Cache-Control", "no-store");
  await pipeline(files.openRead(file.sha256), response);
}
