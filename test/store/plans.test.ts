/**
 * How PostgreSQL finds the rows of hot reads, on a table that is large enough for it to choose. The very statements that the functions
 * send are explained; an index is used, and no row is looked at that is not asked for.
 */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listDatasets } from "../../src/catalogue/dataset-list.ts";
import { countFacets } from "../../src/catalogue/facets.ts";
import type { PreparedSearch } from "../../src/catalogue/search-terms.ts";
import { PUBLIC } from "../../src/kernel/actor.ts";
import { aggregateRows } from "../../src/store/aggregate.ts";
import type { Store } from "../../src/store/data-source.ts";
import type { TableRef } from "../../src/store/dataset-table.ts";
import { streamDiff } from "../../src/store/diff.ts";
import { copyObservations } from "../../src/store/observations.ts";
import { tendTable } from "../../src/store/publish.ts";
import { selectRows } from "../../src/store/rows.ts";
import { copyRowsOut } from "../../src/store/rows-out.ts";
import { type Sql, sql } from "../../src/store/sql.ts";
import type { ReadTx } from "../../src/store/transaction.ts";
import { openTestStore } from "../setup/store.ts";
import { type GivenRow, given, schemaOf } from "./given.ts";

const schema = schemaOf(
  "indikator:string:dimension* kode:string:region* tahun:year:period* bulan:integer:dimension* nilai:number:measure catatan:string",
);
const REGIONS = 24;
const YEARS = 10;
const INDICATORS = 10;

/** 28,800 rows; one in a hundred has another value in each version. */
const rowsOf = (version: number): readonly GivenRow[] =>
  Array.from({ length: REGIONS * YEARS * 12 * INDICATORS }, (_, index): GivenRow => {
    const [region, year] = [index % REGIONS, Math.floor(index / REGIONS) % YEARS];
    const rest = Math.floor(index / REGIONS / YEARS);
    const value = index % 100 === 0 ? index + version : index;
    return [
      `indikator-${Math.floor(rest / 12)}`,
      `73.${10 + region}`,
      String(2015 + year),
      String(1 + (rest % 12)),
      String(value),
      "catatan",
    ];
  });

let store: Store;
let versions: readonly TableRef[];
beforeAll(async () => {
  store = await openTestStore();
  const dataset = await given(store, ...[1, 2, 3].map((version) => ({ schema, rows: rowsOf(version) })));
  versions = dataset.versions;
  await tendTable(store, dataset.latest);
}, 120_000);
afterAll(() => store.close());

const version = (number: number): TableRef => {
  const table = versions[number - 1];
  if (!table) throw new Error("no such version");
  return table;
};

/** What the statements of a read are planned to do. */
async function planOf(read: (tx: ReadTx) => Promise<unknown>): Promise<string> {
  const plans: string[] = [];
  await store.read((tx) =>
    read({
      ...tx,
      query: async <R extends object>(statement: string | Sql, values: readonly unknown[] = []) => {
        if (typeof statement !== "string") throw new Error("explained only where it is text");
        const lines = await tx.query<{ "QUERY PLAN": string }>(`explain (costs off) ${statement}`, values);
        plans.push(lines.map((line) => line["QUERY PLAN"]).join("\n"));
        return tx.query<R>(statement, values);
      },
      texts: async (statement: Sql) => {
        plans.push((await tx.texts(sql`explain (costs off) ${statement}`)).flat().join("\n"));
        return tx.texts(statement);
      },
    }),
  );
  return plans.join("\n");
}

