/** How actions are called: every form of an address, of arguments and of a token that CKAN's clients use, and its envelope and errors. */
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actionNames } from "../../src/ckan/actions.ts";
import { givenVersion } from "../catalogue/given.ts";
import { BASE_URL } from "../setup/outlets.ts";
import { type Ckan, openCkan } from "./given.ts";

let ckan: Ckan;
beforeAll(async () => {
  ckan = await openCkan();
});
afterAll(() => ckan.close());

const total = async (sent: request.Test): Promise<unknown> => {
  const { body } = await sent.expect(200);
  return body.result.total;
};

describe("an action", () => {
  it("is answered in CKAN's envelope, at both addresses, and from every page", async () => {
    for (const path of ["/api/3/action/site_read", "/api/action/site_read"]) {
      const { body, headers } = await request(ckan.app).get(path).expect(200);
      expect(body).toEqual({ help: `${BASE_URL}/api/3/action/help_show?name=site_read`, success: true, result: true });
      expect(headers["content-type"]).toBe("application/json;charset=utf-8");
    }
    expect((await request(ckan.app).get("/api/3").expect(200)).body).toEqual({ version: 3 });
    expect((await request(ckan.app).get("/api").expect(200)).body).toEqual({ version: 3 });
  });

  it("says which CKAN it is like, with digits", async () => {
    const status = await ckan.act<Record<string, unknown>>("status_show");
    expect(status).toMatchObject({ site_url: BASE_URL, locale_default: "id", error_emails_to: null });
    expect(status.ckan_version).toMatch(/^2\.11\.\d+$/);
  });

  it("has a sentence of help, each of them", async () => {
    for (const name of actionNames) expect(await ckan.act("help_show", { name })).toMatch(/\w+\.$/);
  });

  it.each([
    ["an address", () => request(ckan.app).get("/api/3/action/datastore_search?resource_id=kemiskinan&limit=1")],
    ["JSON", () => request(ckan.app).post("/api/3/action/datastore_search").send({ resource_id: "kemiskinan" })],
    [
      "multipart, as R sends it",
      () =>
        request(ckan.app).post("/api/3/action/datastore_search").field("resource_id", "kemiskinan").field("limit", "1"),
    ],
    [
      "a form",
      () => request(ckan.app).post("/api/action/datastore_search").type("form").send("resource_id=kemiskinan&limit=1"),
    ],
    [
      "JSON that says it is a form, as curl -d sends it",
      () => request(ckan.app).post("/api/action/datastore_search").type("form").send('{"resource_id": "kemiskinan"}'),
    ],
    [
      "a form whose only key is JSON",
      () =>
        request(ckan.app)
          .post("/api/action/datastore_search")
          .type("form")
          .send(encodeURIComponent('{"resource_id":"kemiskinan"}')),
    ],
    [
      "an address, the body being empty JSON",
      () =>
        request(ckan.app).post("/api/action/datastore_search?resource_id=kemiskinan").type("application/json").send(""),
    ],
    [
      "both, of which the address wins",
      () => request(ckan.app).post("/api/action/datastore_search?id=kemiskinan").send({ id: "sekolah" }),
    ],
  ])("takes its arguments from %s", async (_name, send) => {
    expect(await total(send())).toBe(4);
  });

  it.each(["TRUE", "1", "yes", "True"])("takes %s for true", async (value) => {
    const result = await ckan.act<unknown[]>("organization_list", { all_fields: value });
    expect(result[0]).toMatchObject({ type: "organization", revision_id: expect.any(String) });
  });

  it("tells by a bare text that there is no such action, and that JSON is none", async () => {
    for (const name of ["datastore_search_sql", "package_create", "constructor", "__proto__"]) {
      const { body } = await request(ckan.app).get(`/api/3/action/${name}`).expect(400);
      expect(body).toBe(`Bad request: Action name not known: ${name}`);
    }
    for (const bad of ['{"id":', "[1]", "3"]) {
      const { body } = await request(ckan.app)
        .post("/api/3/action/package_show")
        .type("application/json")
        .send(bad)
        .expect(400);
      expect(body).toMatch(/^Bad request: JSON Error: /);
    }
  });

  it.each([
    ["package_show", { id: "tidak-ada" }, 404, { __type: "Not Found Error", message: "Not found" }],
    ["package_show", {}, 409, { __type: "Validation Error", id: ["Missing value"] }],
    ["package_show", { id: "rahasia" }, 404, { __type: "Not Found Error" }],
    ["datastore_search", {}, 409, { __type: "Validation Error", resource_id: ["Missing value"] }],
    ["datastore_search", { id: "x-y" }, 404, { __type: "Not Found Error", message: 'Resource "x-y" was not found.' }],
    ["package_search", { q: "a:b" }, 400, { __type: "Search Query Error" }],
    ["package_search", { mystery: "1" }, 400, { __type: "Search Query Error" }],
    ["package_list", { limit: "many" }, 409, { __type: "Validation Error", limit: ["Must be a natural number"] }],
    [
      "datastore_search",
      { id: "keliru" },
      410,
      { __type: "Not Found Error", message: expect.stringContaining("satuan") },
    ],
  ])("%s %o fails as a client of CKAN expects", async (name, args, status, error) => {
    const { body } = await request(ckan.app).post(`/api/3/action/${name}`).send(args).expect(status);
    expect(body).toMatchObject({ success: false, error, help: expect.stringContaining(name) });
  });

  it("ignores arguments that it does not know", async () => {
    const args = { id: "dinkes", include_users: true, include_password_hash: false, include_datasets: true };
    expect(await ckan.act("organization_show", args)).toMatchObject({
      name: "dinkes",
      packages: [{ name: "sekolah" }],
    });
  });

  it("knows a bearer by the bare token in either header, and takes a stranger for the public", async () => {
    const show = () => request(ckan.app).get("/api/3/action/package_show?id=rahasia");
    await show().set("Authorization", "producer").expect(200);
    await show().set("X-CKAN-API-Key", "producer").expect(200);
    await show().set("Authorization", "Bearer producer").expect(200);
    await show().set("Authorization", "other").expect(404);
    await show().set("Authorization", "nobody").expect(404);
    await request(ckan.app).get("/api/3/action/package_list").set("Authorization", "nobody").expect(200);
    const { id } = (await show().set("Authorization", "producer")).body.result as { id: string };
    await request(ckan.app).get(`/api/3/action/package_show?id=${id}`).set("Authorization", "producer").expect(200);
    await request(ckan.app).get(`/api/3/action/package_show?id=${id}`).expect(404);
  });

  it("is wrapped in a call where a page asks for it, by GET", async () => {
    const { text, headers } = await request(ckan.app).get("/api/3/action/site_read?callback=cb.x");
    expect(text).toMatch(/^\/\*\*\/cb\.x\(\{.*"result":true\}\);$/);
    expect(headers["content-type"]).toMatch(/javascript/);
    const plain = await request(ckan.app).get("/api/3/action/site_read?callback=alert(1)//");
    expect(plain.headers["content-type"]).toMatch(/^application\/json/);
  });

  it("answers 304 until something changes, and then anew", async () => {
    const path = "/api/3/action/package_search?q=sekolah";
    const before = await request(ckan.app).get(path).expect(200);
    await request(ckan.app).get(path).set("If-None-Match", String(before.headers.etag)).expect(304);
    const dataset = await ckan.store.read(async (tx) => {
      const { findDataset } = await import("../../src/catalogue/datasets.ts");
      const { actors } = await import("../catalogue/given.ts");
      return findDataset(tx, actors.admin, before.body.result.results[0].name);
    });
    if (dataset === undefined) throw new Error("no dataset");
    await givenVersion(ckan.store, dataset, 2);
    await expect
      .poll(async () => (await request(ckan.app).get(path).set("If-None-Match", String(before.headers.etag))).status)
      .toBe(200);
    const after = await request(ckan.app).get(path);
    expect(after.body.result.results[0]).toMatchObject({ name: "sekolah", version: "2" });
    expect(ckan.seen).toEqual([]);
  });
});
