import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Version } from "../../src/catalogue/versions.ts";
import { type FileFormat, findFormat } from "../../src/formats/formats.ts";
import { createInThread } from "../../src/formats/in-thread.ts";
import { sourceOf } from "../../src/formats/source.ts";
import type { Store } from "../../src/store/data-source.ts";
import { seededStore } from "../catalogue/given.ts";
import { table } from "../download/given.ts";
import { givenTable } from "../setup/outlets.ts";

let store: Store;
let version: Version;
beforeAll(async () => {
  store = await seededStore();
  const rows = Array.from(
    { length: 20_000 },
    (_, index) => ["73.06", String(1000 + index), `${index}.5`, `baris ${index}`, "true", {}] as const,
  );
  const { current } = await givenTable(store, "panjang", table, rows);
  if (!current) throw new Error("no version");
  version = current;
}, 60_000);
afterAll(() => store.close());

const formatOf = (ending: string): FileFormat => {
  const format = findFormat(ending);
  if (!format) throw new Error("no format");
  return format;
};

it.each(["xlsx", "parquet", "jsonstat.json", "px"])(
  "gives the same bytes of %s as without a thread",
  async (ending) => {
    const apart = await buffer(createInThread({ url: store.url, version, ending }));
    const here = await buffer(await formatOf(ending).create(sourceOf(store, version)));
    expect(apart.length).toBeGreaterThan(10_000);
    expect(apart.equals(here)).toBe(true);
  },
  60_000,
);

it("fails when the thread fails", async () => {
  const broken = { ...version, columns: Object.fromEntries(Object.keys(version.columns).map((name) => [name, "c99"])) };
  await expect(buffer(createInThread({ url: store.url, version: broken, ending: "json" }))).rejects.toThrow(/c99/);
}, 60_000);

it("says that the database is away as whoever asks would be told it", async () => {
  const url = "postgres://nobody@127.0.0.1:9/none";
  await expect(buffer(createInThread({ url, version, ending: "json" }))).rejects.toMatchObject({
    code: "server.database-away",
    status: 503,
    extra: { retryAfter: 5 },
  });
}, 60_000);

it("ends the thread when nobody reads any more", async () => {
  const connections = (): Promise<number> =>
    store.read(async (tx) => {
      const [row] = await tx.query<{ count: string }>(
        "select count(*) from pg_stat_activity where datname = current_database()",
      );
      return Number(row?.count);
    });
  const before = await connections();
  const stream = createInThread({ url: store.url, version, ending: "ndjson" });
  await once(stream, "readable");
  expect(await connections()).toBeGreaterThan(before);
  stream.destroy();
  // Those of the thread before may still have been there.
  await expect.poll(connections, { timeout: 20_000 }).toBeLessThanOrEqual(before);
}, 60_000);
