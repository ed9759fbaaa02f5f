/** How the catalogue stands: what the page about the server's state tells everybody. Nothing of who, where or how. */
import { PUBLIC } from "../kernel/actor.ts";
import type { ReadTx } from "../store/transaction.ts";
import { readableCondition } from "./rights.ts";

export interface Standing {
  readonly datasets: number;
  readonly versions: number;
  readonly lastPublishedAt: Date | null;
  /** Uploads that wait to be checked, or are being checked. */
  readonly checking: number;
  /** Uploads that wait for a reviewer. */
  readonly reviewing: number;
}

export async function readStanding(tx: ReadTx): Promise<Standing> {
  const { sql, values } = readableCondition(PUBLIC, 1);
  const [row] = await tx.query<Standing>(
    `select count(distinct d.id)::integer as datasets, count(v.number)::integer as versions, max(v.published_at) as "lastPublishedAt",
       (select count(*)::integer from catalogue.upload where status in ('received', 'checking')) as checking,
       (select count(*)::integer from catalogue.upload where status = 'submitted') as reviewing
     from catalogue.dataset d join catalogue.version v on v.dataset = d.id where ${sql}`,
    [...values],
  );
  if (row === undefined) throw new Error("an aggregate has one row");
  return row;
}
