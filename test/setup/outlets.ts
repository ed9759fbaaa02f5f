/** What the outlets' tests begin with: real datasets with real rows, and an application of the outlets alone, behind the common door. */
import express, { type Express, type Router } from "express";
import request from "supertest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { getDatasetById } from "../../src/catalogue/datasets.ts";
import { parsePackage } from "../../src/catalogue/package.ts";
import { loadPackageContext } from "../../src/catalogue/package-context.ts";
import { recordVersion } from "../../src/catalogue/version-record.ts";
import { getVersion, type Version } from "../../src/catalogue/versions.ts";
import { identify, numberRequests } from "../../src/http/context.ts";
import { openToAllOrigins, securityHeaders } from "../../src/http/headers.ts";
import { answerFaults, answerNotFound } from "../../src/http/problem.ts";
import { type Actor, SYSTEM } from "../../src/kernel/actor.ts";
import type { Observation } from "../../src/kernel/effects.ts";
import type { UpdateMode } from "../../src/kernel/package.ts";
import { compareStaged } from "../../src/store/compare.ts";
import type { Store } from "../../src/store/data-source.ts";
import { tableRef } from "../../src/store/dataset-table.ts";
import { publishStaged } from "../../src/store/publish.ts";
import { actors, effects, givenDataset } from "../catalogue/given.ts";
import { type GivenRow, givenStage } from "../store/given.ts";

export const BASE_URL = "https://data.example";

interface GivenField {
  readonly name: string;
  readonly type: string;
  readonly [more: string]: unknown;
}

/** A package's resource with these fields and key. */
export const tableOf = (fields: readonly GivenField[], primaryKey: readonly string[] = []) => ({
  resources: [{ schema: { fields, ...(primaryKey.length === 0 ? {} : { primaryKey }) } }],
});

/** Declares a dataset and publishes its versions in order; a version may bring its own package. */
export async function givenTable(
  store: Store,
  name: string,
  pkg: Readonly<Record<string, unknown>>,
  ...versions: readonly (readonly GivenRow[])[]
): Promise<Dataset> {
  const dataset = await givenDataset(store, name, pkg);
  for (const rows of versions) await publishRows(store, dataset, rows);
  return store.read((tx) => getDatasetById(tx, dataset.id));
}

/** Publishes the next version; with `json`, under a new package of the same name. */
export async function publishRows(
  store: Store,
  dataset: Dataset,
  rows: readonly GivenRow[],
  json?: Readonly<Record<string, unknown>>,
  mode: UpdateMode = "replace",
): Promise<Version> {
  const latest = await store.read((tx) => getDatasetById(tx, dataset.id));
  const pkg =
    json === undefined ? latest.package : parsePackage(json, await store.read((tx) => loadPackageContext(tx, SYSTEM)));
  const { current } = latest;
  const base = current && tableRef(dataset.id, current.number, current.package.schema, current.columns);
  const stage = await givenStage(store, pkg.schema, rows, base === undefined);
  const changes = await store.write((tx) => compareStaged(tx, stage, base, mode));
  const { number } = await store.write(async (tx) => {
    const published = await publishStaged(tx, {
      dataset: dataset.id,
      slug: dataset.slug,
      stage,
      base,
      mode,
      changes,
    });
    const { added, removed, changed, cells } = changes;
    const { table, columns, rows: count } = published;
    return recordVersion(
      tx,
      actors.reviewer,
      {
        dataset: dataset.id,
        base: base?.version,
        number: table.version,
        package: pkg,
        columns,
        rows: count,
        added,
        removed,
        changed,
        cells,
        uploadedBy: actors.producer.key,
      },
      effects.now(),
    );
  });
  return store.read((tx) => getVersion(tx, dataset, { number }));
}

export interface TestApp {
  readonly app: Express;
  /** Everything that was observed, in order. */
  readonly seen: Observation[];
}

/** The outlets behind the common door. A bearer of "producer", "other", "reviewer" … is that actor of `given.ts`. */
export function testApp(routes: readonly Router[], seen: Observation[] = []): TestApp {
  const app = express();
  app.disable("x-powered-by");
  app.use(
    numberRequests,
    securityHeaders,
    openToAllOrigins,
    identify(async (token) => (actors as Readonly<Record<string, Actor>>)[token]),
  );
  for (const router of routes) app.use(router);
  app.use(
    answerNotFound,
    answerFaults((what) => seen.push(what)),
  );
  return { app, seen };
}

/** The text of a 200, whatever its media type; supertest reads only some as text. */
export async function readText(app: Express, path: string): Promise<string> {
  const { body } = await request(app)
    .get(path)
    .buffer(true)
    .parse((response, done) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => done(null, text));
    })
    .expect(200);
  return body as string; // what the parser above gave
}
