/** Lets go of what need not be kept any longer, in small steps, as the environment has it. */
import { letGoRendered, letGoUploads, returnForgotten } from "../catalogue/retention.ts";
import type { WriteTx } from "../store/transaction.ts";
import type { ReleaseDeps } from "./deps.ts";

/** Days; 0: kept for ever. */
export interface Retention {
  readonly uploads: number;
  readonly ready: number;
  readonly rendered: number;
}

export async function retain(
  { store, effects }: Pick<ReleaseDeps, "store" | "effects">,
  { uploads, ready, rendered }: Retention,
): Promise<void> {
  const at = effects.now();
  const all = async (days: number, step: (tx: WriteTx, before: Date) => Promise<number>): Promise<number> => {
    if (days === 0) return 0;
    const before = new Date(at.getTime() - days * 24 * 3_600_000);
    let gone = 0;
    for (;;) {
      const some = await store.write((tx) => step(tx, before));
      if (some === 0) return gone;
      gone += some;
    }
  };
  const returned = await all(ready, (tx, before) => returnForgotten(tx, before, ready, at));
  const originals = await all(uploads, (tx, before) => letGoUploads(tx, before, at));
  const files = await all(rendered, (tx, before) => letGoRendered(tx, before, at));
  if (returned + originals + files > 0)
    effects.observe({ kind: "let-go", returned, uploads: originals, rendered: files });
}
