import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Json, type Officer, officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { type Call, type CheckAnswer, callsOf, createCheck } from "./given.ts";
import { lintDocument } from "./lint.ts";

const SLUG = "jumlah-penduduk";
const pkg = {
  name: SLUG,
  title: { id: "Jumlah penduduk", en: "Population" },
  description: "Angka rekaan",
  agency: "disdukcapil",
  topics: [],
  resources: [
    {
      schema: {
        fields: [
          { name: "kode_wilayah", type: "string", role: "region", title: "Kabupaten/Kota" },
          { name: "tahun", type: "year", role: "period", title: "Tahun" },
          { name: "jumlah", type: "number", role: "measure", unit: "jiwa", additive: true, title: "Jumlah" },
        ],
        primaryKey: ["kode_wilayah", "tahun"],
      },
    },
  ],
};
const csv = (figure: string) => `kode_wilayah,tahun,jumlah\n73.06,2023,${figure}\n73.71,2023,1400000\n`;

let server: TestServer;
let document: Json;
let check: CheckAnswer;
/** Answers that were not what the reference says. */
const wrong: string[] = [];
const called = new Set<string>();
const tokens: Record<string, string> = {};

/** Any request; its answer is held against the reference. */
async function call(
  as: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  type = "application/json",
): Promise<{ readonly status: number; readonly text: string; readonly body: Json }> {
  const response = await server.call(path, {
    method,
    ...(as === undefined ? {} : { as: tokens[as] ?? as }),
    ...(body === undefined
      ? {}
      : {
          body: type === "application/json" ? JSON.stringify(body) : String(body),
          headers: {
            "Content-Type": type,
            ...(type === "text/csv" ? { "Content-Disposition": 'attachment; filename="data.csv"' } : {}),
          },
        }),
  });
  const text = await response.text();
  try {
    called.add(check(method, path, { status: response.status, type: response.headers.get("content-type"), text }));
  } catch (thrown) {
    wrong.push(String(thrown));
  }
  const isJson = response.headers.get("content-type")?.includes("json") === true && text !== "";
  return { status: response.status, text, body: isJson ? (JSON.parse(text) as Json) : {} };
}

let officer: Officer;
async function publish(figure: string): Promise<string> {
  const { id } = await officer.send(SLUG, csv(figure));
  expect((await call("producer", "POST", `/api/v1/uploads/${id}/submit`)).status).toBe(200);
  expect((await call("reviewer", "POST", `/api/v1/uploads/${id}/publish`, {})).status).toBe(200);
  return id;
}

beforeAll(async () => {
  server = await openTestServer();
  for (const role of ["producer", "reviewer", "admin"] as const)
    tokens[role] = await server.token(role, role === "producer" ? "disdukcapil" : undefined);
  document = (await (await server.call("/openapi.json?lang=en")).json()) as Json;
  check = createCheck(document);
  officer = officerOf(server, tokens.producer ?? "");
  expect((await call("producer", "POST", "/api/v1/datasets", pkg)).status).toBe(201);
  await publish("700000.50");
  await publish("710000");
}, 90_000);
afterAll(() => server.close());

afterEach(() => expect(wrong.splice(0)).toEqual([]));

