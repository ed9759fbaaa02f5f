/** A home that many servers live and die on, one after the other: its datasets, the people who work there, and what they were promised. */
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beginSession, csrfTokenOf } from "../../src/catalogue/sessions.ts";
import { createToken } from "../../src/catalogue/tokens.ts";
import { SYSTEM } from "../../src/kernel/actor.ts";
import { realEffects } from "../../src/kernel/effects.ts";
import type { AgencySlug } from "../../src/kernel/ids.ts";
import { openStore, type Store } from "../../src/store/data-source.ts";
import { givenPerson } from "../setup/people.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { databaseUrl } from "./process.ts";

export interface People {
  /** Bearer tokens. */
  readonly producer: string;
  readonly reviewer: string;
  /** Of the producer's browser. */
  readonly cookie: string;
  readonly csrf: string;
}

export interface Home {
  readonly folder: string;
  readonly ledger: Ledger;
  /** Undefined until the first server was ready. */
  people: People | undefined;
  /** When its last server or database was killed. */
  killedAt: number | undefined;
}

export const SLUGS = ["ganti", "tambah", "lain"] as const;

export async function createHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), "jendela-chaos-"));
  // Under root the database's own user must be able to enter.
  await chmod(folder, 0o755);
  return { folder, ledger: createLedger(), people: undefined, killedAt: undefined };
}

/** The home's database, as the server has left it or while it runs. */
export async function openHomeStore({ folder }: Pick<Home, "folder">): Promise<Store> {
  const url = await databaseUrl(folder);
  if (url === undefined) throw new Error(`${folder} has no database`);
  return openStore({ url, poolSize: 2 });
}

export async function invitePeople(store: Store): Promise<People> {
  const effects = realEffects();
  const agency = "disdukcapil" as AgencySlug; // one of the seeds
  const tokenOf = async (role: "producer" | "reviewer"): Promise<string> => {
    const wanted = { name: `${role} uji`, role, ...(role === "producer" ? { agency } : {}) };
    return (await store.write((tx) => createToken(tx, SYSTEM, wanted, effects))).token;
  };
  const [producer, reviewer] = [await tokenOf("producer"), await tokenOf("reviewer")];
  const officer = await givenPerson(store, `Petugas ${randomUUID()}`, { role: "producer", agency });
  const life = { hours: 100, idleMinutes: 6_000 };
  const secret = await store.write((tx) => beginSession(tx, officer, {}, life, new Date()));
  return { producer, reviewer, cookie: `jendela=${secret}`, csrf: csrfTokenOf(secret) };
}

const FIELDS = [
  { name: "nomor", type: "integer" },
  { name: "nama", type: "string" },
  { name: "nilai", type: "number" },
];

export const packageOf = (slug: string): unknown => ({
  name: slug,
  agency: "disdukcapil",
  title: `Data uji ${slug}`,
  description: "Angka rekaan.",
  resources: [{ name: slug, path: `${slug}.csv`, schema: { fields: FIELDS, primaryKey: ["nomor"] } }],
});
