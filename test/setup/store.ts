/** A fresh database for a test file, cloned from the run's template. */
import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { openStore, type Store, type StoreOptions } from "../../src/store/data-source.ts";
import { onServer, withDatabase } from "./database.ts";

/** Opens a store on an empty, migrated database; `close()` drops the database. Call it in `beforeAll` and close it in `afterAll`. */
export async function openTestStore(options: Omit<StoreOptions, "url"> = {}): Promise<Store> {
  const server = inject("databaseServer");
  const name = `jendela_test_${randomBytes(6).toString("hex")}`;
  await onServer(server, `create database ${name} template ${inject("databaseTemplate")}`);
  const store = await openStore({ url: withDatabase(server, name), poolSize: 4, ...options });
  return {
    ...store,
    close: async () => {
      await store.close();
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}
