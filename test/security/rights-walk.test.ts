/**
 * Every route that the router knows is asked by everybody there is, and answers each as the table says; a route without a line fails.
 * Then what was typed into that world, hostile all of it, is looked for in every answer, and what is secret in the log.
 */
import { readFileSync } from "node:fs";
import contentDisposition from "content-disposition";
import { buildSchema, isObjectType, parse as parseQuery, TypeInfo, validate, visit, visitWithTypeInfo } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askBySession, askByToken, BROKEN, MAY_HAVE_BODY, readAs, textByToken } from "./ask.ts";
import { FIGURES, openWorld, SESSIONS, TOKENS, type TokenCaller, type World } from "./callers.ts";
import { QUESTIONS } from "./graphql-questions.ts";
import { findForeignMarkup, HOSTILE, HOSTILE_NAME } from "./markup.ts";
import { LINES, SESSION_RULES, TOKEN_RULES } from "./rights-table.ts";
import { routesOf } from "./routes-of.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.server.close());

describe("the rights of every route", () => {
  it("are in the table, and the table has no route that there is not", () => {
    expect(Object.keys(LINES).sort()).toEqual([...routesOf(world.server.routes)].sort());
  });

  it.each(Object.entries(LINES))("hold for %s", async (route, [rule, detail = {}]) => {
    const [method = "", own = ""] = route.split(" ");
    const asked = { method: method === "ALL" ? "GET" : method, path: own, ...detail };
    const { done = 200 } = detail;
    if (rule === "signIn") return;
    if (rule in TOKEN_RULES) {
      const answers = TOKEN_RULES[rule as keyof typeof TOKEN_RULES]; // just asked
      for (const who of TOKENS) {
        const wanted = answers[who] === "done" ? done : answers[who];
        expect([who, await askByToken(world, asked, who)]).toEqual([who, wanted]);
      }
      const wanted = answers.public === "done" ? done : answers.public;
      const { cookie } = world.people.admin;
      // Last, after everybody else: what was answered to them must not have been kept for the public.
      expect(["cookie", await askByToken(world, { ...asked, cookie }, "public")]).toEqual(["cookie", wanted]);
      expect(["public again", await askByToken(world, asked, "public")]).toEqual(["public again", wanted]);
    } else {
      const answers = SESSION_RULES[rule as keyof typeof SESSION_RULES]; // the only others
      for (const who of SESSIONS) {
        const wanted = answers[who] === "done" ? done : answers[who];
        expect([who, await askBySession(world, asked, who)]).toEqual([who, wanted]);
      }
      expect(["token", await askByToken(world, asked, "admin")]).toEqual(["token", 303]);
    }
  });

  it("come before the body: nobody learns from a stranger's broken one that it is broken", async () => {
    const found: string[] = [];
    for (const [route, [rule, { path } = {}]] of Object.entries(LINES)) {
      const [method = "", own = ""] = route.split(" ");
      if (!(rule in TOKEN_RULES) || !MAY_HAVE_BODY.has(method)) continue;
      const answers = TOKEN_RULES[rule as keyof typeof TOKEN_RULES]; // just asked
      for (const who of TOKENS) {
        const wanted = answers[who];
        if (wanted !== 401 && wanted !== 403) continue;
        const status = await askByToken(world, { method, path: path ?? own, body: BROKEN }, who);
        if (status !== wanted) found.push(`${route}: ${who} got ${status}`);
      }
    }
    expect(found).toEqual([]);
  });

  it("let an agency's limited data be read by the staff of all agencies", async () => {
    const found: number[] = [];
    for (const who of TOKENS)
      found.push(await askByToken(world, { method: "GET", path: "/download/uji-agency.csv" }, who));
    expect(found).toEqual([404, 200, 200, 404, 404, 200, 200]);
  });
});

describe("GraphQL", () => {
  const schema = buildSchema(readFileSync(new URL("../../schema/catalogue.graphql", import.meta.url), "utf8"));

  it("has every field of the catalogue's schema in a question", () => {
    const asked = new Set<string>();
    for (const { query } of Object.values(QUESTIONS)) {
      const document = parseQuery(query);
      expect(validate(schema, document)).toEqual([]);
      const types = new TypeInfo(schema);
      const note = () => void asked.add(`${types.getParentType()?.name}.${types.getFieldDef()?.name}`);
      visit(document, visitWithTypeInfo(types, { Field: { enter: note } }));
    }
    const all = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !type.name.startsWith("__")
        ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
        : [],
    );
    expect(all.filter((field) => !asked.has(field))).toEqual([]);
  });

  it.each(Object.entries(QUESTIONS))(
    "lets nobody learn of the closed dataset by %s who may not",
    async (_, { query, sees }) => {
      const readers: readonly TokenCaller[] = ["own", "named", "reviewer", "admin"];
      const learned: TokenCaller[] = [];
      for (const who of TOKENS) {
        const answer = await textByToken(world, "/graphql", { query }, who);
        expect(answer).not.toContain('"errors"');
        if (answer.includes("uji-closed") || answer.includes(FIGURES.closed ?? "?")) learned.push(who);
      }
      expect(learned).toEqual(sees === "readers" ? readers : []);
    },
  );
});

