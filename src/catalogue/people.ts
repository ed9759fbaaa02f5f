/** People who log in: made, disabled and given a new password by administrators. */
import { z } from "zod";
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { AgencySlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { PersonEntity, type PersonRow } from "../store/entities/person.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { getAgency } from "./agencies.ts";
import { recordAudit } from "./audit.ts";
import { hashPassword, isPassword } from "./passwords.ts";
import { endSessionsOf } from "./person-sessions.ts";
import { demand } from "./rights.ts";

/** Everything but the password's hash. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: PersonRow["role"];
  readonly agency: AgencySlug | undefined;
  readonly createdAt: Date;
  readonly disabledAt: Date | undefined;
}

const toPerson = ({ id, name, role, agency, createdAt, disabledAt }: PersonRow): Person => ({
  id,
  name,
  role,
  agency: (agency as AgencySlug | null) ?? undefined, // a foreign key to the agencies
  createdAt,
  disabledAt: disabledAt ?? undefined,
});

const toActor = ({ id, name, role, agency }: Person): Actor => ({ key: `user:${id}`, name, role, agency });

const roleShape = z.enum(["producer", "reviewer", "admin"]);

export const newPersonShape = z.strictObject({
  name: z
    .string()
    .trim()
    .normalize()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@+-]{0,99}$/u),
  role: roleShape,
  agency: z.string().optional(),
  password: z.string(),
});

export type NewPerson = z.output<typeof newPersonShape>;

/** Throws `person.exists`, `person.weak-password`, `rights.agency-needed`, `agency.unknown`, rights. */
export async function createPerson(
  tx: WriteTx,
  actor: Actor,
  { name, role, agency, password }: NewPerson,
  effects: Pick<Effects, "now" | "newId">,
): Promise<Person> {
  demand(actor, "person.manage");
  if (agency === undefined && role === "producer") throw new Fault("rights.agency-needed", { role });
  if (agency !== undefined) await getAgency(tx, agency);
  const at = effects.now();
  const id = effects.newId();
  const made = await tx.query(
    `insert into catalogue.person (id, name, role, agency, password_hash, created_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (name) do nothing returning id`,
    [id, name, role, agency ?? null, await hashPassword(password, name), at],
  );
  if (made.length === 0) throw new Fault("person.exists", { person: name });
  await recordAudit(tx, actor, "person.create", `user:${id}`, at, { role, agency });
  return getPerson(tx, id);
}

/** By name, disabled ones too. */
export async function listPeople(tx: ReadTx, actor: Actor): Promise<readonly Person[]> {
  demand(actor, "person.manage");
  return (await tx.manager.find(PersonEntity, { order: { name: "ASC" } })).map(toPerson);
}

/** By id or by name. Throws `person.unknown`. */
export async function getPerson(tx: ReadTx, idOrName: string): Promise<Person> {
  const [row] = await tx.manager.find(PersonEntity, {
    where: UUID.test(idOrName) ? { id: idOrName } : { name: idOrName.normalize() },
  });
  if (row === undefined) throw new Fault("person.unknown", { person: idOrName.slice(0, 100) });
  return toPerson(row);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const personPatchShape = z
  .strictObject({
    disabled: z.boolean().optional(),
    password: z.string().optional(),
    role: roleShape.optional(),
    /** Null: of no agency. */
    agency: z.string().nullable().optional(),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), "disabled, password, role, agency");

export type PersonPatch = z.output<typeof personPatchShape>;

/**
 * Disables, enables again, sets a new password, gives another role or agency; each ends the person's sessions. A disabled person's
 * tokens stop working too. Throws `person.unknown`, `person.self`, `rights.agency-needed`, `agency.unknown`, rights.
 */
export async function updatePerson(
  tx: WriteTx,
  actor: Actor,
  idOrName: string,
  patch: PersonPatch,
  effects: Pick<Effects, "now">,
): Promise<Person> {
  demand(actor, "person.manage");
  const person = await getPerson(tx, idOrName);
  const { disabled, password } = patch;
  const at = effects.now();
  const subject = `user:${person.id}`;
  if (disabled !== undefined && disabled !== (person.disabledAt !== undefined)) {
    if (actor.key === subject) throw new Fault("person.self");
    await tx.manager.update(PersonEntity, { id: person.id }, { disabledAt: disabled ? at : null });
    await recordAudit(tx, actor, disabled ? "person.disable" : "person.enable", subject, at);
  }
  if (password !== undefined) {
    await tx.manager.update(
      PersonEntity,
      { id: person.id },
      { passwordHash: await hashPassword(password, person.name) },
    );
    await tx.query("update catalogue.person set temporary_until = null where id = $1", [person.id]);
    await recordAudit(tx, actor, "person.password", subject, at);
  }
  await changeRole(tx, actor, person, patch, at);
  await endSessionsOf(tx, person.id);
  return getPerson(tx, person.id);
}

async function changeRole(
  tx: WriteTx,
  actor: Actor,
  person: Person,
  { role = person.role, agency = person.agency ?? null }: PersonPatch,
  at: Date,
): Promise<void> {
  if (role === person.role && agency === (person.agency ?? null)) return;
  if (actor.key === `user:${person.id}`) throw new Fault("person.self");
  if (agency === null && role === "producer") throw new Fault("rights.agency-needed", { role });
  if (agency !== null) await getAgency(tx, agency);
  await tx.manager.update(PersonEntity, { id: person.id }, { role, agency });
  await recordAudit(tx, actor, "person.role", `user:${person.id}`, at, { role, agency });
}

/**
 * Who logs in with this name and password; undefined for a wrong one, nobody, or somebody disabled. All three take as long. Throws
 * `session.temporary-over` for a temporary password that is right and too old.
 */
export async function verifyPassword(store: Store, name: string, password: string): Promise<Actor | undefined> {
  const row = await store.read((tx) => tx.manager.findOneBy(PersonEntity, { name: name.normalize() }));
  const known = row === null || row.disabledAt !== null ? undefined : row;
  const right = await isPassword(password, known?.passwordHash);
  if (!right || known === undefined) return undefined;
  const over = await store.read((tx) =>
    tx.query("select 1 from catalogue.person where id = $1 and temporary_until <= now()", [known.id]),
  );
  if (over.length > 0) throw new Fault("session.temporary-over");
  return toActor(toPerson(known));
}

/** The actor of a session that was begun earlier; undefined when the person is gone or disabled since. */
export async function findActorByPerson(tx: ReadTx, id: string): Promise<Actor | undefined> {
  const row = await tx.manager.findOneBy(PersonEntity, { id });
  return row === null || row.disabledAt !== null ? undefined : toActor(toPerson(row));
}

/** Somebody with this name who is not disabled. */
export async function findActorByName(tx: ReadTx, name: string): Promise<Actor | undefined> {
  const row = await tx.manager.findOneBy(PersonEntity, { name: name.normalize() });
  return row === null || row.disabledAt !== null ? undefined : toActor(toPerson(row));
}
