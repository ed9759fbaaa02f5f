/** A backup's snapshot stands in nobody's way for longer than it must. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Store } from "../../src/store/data-source.ts";
import { inSnapshot } from "../../src/store/dump.ts";

import { dropStage, type StageRef } from "../../src/store/stage.ts";
import { openTestStore } from "../setup/store.ts";
import { givenStage, schemaOf } from "./given.ts";

const SCHEMA = schemaOf("kode* nilai:number");

let store: Store;
let stage: StageRef;
beforeAll(async () => {
  store = await openTestStore();
  stage = await givenStage(store, SCHEMA, [["a", "1"]], false);
  await givenStage(store, SCHEMA, [["b", "2"]], true);
});
afterAll(() => store.close());

async function drain(bytes: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** Whatever it waits for, it waits no longer than two seconds. */
const impatient = <T>(work: (tx: Parameters<Parameters<Store["write"]>[0]>[0]) => Promise<T>): Promise<T> =>
  store.write(async (tx) => {
    await tx.query("set local lock_timeout = '2s'");
    return work(tx);
  });

it("tells how far each counter has come, as the database itself does", async () => {
  const told = await store.withClient((client) => inSnapshot(client, async ({ tables }) => tables));
  const counted = told.filter(({ counter }) => counter !== null);
  const real = await store.read((tx) =>
    tx.query<{ name: string; last: string | null }>(
      `select a.attrelid::regclass::text as name, pg_sequence_last_value(pg_get_serial_sequence(a.attrelid::regclass::text, a.attname)::regclass)::text as last
       from pg_attribute a where a.attidentity <> '' and not a.attisdropped`,
    ),
  );
  const known = new Map(real.map(({ name, last }) => [name.replaceAll('"', ""), last]));
  expect(counted.length).toBeGreaterThan(2);
  expect(counted.some(({ counter }) => counter?.last === null)).toBe(true);
  expect(counted.filter((table) => known.get(`${table.schema}.${table.name}`) !== table.counter?.last)).toEqual([]);
});

it("keeps a stage from being dropped while stages are read, and no longer", async () => {
  await store.withClient((client) =>
    inSnapshot(client, async ({ tables }, rowsOf) => {
      const [first, ...others] = tables;
      if (first === undefined) throw new Error("no table");
      expect(first.schema).toBe("stage");
      await drain(rowsOf(first));
      await expect(impatient((tx) => dropStage(tx, stage.upload))).rejects.toMatchObject({
        code: "server.database-busy",
      });
      for (const table of others.filter(({ schema }) => schema === "stage")) await drain(rowsOf(table));
      const after = others.find(({ schema }) => schema !== "stage");
      if (after === undefined) throw new Error("no other table");
      await drain(rowsOf(after));
      // The backup goes on for hours, perhaps, and officers publish meanwhile.
      await impatient((tx) => dropStage(tx, stage.upload));
    }),
  );
});
