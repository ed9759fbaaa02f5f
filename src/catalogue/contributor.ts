/**
 * Who had a part in a version, kept with it as they were then: a person may move to another agency or go. The public sees role and
 * agency; the name is for reviewers and administrators.
 */
import type { Actor, Role } from "../kernel/actor.ts";
import type { AgencySlug } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";

export interface Contributor {
  readonly name: string;
  readonly role: Role;
  readonly agency: AgencySlug | null;
}

export const contributorOf = ({ name, role, agency }: Actor): Contributor => ({ name, role, agency: agency ?? null });

/** By the key of an actor; undefined for the server itself, and for whoever is unknown. */
export async function findContributor(tx: ReadTx, key: string): Promise<Contributor | undefined> {
  const [row] = await tx.query<Contributor>(
    `select name, role, agency from catalogue.person where 'user:' || id = $1
     union all select name, role, agency from catalogue.token where 'token:' || id = $1 and person is null`,
    [key],
  );
  return row;
}

/** May this actor read the names of those who had a part in versions? */
export const mayReadNames = ({ role }: Actor): boolean => role === "reviewer" || role === "admin";
