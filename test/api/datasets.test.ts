/** What a dataset's address tells of the version that is not out yet. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { importFolder } from "../../src/import-package.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

let server: TestServer;
const PATH = "/api/v1/datasets/penduduk-miskin-provinsi";
beforeAll(async () => {
  server = await openTestServer();
  const folder = fileURLToPath(new URL("../../datasets/penduduk-miskin-provinsi", import.meta.url));
  await importFolder(server.service, folder, new AbortController().signal);
});
afterAll(() => server.close());

it("tells whoever may not change it so, before anything of what they sent", async () => {
  const put = (as: string | undefined) =>
    server.call(PATH, {
      method: "PUT",
      ...(as === undefined ? {} : { as }),
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
  const other = await put(await server.token("producer", "bapenda"));
  expect([other.status, await other.json()]).toMatchObject([403, { code: "rights.not-allowed" }]);
  expect((await put(undefined)).status).toBe(401);
  expect((await put(await server.token("reviewer"))).status).toBe(422);
});

it("tells the next version's title before its release to nobody but those who may change it", async () => {
  const reviewer = await server.token("reviewer");
  const known = (await (await server.call(PATH)).json()) as { title: unknown };
  const { currentVersion, createdAt: _created, updatedAt: _updated, ...pkg } = known as Record<string, unknown>;
  expect(currentVersion).toBeGreaterThan(0);
  const put = await server.call(PATH, {
    method: "PUT",
    as: reviewer,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...pkg, title: "Judul yang belum terbit" }),
  });
  expect(put.status).toBe(200);
  const publicly = await (await server.call(PATH)).json();
  expect(publicly).toMatchObject({ title: known.title });
  expect(JSON.stringify(publicly)).not.toContain("belum terbit");
  const others = await server.token("producer", "bapenda");
  expect(await (await server.call(PATH, { as: others })).json()).toMatchObject({ title: known.title });
  expect(await (await server.call(PATH, { as: reviewer })).text()).toContain("Judul yang belum terbit");
});
