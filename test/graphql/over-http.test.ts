/** GraphQL over HTTP: the specification's own audits, on the catalogue and on a dataset's schema. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { graphqlRoutes } from "../../src/graphql/server.ts";
import type { Store } from "../../src/store/data-source.ts";
import { effects, seededStore } from "../catalogue/given.ts";
import { BASE_URL, givenTable, testApp } from "../setup/outlets.ts";
import { ROWS, TABLE } from "./typed/given.ts";

let store: Store;
let server: Server;
let origin = "";

beforeAll(async () => {
  store = await seededStore();
  await givenTable(store, "kemiskinan", TABLE, ROWS);
  const { app } = testApp([await graphqlRoutes({ store, baseUrl: BASE_URL, effects })]);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await store.close();
});

describe.each(["/graphql", "/graphql/kemiskinan", "/graphql/kemiskinan/v1"])("%s", (path) => {
  const audits = serverAudits({ url: () => `${origin}${path}`, fetchFn: fetch });

  it.each(audits.map((audit) => [audit.name, audit] as const))("%s", async (_name, audit) => {
    const result = await audit.fn();
    expect(result.status === "ok" ? "ok" : `${result.status}: ${result.reason}`).toBe("ok");
  });
});

describe("a client that takes application/json alone", () => {
  const statusOf = async (query: string, accept: string) =>
    (
      await fetch(`${origin}/graphql/kemiskinan`, {
        method: "POST",
        headers: { "content-type": "application/json", accept },
        body: JSON.stringify({ query }),
      })
    ).status;

  it("sees 200 for a query that is none, and 400 for one that is over a bound", async () => {
    for (const query of ["{", "{ tidakAda }"]) {
      expect([query, await statusOf(query, "application/json")]).toEqual([query, 200]);
      expect([query, await statusOf(query, "application/json, */*;q=0.5")]).toEqual([query, 400]);
    }
    for (const query of ["{ rows(first: 1001) { totalCount } }", `{ ${"a ".repeat(6000)} }`])
      expect([query, await statusOf(query, "application/json; charset=utf-8")]).toEqual([query, 400]);
  });
});
