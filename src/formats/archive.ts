/**
 * A zip as a stream, for workbooks and for data with its description. The same entries give the same bytes whatever the server's clock
 * and time zone: entries bear the day of publication, and nothing of the machine.
 */
import { Readable } from "node:stream";
import yazl from "yazl";

export interface Archive {
  /** Resolves when the entry has been read to its end; rejects when its bytes fail. */
  readonly add: (path: string, bytes: AsyncIterable<string | Uint8Array>) => Promise<void>;
  readonly addText: (path: string, text: string) => void;
}

/** The zip's bytes. An error of `fill` or of an entry destroys the stream; a reader that goes away ends what is being read. */
export function writeArchive(published: Date, fill: (archive: Archive) => Promise<void>): Readable {
  const zip = new yazl.ZipFile();
  // yazl types its output by the older interface; it is a PassThrough.
  const output = zip.outputStream as Readable;
  const fail = (error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error)));
  const entry = { mtime: noonOf(published), mode: 0o100644, forceDosTimestamp: true };
  zip.on("error", fail);
  fill({
    add: (path, bytes) =>
      new Promise((resolve, reject) => {
        zip.addReadStreamLazy(path, entry, (give) => {
          const stream = Readable.from(bytes, { objectMode: false, highWaterMark: 1 << 16 });
          stream.once("error", reject);
          stream.once("close", resolve);
          output.once("close", () => stream.destroy());
          give(null, stream);
        });
      }),
    addText: (path, text) => zip.addBuffer(Buffer.from(text, "utf8"), path, entry),
  }).then(() => zip.end(), fail);
  return output;
}

/** A zip keeps the local time of whoever writes it: noon of the day in UTC is the same everywhere and on no clock's change. */
const noonOf = (time: Date): Date => new Date(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate(), 12);
