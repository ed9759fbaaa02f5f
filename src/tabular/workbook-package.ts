/** A package written anew: its own parts passed through, some replaced, some added. */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { xmlText } from "./xml-scan.ts";
import type { Package } from "./zip-package.ts";

/** What takes the place of a part, or comes new. */
export type Replacement = string | { readonly file: string } | { readonly stream: () => AsyncIterable<string> };

const OPTIONS = { compressionLevel: 3 };

/** A small part, whole. */
export async function readPartText(pack: Package, part: string): Promise<string> {
  let text = "";
  for await (const chunk of xmlText(await pack.read(part), part)) text += chunk;
  return text.replace(/^\ufeff/, "");
}

export const findPartText = async (pack: Package, part: string): Promise<string | undefined> =>
  pack.has(part) ? await readPartText(pack, part) : undefined;

/**
 * @param replacements  By part name.
 * @throws Unreadable for a damaged part of the original; errors of the disk; the signal's reason.
 */
export async function writePackage(
  pack: Package,
  replacements: ReadonlyMap<string, Replacement>,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const zip = new ZipFile();
  const addStream = (name: string, open: () => Promise<Readable>): void =>
    zip.addReadStreamLazy(name, OPTIONS, (give) => {
      open().then(
        (stream) => give(null, stream),
        (error: unknown) => give(error, Readable.from([])),
      );
    });
  const add = (name: string, replacement: Replacement): void => {
    if (typeof replacement === "string") zip.addBuffer(Buffer.from(replacement), name, OPTIONS);
    else if ("file" in replacement) zip.addFile(replacement.file, name, OPTIONS);
    else addStream(name, async () => Readable.from(replacement.stream()));
  };
  // Part names are the same whatever their case.
  const waiting = new Map([...replacements].map(([name, replacement]) => [name.toLowerCase(), { name, replacement }]));
  for (const name of pack.names) {
    if (name.endsWith("/")) continue;
    const found = waiting.get(name.toLowerCase());
    waiting.delete(name.toLowerCase());
    if (found === undefined) addStream(name, () => pack.read(name));
    else add(name, found.replacement);
  }
  for (const { name, replacement } of waiting.values()) add(name, replacement);
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  // A part that cannot be read ends the whole.
  let failure: unknown;
  zip.on("error", (error: unknown) => {
    failure ??= error;
    stop.abort(error);
  });
  zip.end();
  try {
    await pipeline(zip.outputStream, createWriteStream(target), { signal: either });
  } catch (error) {
    throw failure ?? signal?.reason ?? error;
  }
}
