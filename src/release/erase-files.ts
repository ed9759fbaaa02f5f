/** Takes off the disk what was put on the list for it; what something else still needs stays. After a crash the sweep goes on with it. */
import type { Sha256 } from "../kernel/ids.ts";
import type { ReleaseDeps } from "./deps.ts";

/** Returns how many files are gone. */
export async function eraseFiles({ store, files }: Pick<ReleaseDeps, "store" | "files">): Promise<number> {
  const listed = await store.read((tx) =>
    tx.query<{ sha256: Sha256; wanted: boolean }>(
      `select e.sha256, exists (select from catalogue.upload u where u.erased_at is null and u.file ->> 'sha256' = e.sha256)
           or exists (select from catalogue.version_file f join catalogue.version v on v.dataset = f.dataset and v.number = f.version
                      where v.erased_at is null and f.sha256 = e.sha256) as wanted
       from catalogue.file_to_erase e`,
    ),
  );
  for (const { sha256, wanted } of listed) if (!wanted) await files.remove(sha256);
  if (listed.length > 0)
    await store.write((tx) =>
      tx.query("delete from catalogue.file_to_erase where sha256 = any($1)", [listed.map(({ sha256 }) => sha256)]),
    );
  return listed.filter(({ wanted }) => !wanted).length;
}
