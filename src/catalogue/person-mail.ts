/** Where a person wants letters about their work: set by themselves or by an administrator; none, and they read in the desk alone. */
import { z } from "zod";
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { demand } from "./rights.ts";

/** Empty: no letters. One address only, and nothing that could be read as a second one or as a header. */
export const mailShape = z
  .string()
  .trim()
  .max(200)
  .pipe(z.union([z.literal("").transform(() => null), z.email()]));

const demandSelf = (actor: Actor, person: string): void => {
  if (actor.key !== `user:${person}`) demand(actor, "person.manage");
};

/** @param person  An id. Throws `person.unknown`, rights. The trail says that it was changed, never to what. */
export async function setPersonMail(
  tx: WriteTx,
  actor: Actor,
  person: string,
  mail: string | null,
  effects: Pick<Effects, "now">,
): Promise<void> {
  demandSelf(actor, person);
  const changed = await tx.query(
    "with changed as (update catalogue.person set mail = $2 where id::text = $1 returning id) select id from changed",
    [person, mail],
  );
  if (changed.length === 0) throw new Fault("person.unknown", { person: person.slice(0, 100) });
  await recordAudit(tx, actor, mail === null ? "person.no-mail" : "person.mail", `user:${person}`, effects.now());
}

/** Undefined where the person gets no letters. Throws rights. */
export async function findPersonMail(tx: ReadTx, actor: Actor, person: string): Promise<string | undefined> {
  demandSelf(actor, person);
  const [row] = await tx.query<{ mail: string | null }>("select mail from catalogue.person where id::text = $1", [
    person,
  ]);
  return row?.mail ?? undefined;
}
