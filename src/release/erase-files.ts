/** Takes off the disk what was put on the list for it; what something else still needs stays. After a crash the sweep goes on with it. */
import { holdFile, listNeededFiles, listToErase, strikeOff } from "../catalogue/file-hold.ts";
import type { ReleaseDeps } from "./deps.ts";

/** Returns how many files are gone. */
export async function eraseFiles({ store, files }: Pick<ReleaseDeps, "store" | "files">): Promise<number> {
  let gone = 0;
  for (const sha256 of await store.read(listToErase))
    await store.write(async (tx) => {
      await holdFile(tx, sha256);
      if (!(await listNeededFiles(tx, [sha256])).has(sha256)) {
        await files.remove(sha256);
        gone += 1;
      }
      await strikeOff(tx, sha256);
    });
  return gone;
}
