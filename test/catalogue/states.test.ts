/** What a server knows of changes without asking: two servers on one database, and connections that are lost. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAgency, newAgencyShape } from "../../src/catalogue/agencies.ts";
import { createReading } from "../../src/catalogue/reading.ts";
import { seedReference } from "../../src/catalogue/seed.ts";
import { EVERYTHING, followStates, type Part, REFERENCE, type States } from "../../src/catalogue/states.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import { openStore, type Store } from "../../src/store/data-source.ts";
import {
  actors,
  effects,
  givenDataset,
  givenPublished,
  givenReady,
  givenVersion,
  SEEDS,
  seededStore,
} from "./given.ts";

let here: Store;
let there: Store;
let known: States;
let knownThere: States;

beforeAll(async () => {
  here = await seededStore();
  there = await openStore({ url: here.url, poolSize: 2 });
  known = await followStates(here);
  knownThere = await followStates(there);
});
afterAll(async () => {
  await there.close();
  await here.close();
});

const slug = (text: string): Part => text as Part;
const allOf = (states: States, ...parts: readonly Part[]) => parts.map((part) => states.of(part));

/** Until it holds; a test that waits in vain is ended by its time limit. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

let agencies = 0;
const newAgency = (store: Store) =>
  store.write((tx) => {
    agencies += 1;
    const agency = newAgencyShape.parse({ slug: `instansi-${agencies}`, name: `Instansi ${agencies}` });
    return createAgency(tx, actors.admin, agency, effects);
  });

describe("a change", () => {
  it("is known to the server that made it when the write returns, and to the other soon after", async () => {
    const before = allOf(known, REFERENCE, EVERYTHING);
    await newAgency(here);
    const after = allOf(known, REFERENCE, EVERYTHING);
    expect(after.some((state, index) => state === undefined || state === before[index])).toBe(false);
    await until(() => knownThere.of(REFERENCE) === after[0]);
    expect(allOf(knownThere, REFERENCE, EVERYTHING)).toEqual(after);
  });

  it("of one dataset changes that one and everything, nothing else", async () => {
    const dataset = await givenPublished(here, "satu");
    await givenPublished(here, "dua");
    const parts: readonly Part[] = [slug("satu"), EVERYTHING, slug("dua"), REFERENCE];
    const before = allOf(known, ...parts);
    await givenVersion(here, dataset, 2);
    const published = allOf(known, ...parts);
    expect(published.map((state, index) => state === before[index])).toEqual([false, false, true, true]);
    const number = 1 as VersionNumber;
    await here.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, number, "salah", effects));
    expect(allOf(known, ...parts).map((state, index) => state === published[index])).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it("that is rolled back is none, and neither is an upload that waits", async () => {
    const dataset = await givenDataset(here, "menunggu");
    const parts: readonly Part[] = [dataset.slug, REFERENCE, EVERYTHING];
    const before = allOf(known, ...parts);
    await expect(
      here.write(async (tx) => {
        await tx.query("update catalogue.agency set name = name || '!' where slug = 'dinkes'");
        await tx.query("update catalogue.dataset set updated_at = now() where id = $1", [dataset.id]);
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    await givenReady(here, dataset);
    await here.write((tx) => seedReference(tx, SEEDS));
    expect(allOf(known, ...parts)).toEqual(before);
  });

  it("made by hand in SQL is heard too", async () => {
    const before = known.of(REFERENCE);
    await there.write((tx) => tx.query("update catalogue.region set capital = 'Sungguminasa' where code = '73.06'"));
    await until(() => known.of(REFERENCE) !== before);
    expect(knownThere.of(REFERENCE)).toBe(known.of(REFERENCE));
  });
});

describe("a lost connection", () => {
  it("leaves nothing known until the server listens again, and then what changed meanwhile is known", async () => {
    const before = allOf(known, REFERENCE, EVERYTHING);
    await there.write((tx) =>
      tx.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'jendela-listen' and datname = current_database()",
      ),
    );
    await until(() => known.of(REFERENCE) === undefined && known.of(slug("satu")) === undefined);
    const reading = createReading(known);
    reading.note(REFERENCE);
    expect(reading.outcome().read).toBeUndefined();
    await newAgency(there);
    await until(() => known.of(REFERENCE) !== undefined && knownThere.of(REFERENCE) !== undefined);
    const after = allOf(known, REFERENCE, EVERYTHING);
    expect(after.some((state, index) => state === before[index])).toBe(false);
    expect(allOf(knownThere, REFERENCE, EVERYTHING)).toEqual(after);
    await newAgency(here);
    expect(known.of(REFERENCE)).not.toBe(after[0]);
  });

  it("is no error at the start either: nothing is known of a database that is away", async () => {
    const away = await openStore({ url: here.url, poolSize: 2 });
    const states = await followStates({ ...away, read: () => Promise.reject(new Error("away")) });
    expect(states.of(REFERENCE)).toBeUndefined();
    await away.close();
  });
});

describe("what was read", () => {
  it("has the states from before the reading, so that a change while reading leaves it outdated", async () => {
    const reading = createReading(known);
    reading.note(REFERENCE);
    const before = known.of(REFERENCE);
    await newAgency(here);
    reading.note(REFERENCE);
    expect(reading.outcome().read).toEqual([[REFERENCE, before]]);
  });

  it("is everything when it is many parts, and nothing to be relied on when it failed", () => {
    const reading = createReading(known);
    for (let index = 0; index < 20; index += 1) reading.note(slug(`dataset-${index}`));
    expect(reading.outcome().read).toEqual([[EVERYTHING, known.of(EVERYTHING)]]);
    reading.spoil();
    expect(reading.outcome().read).toBeUndefined();
  });
});

it("knows of every table of the catalogue whether the public reads it", async () => {
  // Nothing public is made of these. Every other table announces its changes by a trigger, as in 0010-state.sql.
  const unread = [
    "backup",
    "harvest_document",
    "harvest_item",
    "harvest_outcome",
    "harvest_run",
    "harvest_source",
    "file_to_erase",
    "idempotency",
    // They never change without indicator_state or a publication.
    "indicator_source",
    "indicator_value",
    "message",
    "migration",
    "person",
    "rate_limit",
    "recipe",
    "recovery_code",
    // They come with the entry of a dataset.
    "search_word",
    "session",
    "sign_in_step",
    "state",
    "token",
    "upload",
    "webhook",
    "webhook_delivery",
  ];
  const silent = await here.read((tx) =>
    tx.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = 'catalogue'::regnamespace and c.relkind in ('r', 'p')
         and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname like 'announce%') order by 1`,
    ),
  );
  expect(silent.map(({ name }) => name).filter((name) => !unread.includes(name))).toEqual([]);
});
