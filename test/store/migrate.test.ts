import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/data-source.ts";
import { migrate, pendingMigrations } from "../../src/store/migrate.ts";
import { openTestStore } from "../setup/store.ts";

let store: Store;
let folder: string;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
// The history is emptied, so that each test tells its own.
beforeEach(async () => {
  await store.write((tx) => tx.query("drop table catalogue.migration"));
  folder = await mkdtemp(join(tmpdir(), "jendela-migrations-"));
});
afterEach(async () => {
  await store.write((tx) => tx.query("drop table if exists public.counted"));
  await rm(folder, { recursive: true, force: true });
});

const file = (name: string, text: string) => writeFile(join(folder, name), text);
const counted = () => store.read((tx) => tx.query("select n from public.counted order by n"));

describe("migrate", () => {
  it("runs each file once, in order, and no file of another form", async () => {
    await file("0002-second.sql", "insert into public.counted values (2);");
    await file("0001-first.sql", "create table public.counted (n int); insert into public.counted values (1);");
    await file("notes.sql", "no SQL at all");
    expect(await pendingMigrations(store, folder)).toEqual(["0001-first", "0002-second"]);
    expect(await migrate(store, { folder })).toEqual(["0001-first", "0002-second"]);
    expect(await migrate(store, { folder })).toEqual([]);
    expect(await pendingMigrations(store, folder)).toEqual([]);
    expect(await counted()).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("is done by one of two servers that start together", async () => {
    await file(
      "0001-first.sql",
      "create table public.counted (n int); select pg_sleep(0.2); insert into public.counted values (1);",
    );
    const ran = await Promise.all([migrate(store, { folder }), migrate(store, { folder }), migrate(store, { folder })]);
    expect(ran.flat()).toEqual(["0001-first"]);
    expect(await counted()).toEqual([{ n: 1 }]);
  });

  it("keeps what came before a file that fails, and nothing of that file", async () => {
    await file("0001-first.sql", "create table public.counted (n int);");
    await file("0002-broken.sql", "insert into public.counted values (2); select 1 / 0;");
    await expect(migrate(store, { folder })).rejects.toMatchObject({ code: "22012" });
    expect(await counted()).toEqual([]);
    await file("0002-broken.sql", "insert into public.counted values (3);");
    expect(await migrate(store, { folder })).toEqual(["0002-broken"]);
    expect(await counted()).toEqual([{ n: 3 }]);
  });

  it("refuses a database that a newer server has changed", async () => {
    await file("0001-first.sql", "create table public.counted (n int);");
    await file("0002-newer.sql", "select 1;");
    await migrate(store, { folder });
    await rm(join(folder, "0002-newer.sql"));
    const refusal = { code: "server.database-newer", params: { migrations: "0002-newer" } };
    await expect(migrate(store, { folder })).rejects.toMatchObject(refusal);
    await expect(pendingMigrations(store, folder)).rejects.toMatchObject(refusal);
  });
});
