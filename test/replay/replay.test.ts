/**
 * Deltas are exact: whoever begins with one version and applies differences, step by step or in jumps, forwards or back, holds what the
 * download of each later version holds. Proven on random histories, by a follower that knows only what is published.
 */
import type { Express } from "express";
import request from "supertest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Version, withdrawVersion } from "../../src/catalogue/versions.ts";
import { restoreVersion } from "../../src/release/restore.ts";
import { actors, effects, givenDataset } from "../catalogue/given.ts";
import { type Outlet, openOutlet } from "../download/given.ts";
import { publishRows } from "../setup/outlets.ts";
import { fc } from "../setup/properties.ts";
import { applyCsv, applyJson, type Row, readChanges, readCsv, type Schema, textOf } from "./follower.ts";
import { chance, type Declared, type Draw, firstSchema, nextRows, nextSchema, one } from "./histories.ts";

const RUNS = Number(process.env.REPLAY_RUNS ?? 12);

let outlet: Outlet;
beforeAll(async () => {
  outlet = await openOutlet();
});
afterAll(() => outlet.close());

/** What was published as a version, read while it could be. */
interface Published {
  readonly version: Version;
  readonly rows: readonly Row[];
}

async function get(app: Express, path: string): Promise<{ readonly text: string; readonly since: string | undefined }> {
  // As bytes: JSON that is parsed loses digits.
  const { status, body, headers } = await request(app).get(path).responseType("blob");
  const text = String(body);
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  return { text, since: headers["dataset-since"] };
}

const schemaOf = ({ version }: Published): Schema => ({ version: version.number, ...version.package.schema });
const asText = (rows: readonly Row[]): readonly string[] => rows.map(textOf);
/** Rows without a key have no order in a difference. */
const expected = (published: Published): readonly string[] => {
  const texts = asText(published.rows);
  return schemaOf(published).primaryKey.length === 0 ? texts.toSorted() : texts;
};

let count = 0;

async function makeHistory(draw: Draw): Promise<{ readonly slug: string; readonly versions: readonly Published[] }> {
  const { store, app, files } = outlet;
  count += 1;
  const slug = `riwayat-${count}`;
  let schema = firstSchema(draw);
  const packageOf = ({ fields, primaryKey }: Declared) => ({
    name: slug,
    title: slug,
    description: "",
    agency: "disdukcapil",
    resources: [{ name: slug, schema: { fields, primaryKey } }],
  });
  const dataset = await givenDataset(store, slug, packageOf(schema));
  const versions: Published[] = [];
  const add = async (version: Version): Promise<void> => {
    const { text } = await get(app, `/download/${slug}/v${version.number}.csv?_status=1`);
    versions.push({ version, rows: readCsv(text) });
  };
  await add(await publishRows(store, dataset, nextRows(draw, schema, [])));
  for (let left = draw(fc.integer, { min: 2, max: 5 }); left > 0; left -= 1) {
    const current = versions.at(-1);
    if (current === undefined) throw new Error("no version");
    const what = one(draw, ["replace", "replace", "replace", "append", "restore"]);
    if (what === "restore") {
      const { version } = one(draw, versions);
      const deps = { store, files, effects, send: async () => {} };
      const restored = await restoreVersion(deps, actors.reviewer, version.slug, version.number, "uji").catch(codeOf);
      if (typeof restored === "string") expect(restored).toBe("version.nothing-to-restore");
      else await add(restored);
      // The next upload is checked against what is there now.
      schema = versions.at(-1)?.version.package.schema ?? schema;
    } else {
      if (what === "replace") schema = nextSchema(draw, schema);
      const rows = nextRows(draw, schema, current.rows);
      await add(await publishRows(store, dataset, rows, packageOf(schema), what === "append" ? "append" : "replace"));
    }
  }
  const readable: Published[] = [];
  for (const published of versions) {
    const { number } = published.version;
    if (published === versions.at(-1) || chance(draw, 80)) readable.push(published);
    else await store.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, number, "uji", effects));
  }
  return { slug, versions: readable };
}

const codeOf = (error: unknown): string => {
  if (typeof error === "object" && error !== null && "code" in error) return String(error.code);
  throw error;
};

async function checkPair(slug: string, from: Published, to: Published, copy: readonly Row[]): Promise<readonly Row[]> {
  const { app } = outlet;
  const path = `/download/${slug}/v${from.version.number}..v${to.version.number}.diff`;
  const changes = readChanges((await get(app, `${path}.ndjson?_status=1`)).text);
  const [before, after] = [schemaOf(from), schemaOf(to)];
  const result = applyJson(copy, before, after, changes);
  expect(asText(result)).toEqual(expected(to));
  const lines = readCsv((await get(app, `${path}.csv?_status=1`)).text) as readonly (Row & { _change: string })[];
  expect(asText(applyCsv(from.rows, before, after, lines))).toEqual(expected(to));
  expect(lines.map(({ _change }) => _change)).toEqual(changes.map(({ _change }) => _change));
  if (to.version.number === from.version.number + 1) {
    const { added, removed, changed } = to.version;
    const counted = (kind: string) => changes.filter(({ _change }) => _change === kind).length;
    expect([counted("added"), counted("removed"), counted("changed")]).toEqual([added, removed, changed]);
  }
  return result;
}

it("are replayed to the rows of every version, step by step and in jumps", { timeout: RUNS * 10_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (draw) => {
      const { slug, versions } = await makeHistory(draw);
      const [first] = versions;
      let copy = first?.rows ?? [];
      for (const [index, from] of versions.entries()) {
        for (const [later, to] of versions.entries()) {
          // Back is asked of neighbours only: who goes back takes one step at a time.
          if (later === index || later < index - 1) continue;
          const isStep = later === index + 1;
          const result = await checkPair(slug, from, to, isStep ? copy : from.rows);
          if (isStep) copy = result;
        }
      }
      const last = versions.at(-1);
      if (first === undefined || last === undefined) return;
      const since = await get(outlet.app, `/download/${slug}.diff.ndjson?_status=1&_since=${first.version.number}`);
      const same = await get(
        outlet.app,
        `/download/${slug}/v${first.version.number}..v${last.version.number}.diff.ndjson?_status=1`,
      );
      expect(since).toEqual(same);
      const fromNothing = await get(outlet.app, `/download/${slug}.diff.ndjson?_status=1&_since=1999-01-01`);
      const all = applyJson([], schemaOf(last), schemaOf(last), readChanges(fromNothing.text));
      expect(asText(all)).toEqual(expected(last));
    }),
    // What a run found is shrunk by hand: each try publishes anew. Another seed looks for more.
    { numRuns: RUNS, seed: Number(process.env.REPLAY_SEED ?? 7300), endOnFailure: true },
  );
});
