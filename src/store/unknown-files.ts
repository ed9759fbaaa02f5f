/**
 * Files that nobody has on record: a process died after it had kept one and before it wrote that down. They are removed when they are
 * old. Whoever keeps the same bytes again touches the file that is there, so one that was touched in between is given its name back.
 */
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Sha256 } from "../kernel/ids.ts";

/** Of these, the ones that are on record. */
export type FindKnown = (names: readonly Sha256[]) => Promise<ReadonlySet<Sha256>>;

/** @param aside  A folder on the same disk, swept by itself. Returns how many were removed. */
export async function removeUnknown(
  root: string,
  aside: string,
  before: number,
  findKnown: FindKnown,
): Promise<number> {
  let gone = 0;
  for (const first of await subfolders(root)) {
    const old: { readonly name: Sha256; readonly path: string }[] = [];
    for (const second of await subfolders(join(root, first)))
      for (const name of await readdir(join(root, first, second))) {
        const path = join(root, first, second, name);
        // What the pattern says is what the brand means.
        if (/^[0-9a-f]{64}$/.test(name) && (await isOlder(path, before))) old.push({ name: name as Sha256, path });
      }
    if (old.length === 0) continue;
    const known = await findKnown(old.map(({ name }) => name));
    for (const { name, path } of old)
      if (!known.has(name) && (await removeUntouched(path, join(aside, name), before))) gone += 1;
  }
  return gone;
}

async function removeUntouched(path: string, aside: string, before: number): Promise<boolean> {
  // Another server may have been quicker.
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return false;
  if (await isOlder(aside, before)) {
    await rm(aside, { force: true });
    return true;
  }
  await rename(aside, path);
  return false;
}

const isOlder = async (path: string, before: number): Promise<boolean> =>
  ((await stat(path).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY) < before;

/** Those of two digits, as hashes are kept. */
const subfolders = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
