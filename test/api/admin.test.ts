import express from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adminRoutes } from "../../src/api/admin.ts";
import { createToken, identifyToken } from "../../src/catalogue/tokens.ts";
import { identify, numberRequests } from "../../src/http/context.ts";
import { answerFaults } from "../../src/http/problem.ts";
import { SYSTEM } from "../../src/kernel/actor.ts";
import { realEffects } from "../../src/kernel/effects.ts";
import type { Store } from "../../src/store/data-source.ts";
import { seededStore } from "../catalogue/given.ts";

const effects = realEffects();
const app = express();
let store: Store;
let admin: string;
let reviewer: string;

beforeAll(async () => {
  store = await seededStore();
  const make = async (role: "admin" | "reviewer") =>
    (await store.write((tx) => createToken(tx, SYSTEM, { name: role, role }, effects))).token;
  [admin, reviewer] = [await make("admin"), await make("reviewer")];
  app.use(
    numberRequests,
    identify((token) => identifyToken(store, token, effects)),
    adminRoutes({ store, effects }),
    answerFaults(() => {}),
  );
});
afterAll(() => store.close());

type Method = "get" | "post" | "patch" | "delete";

const call = (method: Method, path: string, body?: object, token: string | undefined = admin) => {
  const sent = request(app)[method](path);
  if (token !== "") sent.set("Authorization", `Bearer ${token}`);
  return body === undefined ? sent : sent.send(body);
};

const routes: readonly (readonly [Method, string, object | undefined])[] = [
  ["post", "/api/v1/agencies", { slug: "x", name: "X" }],
  ["get", "/api/v1/people", undefined],
  ["post", "/api/v1/people", { name: "x", role: "admin", password: "kata sandi x" }],
  ["patch", "/api/v1/people/x", { disabled: true }],
  ["get", "/api/v1/tokens", undefined],
  ["post", "/api/v1/tokens", { name: "x", role: "admin" }],
  ["delete", "/api/v1/tokens/x", undefined],
  ["get", "/api/v1/audit", undefined],
];

describe("administration over HTTP", () => {
  it.each(routes)("refuses %s %s without a log-in (401) and to a reviewer (403)", async (method, path, body) => {
    const nobody = await call(method, path, body, "");
    expect([nobody.status, nobody.body.code]).toEqual([401, "rights.login-needed"]);
    const other = await call(method, path, body, reviewer);
    expect([other.status, other.body.code]).toEqual([403, "rights.not-allowed"]);
    expect(other.body).toMatchObject({ detail: expect.any(String), detail_id: expect.any(String) });
  });

  it("lists agencies to everybody", async () => {
    const { body } = await call("get", "/api/v1/agencies", undefined, "");
    expect(body.agencies.some(({ slug }: { slug: string }) => slug === "disdukcapil")).toBe(true);
  });

  it("makes a token that works at once and no longer after its removal", async () => {
    const made = await call("post", "/api/v1/tokens", { name: "baru", role: "admin" });
    expect([made.status, made.headers["cache-control"]]).toEqual([201, "no-store"]);
    expect((await call("get", "/api/v1/tokens", undefined, made.body.token)).status).toBe(200);
    expect((await call("get", "/api/v1/tokens")).text).not.toContain(made.body.token);
    expect((await call("delete", `/api/v1/tokens/${made.body.id}`)).status).toBe(204);
    const gone = await call("get", "/api/v1/tokens", undefined, made.body.token);
    expect([gone.status, gone.body.code]).toEqual([401, "rights.bad-token"]);
  });

  it("makes people and disables them", async () => {
    const made = await call("post", "/api/v1/people", {
      name: "ani",
      role: "producer",
      agency: "dinkes",
      password: "kata sandi ani",
    });
    expect([made.status, made.body.name]).toEqual([201, "ani"]);
    expect(made.text).not.toContain("argon2");
    const again = await call("post", "/api/v1/people", { name: "ani", role: "admin", password: "kata sandi ani" });
    expect([again.status, again.body.code]).toEqual([409, "person.exists"]);
    const off = await call("patch", `/api/v1/people/${made.body.id}`, { disabled: true });
    expect(off.body.disabledAt).toEqual(expect.any(String));
    expect((await call("patch", "/api/v1/people/hantu", { disabled: true })).status).toBe(404);
  });

  it("makes agencies", async () => {
    expect((await call("post", "/api/v1/agencies", { slug: "dinas-x", name: "Dinas X" })).status).toBe(201);
    expect((await call("post", "/api/v1/agencies", { slug: "dinas-x", name: "Dinas X" })).status).toBe(409);
  });

  it("names what is wrong with a body", async () => {
    const { status, body } = await call("post", "/api/v1/people", { name: "", role: "raja" });
    expect([status, body.code]).toEqual([400, "request.bad-body"]);
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(["name", "password", "role"]);
  });

  it("shows the trail", async () => {
    const { body } = await call("get", "/api/v1/audit?first=5");
    expect(body.entries[0]).toMatchObject({ actor: expect.any(String), action: expect.any(String) });
    expect(body.entries).toHaveLength(5);
    expect((await call("get", "/api/v1/audit?first=0")).status).toBe(400);
  });
});
