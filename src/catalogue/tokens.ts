/**
 * Tokens of other systems and of people. A token is shown once and kept as its SHA-256; it can expire, be listed and be revoked. One
 * that belongs to a person acts as that person, with the person's role of today; one that belongs to nobody is an actor of its own.
 */
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import { type AgencySlug, type DatasetSlug, isDatasetSlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { TokenEntity, type TokenRow } from "../store/entities/token.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { getAgency } from "./agencies.ts";
import { recordAudit } from "./audit.ts";
import { getPerson } from "./people.ts";
import { demand } from "./rights.ts";

const name = z.string().trim().min(1).max(200);
const expiresAt = z.iso
  .datetime({ offset: true })
  .transform((time) => new Date(time))
  .optional();

/** What a token may be made for. */
export const newTokenShape = z
  .strictObject({
    name,
    role: z.enum(["producer", "system", "reviewer", "admin"]),
    agency: z.string().optional(),
    datasets: z.array(z.string().refine(isDatasetSlug, "^[a-z0-9]+(-[a-z0-9]+)*$")).min(1).max(1000).optional(),
    expiresAt,
  })
  .refine(({ role, datasets }) => datasets === undefined || role === "system" || role === "producer", {
    path: ["datasets"],
    message: "system, producer",
  });

export type NewToken = z.output<typeof newTokenShape>;

/** Of a person, by id or name: it acts as they do, with their role and agency. */
export const newPersonTokenShape = z.strictObject({ name, person: z.string(), expiresAt });

export type NewPersonToken = z.output<typeof newPersonTokenShape>;

/** Everything but the token. */
export interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly role: TokenRow["role"];
  readonly agency: AgencySlug | undefined;
  readonly datasets: readonly DatasetSlug[] | undefined;
  readonly person: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  readonly revokedAt: Date | undefined;
  readonly lastUsedAt: Date | undefined;
}

/** So that a token that leaked into a file or a log is recognised by people and by scanners. */
const TOKEN_PREFIX = "jds_";

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

const toInfo = (row: TokenRow): TokenInfo => ({
  id: row.id,
  name: row.name,
  role: row.role,
  agency: (row.agency as AgencySlug | null) ?? undefined, // a foreign key to the agencies
  datasets: (row.datasets as DatasetSlug[] | null) ?? undefined, // parsed when the token was made
  person: row.person ?? undefined,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt ?? undefined,
  revokedAt: row.revokedAt ?? undefined,
  lastUsedAt: row.lastUsedAt ?? undefined,
});

export interface MadeToken {
  readonly id: string;
  /** In this answer and nowhere else. */
  readonly token: string;
  readonly info: TokenInfo;
}

/** Throws `rights.agency-needed`, `agency.unknown`, rights. */
export async function createToken(
  tx: WriteTx,
  actor: Actor,
  { name, role, agency, datasets, expiresAt }: NewToken,
  effects: Pick<Effects, "now" | "newId">,
): Promise<MadeToken> {
  demand(actor, "token.manage");
  if (agency === undefined && (role === "producer" || role === "system"))
    throw new Fault("rights.agency-needed", { role });
  if (agency !== undefined) await getAgency(tx, agency);
  const whose = { role, agency: agency ?? null, datasets: datasets ?? null, person: null };
  return keepToken(tx, actor, { name, ...whose, expiresAt: expiresAt ?? null }, effects);
}

/** Throws `person.unknown`, rights. */
export async function createPersonToken(
  tx: WriteTx,
  actor: Actor,
  { name, person: idOrName, expiresAt }: NewPersonToken,
  effects: Pick<Effects, "now" | "newId">,
): Promise<MadeToken> {
  demand(actor, "token.manage");
  const { id: person, role, agency } = await getPerson(tx, idOrName);
  const whose = { role, agency: agency ?? null, datasets: null, person };
  return keepToken(tx, actor, { name, ...whose, expiresAt: expiresAt ?? null }, effects);
}

