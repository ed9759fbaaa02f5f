/** People in the database, without the cost of a password. */
import { randomUUID } from "node:crypto";
import type { Actor } from "../../src/kernel/actor.ts";
import type { AgencySlug } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";

interface GivenPerson {
  readonly role: "producer" | "reviewer" | "admin";
  readonly agency?: string;
  readonly mail?: string;
  readonly disabled?: boolean;
}

/** A person who cannot log in, as the actor they would be. */
export async function givenPerson(
  store: Store,
  name: string,
  { role, agency, mail, disabled = false }: GivenPerson,
): Promise<Actor> {
  const id = randomUUID();
  await store.write((tx) =>
    tx.query(
      `insert into catalogue.person (id, name, role, agency, mail, password_hash, created_at, disabled_at)
       values ($1, $2, $3, $4, $5, '-', now(), $6)`,
      [id, name, role, agency ?? null, mail ?? null, disabled ? new Date() : null],
    ),
  );
  return { key: `user:${id}`, name, role, agency: agency as AgencySlug | undefined };
}
