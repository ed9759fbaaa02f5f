/** The OData outlet behind the common door, with three datasets: one of two versions, one without a key, one that is closed. */
import type { Express } from "express";
import request, { type Response } from "supertest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { followStates, NOTHING_KNOWN } from "../../src/catalogue/states.ts";
import { odataRoutes } from "../../src/odata/routes.ts";
import type { Store } from "../../src/store/data-source.ts";
import { seededStore } from "../catalogue/given.ts";
import { BASE_URL, givenTable, tableOf, testApp } from "../setup/outlets.ts";

export interface Odata {
  readonly store: Store;
  readonly app: Express;
  readonly poverty: Dataset;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** One property of each row of an answer that must be 200. */
  readonly column: (path: string, name: string) => Promise<readonly unknown[]>;
  readonly close: () => Promise<void>;
}

const povertyTable = tableOf(
  [
    { name: "kode", type: "string", role: "region", title: "Kode wilayah" },
    { name: "tahun", type: "year", role: "period" },
    { name: "persen", type: "number", role: "measure", unit: "persen", description: "Menurut\nsurvei" },
    { name: "jiwa", type: "integer", role: "measure", unit: "jiwa" },
    { name: "catatan", type: "string" },
    { name: "resmi", type: "boolean" },
    { name: "tanggal", type: "date" },
    { name: "jam", type: "time" },
  ],
  ["kode", "tahun"],
);

const first = [["73.06", "2023", "7.10", "1", "Gowa", "true", "2024-01-31", "09:30:00"]] as const;
export const second = [
  ["73.06", "2023", "7.10", "9007199254740993", "Gowa's", "true", "2024-01-31", "09:30:00"],
  ["73.06", "2024", "7.00", "2", "Gowa, utara", "false", "2025-01-31", null],
  ["73.71", "2023", null, "3", null, null, null, null],
  ["73.71", "2024", "12345678901234567890.50", "-4", "100%_é", "true", "2025-02-01", "23:59:59"],
] as const;

/** @param listening  Does it hear of changes? */
export async function openOdata(listening = true): Promise<Odata> {
  const store = await seededStore();
  const poverty = await givenTable(
    store,
    "kemiskinan-2024",
    { title: "Penduduk miskin", ...povertyTable },
    first,
    second,
  );
  await givenTable(
    store,
    "7-catatan",
    { title: { id: "Catatan", en: "Notes" }, ...tableOf([{ name: "isi", type: "string" }]) },
    [["b"], ["a"], ["a"]],
  );
  await givenTable(store, "rahasia", { access: "closed", ...tableOf([{ name: "isi", type: "string" }]) }, [["x"]]);
  const states = listening ? await followStates(store) : NOTHING_KNOWN;
  const { app } = testApp([odataRoutes({ store, states, baseUrl: BASE_URL })]);
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) => request(app).get(path).set(headers);
  return {
    store,
    app,
    poverty,
    get,
    column: async (path, name) => {
      const { status, text } = await get(path);
      if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
      return (JSON.parse(text) as { value: Record<string, unknown>[] }).value.map((row) => row[name]);
    },
    close: () => store.close(),
  };
}
