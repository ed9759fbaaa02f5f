/**
 * Receives one file: spooled to disk while it is hashed, never in memory. Takes multipart/form-data (`file`, `note`, `sheet`, `mode`)
 * or a raw body with `Content-Disposition: attachment; filename=…`. What kind of file it is, its content decides, later.
 */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import busboy from "busboy";
import contentDisposition from "content-disposition";
import { Fault } from "../kernel/fault.ts";
import type { Sha256 } from "../kernel/ids.ts";
import { asDiskFault } from "../store/disk-fault.ts";

export interface ReceivedFile {
  /** Where it was spooled; the caller moves or removes it. */
  readonly path: string;
  /** As the sender calls it, without folders; for showing only, never for a path. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  readonly fields: { readonly note?: string; readonly sheet?: string; readonly mode?: string };
}

export interface ReceiveOptions {
  /** Folder for files in progress. */
  readonly spool: string;
  readonly maxBytes: number;
  readonly newId: () => string;
  /** Looks at the fields of a form that stand before its file; when it throws, nothing of the file is kept. */
  readonly beforeFile?: ((field: (name: string) => string | undefined) => void) | undefined;
}

/** Bodies that are a file themselves. HTML is what an old statistics site calls .xls. */
const RAW_TYPE =
  /^(?:text\/(?:csv|plain|tab-separated-values|html)|application\/(?:octet-stream|csv|zip|x-zip-compressed|vnd\.(?:ms-excel|openxmlformats-|oasis\.opendocument\.)[\w.+-]*))$/i;

/** Throws upload.* faults; whatever it throws, nothing stays behind in the spool. */
export async function receiveFile(request: IncomingMessage, options: ReceiveOptions): Promise<ReceivedFile> {
  const type = (request.headers["content-type"] ?? "application/octet-stream").split(";", 1)[0]?.trim() ?? "";
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > options.maxBytes + MULTIPART_OVERHEAD) throw tooLarge(options);
  if (/^multipart\/form-data$/i.test(type)) return receiveMultipart(request, options);
  if (!RAW_TYPE.test(type)) throw new Fault("upload.wrong-type", { type: type.slice(0, 100) });
  const name = nameFromDisposition(request.headers["content-disposition"]);
  if (name === undefined) throw new Fault("upload.no-file");
  const query = new URL(request.url ?? "/", "http://localhost").searchParams;
  const fields = pickFields((key) => query.get(key) ?? undefined);
  return { ...(await spoolStream(request, options)), name, fields };
}

const MULTIPART_OVERHEAD = 64 * 1024;

const tooLarge = (options: Pick<ReceiveOptions, "maxBytes">): Fault =>
  new Fault("upload.too-large", { limit: options.maxBytes });

function nameFromDisposition(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  try {
    return cleanName(contentDisposition.parse(header).parameters.filename ?? "");
  } catch {
    return undefined;
  }
}

/** The last part of any path, without control characters, at most 200 characters. */
export function cleanName(name: string): string | undefined {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const clean = last
    .replace(/\p{Cc}/gu, "")
    .trim()
    .slice(0, 200);
  return clean === "" ? undefined : clean;
}

function pickFields(find: (key: string) => string | undefined): ReceivedFile["fields"] {
  const [note, sheet, mode] = [find("note"), find("sheet"), find("mode")];
  return { ...(note ? { note } : {}), ...(sheet ? { sheet } : {}), ...(mode ? { mode } : {}) };
}

async function receiveMultipart(request: IncomingMessage, options: ReceiveOptions): Promise<ReceivedFile> {
  const values = new Map<string, string>();
  let spooling: Promise<Omit<ReceivedFile, "fields">> | undefined;
  let isNameless = false;
  let parser: busboy.Busboy;
  try {
    parser = busboy({
      headers: request.headers,
      defParamCharset: "utf8",
      limits: { files: 1, fields: 20, fieldSize: 10_000, parts: 30, headerPairs: 50 },
    });
  } catch (error) {
    throw new Fault("upload.no-file", {}, {}, error);
  }
  parser.on("field", (key, value) => values.set(key, value));
  const parsed = new Promise<void>((resolve, reject) => {
    parser.on("file", (key, stream, info) => {
      if (key !== "file" || spooling !== undefined) {
        stream.resume();
        return;
      }
      try {
        options.beforeFile?.((name) => values.get(name));
      } catch (error) {
        stream.resume();
        reject(error);
        return;
      }
      const named = cleanName(info.filename ?? "");
      isNameless = named === undefined;
      const name = named ?? "data";
      spooling = spoolStream(stream, options).then((spooled) => ({ ...spooled, name }));
      spooling.catch(reject);
    });
    parser.once("close", resolve);
    parser.once("error", reject);
    request.once("close", () => {
      if (!request.complete) reject(new Fault("upload.interrupted"));
    });
  });
  request.pipe(parser);
  try {
    await parsed;
  } catch (error) {
    request.unpipe(parser);
    parser.destroy();
    const spooled = await spooling?.catch(() => undefined);
    if (spooled !== undefined) await rm(spooled.path, { force: true });
    throw error instanceof Fault ? error : new Fault("upload.interrupted", {}, {}, error);
  }
  const spooled = await spooling;
  // A browser sends a file of no name and no bytes where none was chosen.
  if (spooled?.bytes === 0 && isNameless) {
    await rm(spooled.path, { force: true });
    throw new Fault("upload.no-file");
  }
  if (spooled === undefined) throw new Fault("upload.no-file");
  return { ...spooled, fields: pickFields((key) => values.get(key)) };
}

/** Writes the stream to the spool while hashing it. An answer of "too large" comes before the rest is read. */
export async function spoolStream(
  stream: Readable,
  options: Pick<ReceiveOptions, "spool" | "maxBytes" | "newId">,
): Promise<{ path: string; bytes: number; sha256: Sha256 }> {
  await mkdir(options.spool, { recursive: true });
  const path = join(options.spool, `${options.newId()}.part`);
  const hash = createHash("sha256");
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > options.maxBytes) return done(tooLarge(options));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    // Not destroyed when we stop reading: the answer must still be able to leave on the same connection.
    await pipeline(
      stream.iterator({ destroyOnReturn: false }),
      measure,
      createWriteStream(path, { flags: "wx", mode: 0o600, flush: true }),
    );
  } catch (error) {
    await rm(path, { force: true });
    const fault = asDiskFault(error);
    throw fault instanceof Fault ? fault : new Fault("upload.interrupted", {}, {}, error);
  }
  // hex of SHA-256 is what the brand says.
  return { path, bytes, sha256: hash.digest("hex") as Sha256 };
}
