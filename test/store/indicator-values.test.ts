/** Values of indicators as the store makes them: the days of periods, and how many values are kept. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FieldName } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import { keepValues } from "../../src/store/indicator-values.ts";
import { fc } from "../setup/properties.ts";
import { openTestStore } from "../setup/store.ts";
import { given, schemaOf } from "./given.ts";

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const daysOf = async (periods: readonly string[]): Promise<readonly (string | null)[]> => {
  const rows = await store.read((tx) =>
    tx.query<{ days: string | null }>(
      "select catalogue.period_days(p)::text as days from unnest($1::text[]) with ordinality as t (p, at) order by at",
      [periods],
    ),
  );
  return rows.map(({ days }) => days);
};

describe("catalogue.period_days(period)", () => {
  it("knows the days of every kind of period", async () => {
    expect(
      await daysOf(["2024", "2024-S2", "2024-T3", "2024-Q1", "2024-02", "2024-12", "2024-02-29", "2023-07-01/P1Y"]),
    ).toEqual([
      "[2024-01-01,2025-01-01)",
      "[2024-07-01,2025-01-01)",
      "[2024-09-01,2025-01-01)",
      "[2024-01-01,2024-04-01)",
      "[2024-02-01,2024-03-01)",
      "[2024-12-01,2025-01-01)",
      "[2024-02-29,2024-03-01)",
      "[2023-07-01,2024-07-01)",
    ]);
    expect(await daysOf(["2020-W53", "2024-W01"])).toEqual(["[2020-12-28,2021-01-04)", "[2024-01-01,2024-01-08)"]);
  });

  it("knows none of what is no period, and never fails", async () => {
    const none = ["", "24", "2024-13", "2023-02-29", "2024-S3", "2024-00", "2024-04-31", "2024-W54", "2024-01-01/P2Y"];
    expect(await daysOf(none)).toEqual(none.map(() => null));
    const likely = fc.stringMatching(/^2\d{3}-[STQW\d][\d-]{0,8}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string(), likely), { maxLength: 50 }), async (texts) => {
        const periods = texts.map((text) => text.replaceAll("\0", ""));
        expect(await daysOf(periods)).toHaveLength(periods.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe("keepValues(tx, table, …)", () => {
  const source = { id: 1, field: "nilai" as FieldName, filter: {}, additive: true, yearlyAt: undefined };
  const place = { region: "kode" as FieldName, period: "tahun" as FieldName };
  const kept = async (): Promise<readonly string[]> =>
    (
      await store.read((tx) =>
        tx.query<{ line: string }>(
          "select concat_ws(' ', region, period, value, computed) as line from catalogue.indicator_value order by period, region",
        ),
      )
    ).map(({ line }) => line);

  it.each([
    ["kode:string:region* tahun:year:period* nilai:number:measure", false],
    ["kode:string:region* tahun:year:period* jenis:string:dimension* nilai:number:measure", true],
  ])("keeps whole periods, the newest first, up to the limit: %s", async (line, several) => {
    const schema = schemaOf(line);
    const rows = ["2021", "2022", "2023"].flatMap((period) =>
      ["73.01", "73.02"].map((code) => [code, period, ...(several ? ["a"] : []), "1.50"]),
    );
    const { latest } = await given(store, {
      schema,
      rows: [...rows, ["73.01", "9999", ...(several ? ["a"] : []), "1"]],
    });
    await store.write((tx) => keepValues(tx, latest, { ...place, several }, [source]));
    expect(await kept()).toHaveLength(6);
    await store.write((tx) => keepValues(tx, latest, { ...place, several }, [source], 3));
    expect(await kept()).toEqual(["73.01 2022 1.50 f", "73.02 2022 1.50 f", "73.01 2023 1.50 f", "73.02 2023 1.50 f"]);
  });
});
