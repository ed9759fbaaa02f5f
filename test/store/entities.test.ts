/**
 * The entities describe the tables that the migrations made. A column that only SQL uses may be left out if it has a default, and a
 * table that only SQL uses needs no entity.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Store } from "../../src/store/data-source.ts";
import { entities } from "../../src/store/entities/all.ts";
import { openTestStore } from "../setup/store.ts";

interface Column {
  readonly column: string;
  readonly optional: boolean;
}

let store: Store;
let described: readonly string[];
let made: readonly Column[];

beforeAll(async () => {
  store = await openTestStore();
  await store.read(async (tx) => {
    const metadata = entities.map((entity) => tx.manager.connection.getMetadata(entity));
    described = metadata.flatMap(({ tableName, columns }) =>
      columns.map(({ databaseName, isNullable }) => `${tableName}.${databaseName}${isNullable ? " null" : ""}`),
    );
    made = await tx.query<Column>(
      `select table_name || '.' || column_name || case is_nullable when 'YES' then ' null' else '' end as column,
         column_default is not null or is_generated <> 'NEVER' or is_identity = 'YES' as optional
       from information_schema.columns where table_schema = 'catalogue' and table_name = any($1)`,
      [metadata.map(({ tableName }) => tableName)],
    );
  });
});
afterAll(() => store.close());

it("describes only columns that there are, and whether they may be null", () => {
  expect(described.filter((one) => !made.some(({ column }) => column === one))).toEqual([]);
});

it("leaves out no column that has to be written", () => {
  expect(made.filter(({ column, optional }) => !optional && !described.includes(column))).toEqual([]);
});