/** The same of what a stream copies out. */
async function planOfCopy(start: (watched: Store) => AsyncIterable<unknown>): Promise<string> {
  const plans: string[] = [];
  const explain = async (client: pg.PoolClient, text: string): Promise<void> => {
    const statement = /^copy \((.*)\) to stdout/s.exec(text)?.[1];
    const { rows } = await client.query({ text: `explain (costs off) ${statement}`, rowMode: "array" });
    plans.push(rows.flat().join("\n"));
  };
  const watched: Store = {
    ...store,
    withClient: (work) =>
      store.withClient(async (client) => {
        const query = client.query.bind(client);
        let asked = "";
        // COPY is handed in as a stream that knows its statement; it is explained when it has been sent.
        const spy = new Proxy(client, {
          get: (target, name) =>
            name === "query"
              ? (stream: { readonly text?: string }) => {
                  asked = stream.text ?? "";
                  return query(stream as never);
                }
              : Reflect.get(target, name),
        });
        const result = await work(spy);
        await explain(client, asked);
        return result;
      }),
  };
  for await (const _ of start(watched)) void _;
  while (plans.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return plans.join("\n");
}

const SCAN = "Seq Scan";
const filter = (field: string, value: string) => ({ field: field as never, op: "eq" as const, values: [value] });
const key = { filters: [], order: [], limit: 100 };

describe("the plan of", () => {
  it("a first page, and the page behind it, follows the key", async () => {
    const first = await planOf((tx) => selectRows(tx, version(3), key));
    expect(first).toContain("Index Scan using d1_key_1");
    expect(first).not.toContain(SCAN);
    const next = await planOf((tx) =>
      selectRows(tx, version(3), { ...key, after: ["indikator-2", "73.20", "2019", "3"] }),
    );
    expect(next).toMatch(/Index Scan using d1_key_1[^\n]*\n\s*Index Cond: \(ROW\(/);
    expect(next).not.toContain(SCAN);
  });

  it("a page of one region and period is read in its order, no row more", async () => {
    const plan = await planOf((tx) =>
      selectRows(tx, version(3), { ...key, filters: [filter("kode", "73.20"), filter("tahun", "2019")] }),
    );
    expect(plan).toMatch(/^Limit\n\s*->\s+Merge Append/);
    expect(plan).toMatch(
      /Limit\n\s*->\s+Index Scan using d1_(?:place_3|key_1)[^\n]*\n\s*Index Cond: \(\(c2 = [^\n]*c3 = /,
    );
    expect(plan).not.toContain(SCAN);
  });

  it("the same page of an earlier version needs no scan either", async () => {
    const plan = await planOf((tx) =>
      selectRows(tx, version(1), { ...key, filters: [filter("kode", "73.20"), filter("tahun", "2019")] }),
    );
    expect(plan).toMatch(/d1_(?:died_1|place_3)/);
    expect(plan).not.toContain(SCAN);
  });

  it("a grouped sum over one year and indicator reads the figures' index alone", async () => {
    const plan = await planOf((tx) =>
      aggregateRows(tx, version(3), {
        filters: [filter("tahun", "2019"), filter("indikator", "indikator-2")],
        groupBy: ["kode" as never],
        measures: [{ field: "nilai" as never, op: "sum" }],
      }),
    );
    expect(plan).toContain("Index Only Scan using d1_figures_3");
    expect(plan).not.toContain(SCAN);
  });

  it("an order that goes on behind the whole key follows the key all the same", async () => {
    const order = ["indikator", "kode", "tahun", "bulan", "catatan"].map((field) => ({
      field: field as never,
      direction: "asc" as const,
    }));
    const plan = await planOf((tx) => selectRows(tx, version(3), { ...key, order }));
    expect(plan).toContain("Index Scan using d1_key_1");
    expect(plan).not.toContain("Incremental Sort");
  });

  it("observations follow the key, and are not sorted once more", async () => {
    const field = (name: string) => ({ field: name as never, withoutDots: false });
    const plan = await planOfCopy((watched) =>
      copyObservations(
        watched,
        version(3),
        { filters: [filter("indikator", "indikator-2")] },
        {
          dimensions: ["indikator", "kode", "tahun", "bulan"].map(field),
          measures: [{ field: "nilai" as never, unit: "orang" }],
          told: ["value", "status", "unit"],
          untold: "_X",
          statuses: [["estimated", "E"]],
          normal: "A",
          missing: "M",
        },
        ["dataflow"],
        "",
      ),
    );
    expect(plan).toMatch(/^Result\n\s*->\s+Merge Append/);
    expect(plan).toContain("Index Scan using d1_key_1");
    expect(plan).not.toContain(SCAN);
  });

  it("one region's export goes by the region", async () => {
    const plan = await planOfCopy((watched) =>
      copyRowsOut(watched, version(3), { filters: [filter("kode", "73.20")], order: [] }),
    );
    expect(plan).toMatch(/d1_(?:key_1|place_3)/);
    expect(plan).not.toContain(SCAN);
  });

  it("a difference reads what was born and what has ended in between, and nothing else", async () => {
    const plan = await planOfCopy((watched) => streamDiff(watched, version(1), version(3)));
    expect(plan).toContain("d1_born_1");
    expect(plan).toContain("d1_died_1");
    expect(plan).not.toContain(SCAN);
  });
});

/** 2,000 datasets; one in a hundred speaks of rice, one in four of maize, each with many words besides. */
async function givenCatalogue(): Promise<void> {
  await store.write(async (tx) => {
    await tx.query(
      `insert into catalogue.dataset (slug, agency, access, package, created_by, created_at, updated_at)
       select 'rekaan-' || n, 'bps', 'open', '{}', 'system', now(), now() from generate_series(1, 2000) n`,
    );
    await tx.query(
      `insert into catalogue.version (dataset, number, package, columns, rows, added, removed, changed, uploaded_by, published_by, published_at)
       select id, 1, '{}', '{}', 0, 0, 0, 0, 'system', 'system', now() from catalogue.dataset where slug like 'rekaan-%'`,
    );
    await tx.query("update catalogue.dataset set current_version = 1 where slug like 'rekaan-%'");
    await tx.query(
      `update catalogue.search_entry set title_key = slug, terms = to_tsvector('simple',
         case when dataset % 100 = 0 then 'padi' when dataset % 4 = 1 then 'jagung' else slug end ||
         (select string_agg(' kata' || (dataset * 7 + n) % 5000, '') from generate_series(1, 120) n))
       where slug like 'rekaan-%'`,
    );
  });
  await store.withClient((client) =>
    client.query("vacuum analyze catalogue.search_entry, catalogue.dataset, catalogue.version"),
  );
}

describe("in a catalogue of thousands, the plan of", () => {
  beforeAll(givenCatalogue, 60_000);
  const searchOf = (word: string): PreparedSearch => ({
    query: { words: [word] },
    terms: [{ words: [word], query: `'${word}'` }],
    corrected: [],
    loose: false,
  });

  it.each(["padi", "jagung"])("a search looks at what it finds, however much: %s", async (word) => {
    const plan = await planOf((tx) => listDatasets(tx, PUBLIC, { search: searchOf(word), first: 20 }));
    expect(plan).toContain("Bitmap Index Scan on search_entry_terms");
    expect(plan).toContain("Index Scan using dataset_slug_key");
    expect(plan).not.toContain(SCAN);
  });

  it.each(["padi", "jagung"])("its facets look at no more: %s", async (word) => {
    const plan = await planOf((tx) => countFacets(tx, PUBLIC, { search: searchOf(word) }));
    expect(plan).toContain("Bitmap Index Scan on search_entry_terms");
    expect(plan).not.toContain(SCAN);
  });

  it.each(["title", "created", "updated"] as const)("a list by %s ends where its page does", async (by) => {
    const plan = await planOf((tx) => listDatasets(tx, PUBLIC, { orderBy: { by }, first: 20 }));
    expect(plan).toMatch(/Index Scan (?:Backward )?using search_entry_(?:title|created|changed)/);
    expect(plan).toContain("Index Only Scan using search_entry_published");
    expect(plan).not.toContain(SCAN);
  });
});
