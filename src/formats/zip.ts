/** Everything that a reader needs in one file: the csv, the Data Package that describes it, and a README for people. */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { Sha256 } from "../kernel/ids.ts";
import type { StoredFile } from "../store/files.ts";
import { copyRowsOut } from "../store/rows-out.ts";
import { loadAbout } from "./about.ts";
import { writeArchive } from "./archive.ts";
import { describeFile } from "./datapackage.ts";
import { writeReadme } from "./readme.ts";
import type { Source } from "./source.ts";

export function createZip(source: Source): Readable {
  const { store, version, table, query } = source;
  const dataName = `${version.slug}.csv`;
  return writeArchive(version.publishedAt, async ({ add, addText }) => {
    const about = await loadAbout(source);
    const measured = measure(copyRowsOut(store, table, query));
    await add(dataName, measured.bytes);
    const descriptor = describeFile(about, { path: dataName, ...measured.result() }, query.status === true);
    addText("datapackage.json", `${JSON.stringify(descriptor, null, 2)}\n`);
    addText("README.txt", writeReadme(about, dataName));
  });
}

/** Bytes as they pass; when all have passed, how many and which they were. */
function measure(source: AsyncIterable<Uint8Array>): {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly result: () => StoredFile;
} {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* pass(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      yield chunk;
    }
  }
  // Lower-case hex of a SHA-256 is what the type means.
  return { bytes: pass(), result: () => ({ sha256: hash.digest("hex") as Sha256, bytes }) };
}
