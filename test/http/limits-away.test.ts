/** What is counted in PostgreSQL cannot be counted while it is away: that is told as such, not as a mistake of ours. */
import express from "express";
import pg from "pg";
import request from "supertest";
import { afterAll, expect, it } from "vitest";
import { limitRate } from "../../src/http/rate-limit.ts";
import { createSignInLimit } from "../../src/http/sign-in-limit.ts";
import { isFault } from "../../src/kernel/fault.ts";

const pool = new pg.Pool({ connectionString: "postgres://nobody:nothing@127.0.0.1:1/nowhere" });
afterAll(() => pool.end());

const codeOf = (error: unknown): string => (isFault(error) ? error.code : String(error));

it("is a database that is away, to whoever is counted", async () => {
  const app = express();
  const limit = limitRate(pool, { name: "uji", points: 1, seconds: 1 });
  app.use(async (asked, response) => {
    response.send(await limit(asked, response, () => {}).then(() => "counted", codeOf));
  });
  expect((await request(app).get("/")).text).toBe("server.database-away");
});

it("is a database that is away, to whoever signs in", async () => {
  const limit = createSignInLimit(pool, async () => {});
  for (const asked of [limit.demand("a", "b"), limit.succeeded("a", "b")])
    expect(await asked.then(() => "counted", codeOf)).toBe("server.database-away");
});
