/** "As of" means the same for every outlet: a day is its end in WITA, a withdrawn version stays what was current then. */
import request from "supertest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withdrawVersion } from "../src/catalogue/versions.ts";
import { graphqlRoutes } from "../src/graphql/server.ts";
import type { VersionNumber } from "../src/kernel/ids.ts";
import { actors, effects } from "./catalogue/given.ts";
import { type Outlet, openOutlet } from "./download/given.ts";
import { BASE_URL, givenTable, tableOf, testApp } from "./setup/outlets.ts";

let outlet: Outlet;
let graphql: ReturnType<typeof testApp>["app"];

beforeAll(async () => {
  outlet = await openOutlet();
  const { store } = outlet;
  graphql = testApp([await graphqlRoutes({ store, baseUrl: BASE_URL, effects })]).app;
  const table = tableOf(
    [
      { name: "kode", type: "string" },
      { name: "versi", type: "integer" },
    ],
    ["kode"],
  );
  const { id, slug, agency } = await givenTable(
    store,
    "waktu",
    table,
    [["a", "1", {}]],
    [["a", "2", {}]],
    [["a", "3", {}]],
  );
  await store.write(async (tx) => {
    const times = ["2025-03-01T15:59:59.999Z", "2025-03-01T16:00:00.000Z", "2025-04-01T02:00:00.000Z"];
    for (const [index, time] of times.entries()) {
      await tx.query("update catalogue.version set published_at = $3 where dataset = $1 and number = $2", [
        id,
        index + 1,
        time,
      ]);
    }
    await withdrawVersion(tx, actors.reviewer, { id, slug, agency }, 2 as VersionNumber, "Keliru.", effects);
  });
});
afterAll(() => outlet.close());

/** The version that answers, or the code of the refusal. */
async function byDownload(asOf: string): Promise<unknown> {
  const { status, body, headers } = await request(outlet.app).get(
    `/download/waktu.json?_asOf=${encodeURIComponent(asOf)}`,
  );
  return status === 200 && Number(headers["dataset-version"]) === body[0].versi ? body[0].versi : body.code;
}

async function byQuery(field: string, asOf: string): Promise<unknown> {
  const query = `{ dataset(slug: "waktu") { ${field.replace("ASOF", JSON.stringify(asOf))} } }`;
  const { body } = await request(graphql).post("/graphql").send({ query });
  const { rows, aggregate } = body.data?.dataset ?? {};
  return body.errors?.[0].extensions.code ?? rows?.nodes[0].versi ?? aggregate?.[0].max_versi;
}

it.each([
  ["2025-02-28", "version.none-then"],
  ["2025-03-01T15:59:59.998Z", "version.none-then"],
  ["2025-03-01T15:59:59.999Z", 1],
  // The day ends in WITA just before version 2 comes.
  ["2025-03-01", 1],
  ["2025-03-01T23:59:59.999+08:00", 1],
  ["2025-03-02T00:00:00+08:00", "version.withdrawn"],
  ["2025-03-02", "version.withdrawn"],
  ["2025-03-31", "version.withdrawn"],
  ["2025-04-01T09:59:59+08:00", "version.withdrawn"],
  ["2025-04-01T10:00:00+08:00", 3],
  ["2025-04-01", 3],
  ["2999-12-31", 3],
])("as of %s every outlet answers %s", async (asOf, answer) => {
  expect({
    download: await byDownload(asOf),
    rows: await byQuery("rows(asOf: ASOF) { nodes }", asOf),
    aggregate: await byQuery('aggregate(asOf: ASOF, measures: [{ field: "versi", op: MAX }])', asOf),
  }).toEqual({ download: answer, rows: answer, aggregate: answer });
});