describe("what is answered", () => {
  it("is what the reference says, to every reading call with its own examples", async () => {
    const refused: string[] = [];
    for (const one of callsOf(document).filter(({ method, needsToken }) => method === "get" && !needsToken)) {
      const { status } = await call(undefined, "GET", addressOf(one));
      if (status !== 200 && !EMPTY.has(one.id)) refused.push(`${one.id} ${addressOf(one)} ${status}`);
    }
    expect(refused).toEqual([]);
  });

  it("is what the reference says to those who publish", async () => {
    await call("producer", "PUT", `/api/v1/datasets/${SLUG}`, pkg);
    const { id } = (await call("producer", "POST", `/api/v1/datasets/${SLUG}/uploads`, csv("720000"), "text/csv")).body;
    await expect
      .poll(async () => (await call("producer", "GET", `/api/v1/uploads/${id}`)).body.status, { timeout: 20_000 })
      .toMatch(/ready|invalid/);
    for (const path of ["events", "report", "report.csv", "report.json", "report.xlsx"])
      await call("producer", "GET", `/api/v1/uploads/${id}/${path}`);
    await call("producer", "POST", `/api/v1/uploads/${id}/decisions`, [{ issue: "x", reason: "y" }]);
    await call("producer", "POST", `/api/v1/uploads/${id}/submit`);
    expect(
      (await call("reviewer", "POST", `/api/v1/uploads/${id}/publish`, { releaseAt: "2099-01-01T00:00:00+08:00" })).body
        .status,
    ).toBe("scheduled");
    await call("reviewer", "POST", `/api/v1/uploads/${id}/unschedule`);
    await call("reviewer", "POST", `/api/v1/uploads/${id}/return`, {
      reason: "Periksa lagi",
      remarks: [{ field: "jumlah", text: "?" }],
    });
    expect(
      (await call("reviewer", "POST", `/api/v1/datasets/${SLUG}/versions/1/restore`, { reason: "salah" })).status,
    ).toBe(200);
    expect(
      (await call("reviewer", "POST", `/api/v1/datasets/${SLUG}/versions/2/withdraw`, { reason: "salah" })).status,
    ).toBe(200);
    for (const path of ["recipe", "recipes", "proposed-rules", "versions?first=2", "versions/2"])
      await call("producer", "GET", `/api/v1/datasets/${SLUG}/${path}`);
    await call("producer", "PUT", `/api/v1/datasets/${SLUG}/recipe`, {});
    expect(
      (await call("reviewer", "POST", `/api/v1/datasets/${SLUG}/takedown`, { versions: [2], reason: "bocor" })).status,
    ).toBe(200);
  });

  it("is what the reference says to those who administer", async () => {
    expect((await call("admin", "POST", "/api/v1/agencies", { slug: "uji", name: "Dinas Uji" })).status).toBe(201);
    expect((await call("admin", "PUT", "/api/v1/agencies/uji/quota", { quotaMb: 100 })).status).toBe(200);
    expect((await call("admin", "GET", "/api/v1/agencies/uji/quota")).body.quotaMb).toBe(100);
    const person = (
      await call("admin", "POST", "/api/v1/people", {
        name: "bu uji",
        role: "reviewer",
        password: "kata sandi yang panjang sekali 9",
      })
    ).body;
    await call("admin", "PATCH", `/api/v1/people/${person.id}`, { disabled: true });
    const token = (await call("admin", "POST", "/api/v1/tokens", { name: "uji", role: "reviewer" })).body;
    expect((await call("admin", "DELETE", `/api/v1/tokens/${token.id}`)).status).toBe(204);
    const hook = (await call("admin", "POST", "/api/v1/webhooks", { name: "uji", url: "https://penerima.example/x" }))
      .body;
    await call("admin", "PATCH", `/api/v1/webhooks/${hook.id}`, { name: "uji lagi", kinds: ["published"] });
    await call("admin", "POST", `/api/v1/webhooks/${hook.id}/replay`, { since: 0 });
    for (const path of [
      "people",
      "tokens",
      "audit?first=5",
      "webhooks",
      `webhooks/${hook.id}`,
      `webhooks/${hook.id}/deliveries`,
    ])
      expect((await call("admin", "GET", `/api/v1/${path}`)).status).toBe(200);
    await call("admin", "POST", `/api/v1/webhooks/${hook.id}/test`);
    expect((await call("admin", "DELETE", `/api/v1/webhooks/${hook.id}`)).status).toBe(204);
  });

  it("is what the reference says of harvesting", async () => {
    const path = "/api/v1/harvest-sources";
    const wanted = {
      name: "uji",
      kind: "ckan",
      address: "http://127.0.0.1:9/",
      agency: "disdukcapil",
      everyHours: null,
    };
    const { id } = (await call("admin", "POST", path, wanted)).body;
    await call("admin", "PATCH", `${path}/${id}`, { publishes: true, topics: [] });
    const run = (await call("admin", "POST", `${path}/${id}/run`, {})).body;
    for (const each of [path, `${path}/${id}`, `${path}/${id}/runs`, `${path}/${id}/runs/${run.id}`])
      expect((await call("admin", "GET", each)).status).toBe(200);
    expect((await call("admin", "DELETE", `${path}/${id}`)).status).toBe(204);
  });

  it("is what the reference says to what is asked by POST", async () => {
    for (const path of ["/graphql", `/graphql/${SLUG}`, `/graphql/${SLUG}/v1`])
      expect((await call(undefined, "POST", path, { query: "{ __typename }" })).status).toBe(200);
    for (const path of ["/api/3/action/package_list", "/api/action/status_show"])
      expect((await call(undefined, "POST", path, {})).status).toBe(200);
  });

  it("is what the reference says of refusals", async () => {
    for (const path of [
      "/api/v1/people",
      "/api/v1/datasets/tidak-ada",
      "/download/tidak-ada.csv",
      "/odata/tidak-ada",
      "/api/3/action/tidak_ada",
      "/api/v1/changes?first=x",
    ])
      expect((await call(undefined, "GET", path)).status).toBeGreaterThanOrEqual(400);
  });

  it("was asked of every call", () => {
    expect(
      callsOf(document)
        .map(({ id }) => id)
        .filter((id) => !called.has(id)),
    ).toEqual([]);
  });
});

