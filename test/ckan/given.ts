/** The CKAN outlet behind its own door, with a few datasets: one with rows in two versions, one closed, one withdrawn. */
import express from "express";
import request from "supertest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { createOpenDatasets } from "../../src/catalogue/open-datasets.ts";
import { createReferenceMemory } from "../../src/catalogue/reference-memory.ts";
import { followStates, NOTHING_KNOWN } from "../../src/catalogue/states.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { ckanRoutes } from "../../src/ckan/routes.ts";
import { createKeptAnswers } from "../../src/http/kept-answers.ts";
import { answerFaults } from "../../src/http/problem.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import type { Observation } from "../../src/kernel/effects.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, givenPublished, seededStore } from "../catalogue/given.ts";
import { BASE_URL, givenTable, tableOf } from "../setup/outlets.ts";

export interface Ckan {
  readonly store: Store;
  readonly app: express.Express;
  readonly poverty: Dataset;
  readonly seen: Observation[];
  /** The result of an action; fails where it does not succeed. */
  readonly act: <T = unknown>(name: string, args?: Readonly<Record<string, unknown>>) => Promise<T>;
  readonly close: () => Promise<void>;
}

const poorTable = tableOf(
  [
    { name: "kode", type: "string", role: "region", title: "Kode wilayah", description: "Kemendagri" },
    { name: "tahun", type: "year", role: "period" },
    { name: "persen", type: "number", role: "measure", unit: "persen" },
    { name: "catatan", type: "string" },
    { name: "resmi", type: "boolean" },
    { name: "tanggal", type: "date" },
  ],
  ["kode", "tahun"],
);

const first = [
  ["73.06", "2023", "7.10", "Gowa, bagian utara", "true", "2024-01-31"],
  ["73.71", "2023", "5.0", null, "false", null],
] as const;
const second = [
  ["73.06", "2023", "7.10", "Gowa, bagian utara", "true", "2024-01-31"],
  ["73.06", "2024", "7.00", 'kata "sulit" & lain', "true", "2025-01-31"],
  ["73.71", "2023", "5.0", null, "false", null],
  ["73.71", "2024", "12345678901234567890.50", null, null, null],
] as const;

/** @param listening  Does it hear of changes? */
export async function openCkan(listening = true): Promise<Ckan> {
  const store = await seededStore();
  const poverty = await givenTable(
    store,
    "kemiskinan",
    {
      ...poorTable,
      title: { id: "Penduduk miskin", en: "Poor people" },
      description: "Angka kemiskinan menurut kabupaten",
      topics: ["kemiskinan"],
      keywords: ["miskin", "garis kemiskinan"],
      licenses: [{ name: "CC-BY-4.0", path: "https://creativecommons.org/licenses/by/4.0/" }],
      frequency: "yearly",
    },
    first,
    second,
  );
  await givenPublished(store, "sekolah", { title: "Sekolah menurut kecamatan", agency: "dinkes", keywords: ["guru"] });
  await givenPublished(store, "rahasia", { title: "Rahasia", access: "closed" });
  await givenPublished(store, "keliru", { title: "Keliru", topics: ["kesehatan"] }).then((dataset) =>
    store.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, 1 as VersionNumber, "Salah satuan", effects)),
  );
  const states = listening ? await followStates(store) : NOTHING_KNOWN;
  const seen: Observation[] = [];
  const app = express();
  app.set("query parser", "simple");
  app.use(
    ckanRoutes({
      store,
      effects,
      answers: createKeptAnswers(states, 1_000_000),
      findActor: async (token) => (actors as Readonly<Record<string, Actor>>)[token],
      recallOpen: createOpenDatasets(store, states),
      recallReference: createReferenceMemory(store, states),
      baseUrl: BASE_URL,
    }),
    answerFaults((what) => seen.push(what)),
  );
  return {
    store,
    app,
    poverty,
    seen,
    act: async <T>(name: string, args: Readonly<Record<string, unknown>> = {}) => {
      const { body, status } = await request(app).post(`/api/3/action/${name}`).send(args);
      if (status !== 200 || body.success !== true) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
      return body.result as T;
    },
    close: () => store.close(),
  };
}