async function keepToken(
  tx: WriteTx,
  actor: Actor,
  wanted: Pick<TokenRow, "name" | "role" | "agency" | "datasets" | "person" | "expiresAt">,
  { newId, now }: Pick<Effects, "now" | "newId">,
): Promise<MadeToken> {
  const token = `${TOKEN_PREFIX}${randomBytes(32).toString("base64url")}`;
  const at = now();
  const id = newId();
  const row: TokenRow = { ...wanted, id, hash: hashOf(token), createdAt: at, revokedAt: null, lastUsedAt: null };
  await tx.manager.insert(TokenEntity, row);
  const info = toInfo(row);
  const { name, role, agency, datasets, person, expiresAt } = info;
  await recordAudit(tx, actor, "token.create", `token:${id}`, at, { name, role, agency, datasets, person, expiresAt });
  return { id, token, info };
}

/** Newest first, revoked and expired ones too. */
export async function listTokens(tx: ReadTx, actor: Actor): Promise<readonly TokenInfo[]> {
  demand(actor, "token.manage");
  const rows = await tx.manager.find(TokenEntity, { order: { createdAt: "DESC", id: "ASC" } });
  return rows.map(toInfo);
}

/** It stops working with the next request. Revoking twice changes nothing. Throws `token.unknown`, rights. */
export async function revokeToken(
  tx: WriteTx,
  actor: Actor,
  id: string,
  effects: Pick<Effects, "now">,
): Promise<TokenInfo> {
  demand(actor, "token.manage");
  const row = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
    ? await tx.manager.findOneBy(TokenEntity, { id })
    : null;
  if (row === null) throw new Fault("token.unknown", { id: id.slice(0, 100) });
  if (row.revokedAt !== null) return toInfo(row);
  const at = effects.now();
  await tx.manager.update(TokenEntity, { id }, { revokedAt: at });
  await recordAudit(tx, actor, "token.revoke", `token:${id}`, at, { name: row.name });
  return toInfo({ ...row, revokedAt: at });
}

interface BearerRow {
  id: string;
  name: string;
  role: Actor["role"];
  agency: AgencySlug | null;
  datasets: DatasetSlug[] | null;
  is_use_old: boolean;
  person: string | null;
  person_name: string | null;
  person_role: Actor["role"] | null;
  person_agency: AgencySlug | null;
}

/** The database's clock alone decides, for all servers alike. */
async function findBearer(tx: ReadTx, token: string): Promise<BearerRow | undefined> {
  if (!token.startsWith(TOKEN_PREFIX)) return undefined;
  const [row] = await tx.query<BearerRow>(
    `select t.id, t.name, t.role, t.agency, t.datasets, p.id as person, p.name as person_name, p.role as person_role,
       p.agency as person_agency, coalesce(t.last_used_at < now() - interval '1 minute', true) as is_use_old
     from catalogue.token t left join catalogue.person p on p.id = t.person
     where t.hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now()) and p.disabled_at is null`,
    [hashOf(token)],
  );
  return row;
}

function toActor(row: BearerRow): Actor {
  const { person, person_name: name, person_role: role, person_agency: agency } = row;
  if (person !== null && name !== null && role !== null)
    return { key: `user:${person}`, name, role, agency: agency ?? undefined };
  return {
    key: `token:${row.id}`,
    name: row.name,
    role: row.role,
    agency: row.agency ?? undefined,
    datasets: row.datasets ?? undefined,
  };
}

/** Who bears it; undefined for an unknown, expired or revoked token, or one of a person who was disabled. */
export async function findActorByToken(tx: ReadTx, token: string): Promise<Actor | undefined> {
  const row = await findBearer(tx, token);
  return row === undefined ? undefined : toActor(row);
}

/** Likewise, and notes that the token was used (to the minute; a database that is busy elsewhere does not fail the request). */
export async function identifyToken(
  store: Store,
  token: string,
  effects: Pick<Effects, "observe">,
): Promise<Actor | undefined> {
  const row = await store.read((tx) => findBearer(tx, token));
  if (row === undefined) return undefined;
  if (row.is_use_old) {
    const { id } = row;
    await store
      .write((tx) => tx.query("update catalogue.token set last_used_at = now() where id = $1", [id]))
      .catch((error: unknown) => effects.observe({ kind: "token-use-unwritten", level: "warn", token: id, error }));
  }
  return toActor(row);
}