/** Refused as long as there is none; and what needs the key of a row, of which no dataset but one knows an example. */
const EMPTY: ReadonlySet<string> = new Set(["getRecipe", "getRawValue"]);

/** A call's path and query with the reference's own examples. */
function addressOf({ path, parameters }: Call, only?: string): string {
  const query = new URLSearchParams();
  let address = path;
  for (const { name, in: where, example } of parameters) {
    if (where === "path")
      address = address.replace(
        `{${name}}`,
        encodeURIComponent(String(example ?? EXAMPLES[path] ?? SLUG)).replaceAll("%24", "$"),
      );
    else if (where === "query" && example !== undefined && (only === undefined || only === name))
      query.append(String(name), String(example));
  }
  return query.size === 0 ? address : `${address}?${query.toString().replaceAll("%24", "$")}`;
}

/** What stands for an id. */
const EXAMPLES: Readonly<Record<string, string>> = {
  "/feeds/organization/{id}.atom": "disdukcapil",
  "/feeds/group/{id}.atom": "kependudukan",
  "/feeds/tag/{id}.atom": "penduduk",
};

describe("the reference of one dataset", () => {
  let own: Json;
  beforeAll(async () => {
    own = (await (await server.call(`/dataset/${SLUG}/openapi.json`)).json()) as Json;
  });

  it("is an OpenAPI document without a fault", async () => {
    expect(await lintDocument(own)).toEqual([]);
  });

  it("has the dataset's fields as parameters and as a row", () => {
    expect((own.components as { schemas: Json }).schemas.Row).toEqual({
      type: "object",
      properties: {
        kode_wilayah: { type: "string", title: "Kabupaten/Kota" },
        tahun: { type: "integer", title: "Tahun" },
        jumlah: { type: ["number", "null"], title: "Jumlah (jiwa)" },
      },
    });
    const [rows] = callsOf(own).filter(({ id }) => id === "downloadJson");
    expect(rows?.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["kode_wilayah", "kode_wilayah.ne", "tahun.gte", "jumlah.lt", "_sort"]),
    );
  });

  it("has examples that are true: each finds rows, and the answer is the one that it shows", async () => {
    const ofThis = createCheck(own);
    const [rows] = callsOf(own).filter(({ id }) => id === "downloadJson");
    if (rows === undefined) throw new Error("no rows");
    for (const { name, example } of rows.parameters) {
      if (example === undefined) continue;
      const address = addressOf(rows, String(name));
      const response = await server.call(address);
      const text = await response.text();
      ofThis("GET", address, { status: response.status, type: response.headers.get("content-type"), text });
      expect(JSON.parse(text), address).not.toEqual([]);
    }
    const shown = (rows.responses["200"] as { content: Record<string, Json> }).content["application/json"]?.example;
    expect(await (await server.call(addressOf(rows, "_limit"))).json()).toEqual(shown);
  });
});
