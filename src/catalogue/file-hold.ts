/**
 * Whoever writes a file down, and whoever takes its bytes off the disk because nobody has written it down: one after the other. The same
 * bytes may be sent again at the moment when they are erased.
 */
import type { Sha256 } from "../kernel/ids.ts";
import type { WriteTx } from "../store/transaction.ts";

/** Until the transaction ends. */
export const holdFile = (tx: WriteTx, sha256: Sha256): Promise<unknown> =>
  tx.query("select pg_advisory_xact_lock(hashtextextended($1, 7301))", [sha256]);
