/** Every route that the router knows is asked by everybody there is, and answers each as the table says; a route without a line fails. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askBySession, askByToken } from "./ask.ts";
import { openWorld, SESSIONS, TOKENS, type World } from "./callers.ts";
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
      expect(["cookie", await askByToken(world, { ...asked, cookie }, "public")]).toEqual(["cookie", wanted]);
    } else {
      const answers = SESSION_RULES[rule as keyof typeof SESSION_RULES]; // the only others
      for (const who of SESSIONS) {
        const wanted = answers[who] === "done" ? done : answers[who];
        expect([who, await askBySession(world, asked, who)]).toEqual([who, wanted]);
      }
      expect(["token", await askByToken(world, asked, "admin")]).toEqual(["token", 303]);
    }
  });

  it("let an agency's limited data be read by the staff of all agencies", async () => {
    const found: number[] = [];
    for (const who of TOKENS)
      found.push(await askByToken(world, { method: "GET", path: "/download/uji-agency.csv" }, who));
    expect(found).toEqual([404, 200, 200, 404, 404, 200, 200]);
  });
});