describe("what people type", () => {
  const MORE = [
    ...["peringkat", "peta", "tren", "tabel", "definisi"].map((view) => `/dataset/uji-closed?tampil=${view}&lang=en`),
    "/kerja/unggahan/{broken}",
    "/kerja/tinjau/{broken}",
    `/dataset?q=${encodeURIComponent(HOSTILE)}`,
    `/dataset/uji-closed?tampil=tabel&urut=${encodeURIComponent(HOSTILE)}`,
    `/tidak-ada/${encodeURIComponent(HOSTILE)}?lang=${encodeURIComponent(HOSTILE)}`,
    "/masuk?next=javascript:alert(1)",
    `/kerja/admin/audit?actor=${encodeURIComponent(HOSTILE)}`,
  ];
  const ADDRESSES = Object.entries(LINES).flatMap(([route, [, { path, done = 200 } = {}]]) =>
    route.startsWith("GET ") && done < 300 ? [path ?? route.slice(4)] : [],
  );

  it.each([...ADDRESSES, ...MORE])("is never markup in %s", async (path) => {
    const { cookie } = path.startsWith("/kerja/baru/") ? world.people.own : world.people.admin;
    const response = await readAs(world, path, {
      Accept: "text/html, */*;q=0.5",
      ...(path.startsWith("/kerja") ? { Cookie: cookie } : { Authorization: `Bearer ${world.tokens.admin}` }),
    });
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const type = response.headers.get("content-type") ?? "";
    if (!/html|xml|svg/.test(type)) return response.body?.cancel();
    const body = await response.text();
    if (type.startsWith("text/html")) {
      expect(response.headers.get("content-security-policy")).toMatch(/script-src 'self'/);
      expect(findForeignMarkup(body)).toEqual([]);
    } else expect(body).not.toContain("<x-jahat");
  });

  it("is seen by this walk at all, and would be found", async () => {
    const page = await (await readAs(world, "/dataset/uji-closed")).text();
    expect(page).toContain("x-jahat onmouseover");
    expect(findForeignMarkup(page.replaceAll("&lt;", "<"))).toContain("x-jahat");
  });

  it("is the name of a file in a header, and no header of its own", async () => {
    const response = await readAs(world, "/kerja/tinjau/{upload}/berkas", { Cookie: world.people.admin.cookie });
    const { filename } = contentDisposition.parse(response.headers.get("content-disposition") ?? "").parameters;
    // Forms write a quote in a name as %22.
    expect(filename).toBe(`${HOSTILE_NAME.replace('"', "%22")}.csv`);
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
  });

  it("is no formula in what a spreadsheet is given", async () => {
    const report = await (await readAs(world, "/api/v1/uploads/{broken}/report.csv")).text();
    expect(report).toContain(`"'=1+1`);
    expect(report).not.toMatch(/(?:^|,)"?=1\+1/m);
    expect(await (await readAs(world, "/download/uji-closed.csv?_excel=1")).text()).not.toMatch(/(?:^|;)"?=1\+1/m);
  });
});

describe("the log", () => {
  it("tells of every request, and never has a token, a cookie, a password or the token of a form", async () => {
    const { server, tokens, people } = world;
    const password = "kata sandi yang salah 123";
    const form = new URLSearchParams({ nama: "siapa", kata_sandi: password });
    const signIn = { method: "POST", body: form, headers: { Origin: server.url } };
    expect(await (await server.call("/masuk", signIn)).text()).toContain("siapa");
    expect(server.seen).toContainEqual(expect.objectContaining({ kind: "sign-in-failed" }));
    await server.call(`/dataset?token=${tokens.admin}`, { as: "token-yang-salah" });
    await server.call("/kerja/akun", { headers: { Cookie: people.admin.cookie } });
    const secrets = [
      password,
      "token-yang-salah",
      ...Object.values(tokens).filter((one) => one !== undefined),
      ...Object.values(people).flatMap(({ cookie, csrf }) => [cookie.replace(/^\w+=/, ""), csrf]),
    ];
    const log = server.logged.join("");
    expect(log).toContain(`"path":"/kerja/akun"`);
    expect(secrets.length).toBeGreaterThan(15);
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  });

  it("tells who tried what they may not, and a token that nobody bears", async () => {
    await askByToken(world, { method: "GET", path: "/api/v1/audit" }, "own");
    await world.server.call("/dataset", { as: "bukan-token" });
    const refused = world.server.seen.filter(({ kind }) => kind === "refused");
    expect(refused.slice(-2)).toMatchObject([
      { code: "rights.not-allowed", actor: expect.stringMatching(/^token:/), method: "GET", path: "/api/v1/audit" },
      { code: "rights.bad-token", actor: "public", path: "/dataset" },
    ]);
  });

  it("has one line of JSON for each thing that happened, whatever a caller sends", async () => {
    const forged = '\n{"level":30,"kind":"forged"}\n';
    await world.server.call(`/dataset/${encodeURIComponent(forged)}`, {
      headers: { "User-Agent": "x", "X-Request-Id": '"}{' },
    });
    const lines = world.server.logged.map((line) => JSON.parse(line) as { readonly kind: string });
    expect(world.server.logged.filter((line) => !/^[^\r\n]+\n$/.test(line))).toEqual([]);
    expect(lines.filter(({ kind }) => kind === "forged")).toEqual([]);
  });
});
