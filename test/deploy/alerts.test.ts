/** The alert rules ask for figures that there are, and the figures say what they are for. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addBacklogMetrics } from "../../src/http/backlog-metrics.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const metrics = createMetrics();
let server: TestServer;

beforeAll(async () => {
  server = await openTestServer({ CHECK_WORKERS: "0" });
  addBacklogMetrics(metrics.registry, server.service.store, server.service.disk);
});
afterAll(() => server.close());

it("names no figure that the server does not have", async () => {
  const named = [...read("docs/deploy/alerts.yml").matchAll(/\bjendela_\w+/g)].map(([name]) => name);
  const known = await metrics.registry.metrics();
  const has = (name: string): boolean => known.includes(`# TYPE ${name.replace(/_(count|bucket|sum)$/, "")} `);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !has(name))).toEqual([]);
});

it("asks for kinds of events that happen", () => {
  const kinds = [...read("docs/deploy/alerts.yml").matchAll(/kind="([a-z]+-[a-z-]+)"/g)].map(([, kind = ""]) => kind);
  const sources = read("src/intake/run.ts") + read("src/release/render.ts");
  expect(kinds.length).toBeGreaterThan(1);
  expect(kinds.filter((kind) => !sources.includes(`kind: "${kind}"`))).toEqual([]);
});

it("counts what waits, tells the room on the disk and that the database answers", async () => {
  const known = await metrics.registry.metrics();
  expect(known).toMatch(/^jendela_database_up 1$/m);
  expect(known).toMatch(/^jendela_jobs_waiting\{name="check-upload"\} 0$/m);
  expect(known).toMatch(/^jendela_uploads_waiting 0$/m);
  expect(known).toMatch(/^jendela_backup_age_seconds \+Inf$/m);
  expect(known).toMatch(/^jendela_database_connections\{pool="read",state="waiting"\} 0$/m);
  expect(Number(/^jendela_database_connections\{pool="read",state="open"\} (\S+)$/m.exec(known)?.[1])).toBeGreaterThan(
    0,
  );
  expect(Number(/^jendela_disk_bytes\{kind="free"\} (\S+)$/m.exec(known)?.[1])).toBeGreaterThan(0);
});
