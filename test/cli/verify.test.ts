import { createHash, randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Command } from "commander";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { runProgram } from "../../src/cli/program.ts";
import { addVerifyCommand } from "../../src/cli/verify.ts";
import { readConfig } from "../../src/config/settings.ts";
import { CSV, findFormat } from "../../src/formats/formats.ts";
import { realEffects } from "../../src/kernel/effects.ts";
import { createKeptFiles, type KeptFile } from "../../src/release/kept-files.ts";
import type { Store } from "../../src/store/data-source.ts";
import { type FileStore, openFileStore } from "../../src/store/files.ts";
import { actors, effects, seededStore } from "../catalogue/given.ts";
import { first, table } from "../download/given.ts";
import { givenTable, publishRows } from "../setup/outlets.ts";

let store: Store;
let files: FileStore;
let home: string;
beforeAll(async () => {
  store = await seededStore();
  home = await mkdtemp(join(tmpdir(), "jendela-verify-"));
  files = await openFileStore(join(home, "files"));
});
afterAll(async () => {
  await store.close();
  await rm(home, { recursive: true, force: true });
});

async function run(...options: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const program = new Command("jendela");
  addVerifyCommand(program, {
    openDatabase: async () => ({ store, close: async () => {} }),
    loadConfig: () => readConfig({ JENDELA_HOME: home }),
    effects: realEffects(),
    print: (text) => out.push(text),
    say: (text) => err.push(text),
    readInput: async () => "",
  });
  const code = await runProgram(program, ["node", "jendela", "verify", ...options], (text) => err.push(text));
  return { code, out, err };
}

/** One dataset of two versions, the first withdrawn, with a csv and a workbook each. */
async function given(slug: string): Promise<{ readonly id: number; readonly csv: KeptFile; readonly xlsx: KeptFile }> {
  // Files of the same bytes are one file: those of each test are its own.
  const rows = [...first, ["73.05", "2024", "1", slug, null, {}] as const];
  const dataset = await givenTable(store, slug, table, rows);
  const version = await publishRows(store, dataset, [...rows, ["73.08", "2024", "1", null, null, {}]]);
  const kept = createKeptFiles({ store, files, effects });
  await kept.get(version, CSV);
  const { current } = dataset;
  const xlsx = findFormat("xlsx");
  if (!current || !xlsx) throw new Error("no version");
  await store.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, current.number, "salah", effects));
  return { id: dataset.id, csv: await kept.get(current, CSV), xlsx: await kept.get(current, xlsx) };
}

const damage = async ({ plain }: KeptFile): Promise<void> => {
  await chmod(files.pathOf(plain.sha256), 0o600);
  await writeFile(files.pathOf(plain.sha256), "lain");
};

it("finds nothing wrong where nothing is, withdrawn versions included", async () => {
  await given("utuh");
  expect(await run("--dataset", "utuh", "--json")).toEqual({
    code: 0,
    out: [JSON.stringify({ versions: 2, files: 5, originals: 0, unrendered: 0, problems: [] })],
    err: [],
  });
});

it("names a file that was lost and one that was changed, and ends with 1", async () => {
  const { xlsx, csv } = await given("rusak");
  await rm(files.pathOf(xlsx.plain.sha256));
  await damage(csv);
  const { code, out } = await run("--dataset", "rusak", "--json");
  expect([code, JSON.parse(out[0] ?? "").problems]).toEqual([
    1,
    [
      {
        kind: "changed",
        dataset: "rusak",
        version: 1,
        ending: "csv",
        sha256: csv.plain.sha256,
        found: createHash("sha256").update("lain").digest("hex"),
      },
      { kind: "lost", dataset: "rusak", version: 1, ending: "xlsx", sha256: xlsx.plain.sha256 },
    ],
  ]);
  const told = await run("--dataset", "rusak");
  expect(told.code).toBe(1);
  expect(told.out[0]).toMatch(/^rusak v1\.csv: isi berkas berubah/);
  expect(told.err.join("\n")).toContain("2 versions");
});

it("finds rows that were changed behind the catalogue's back", async () => {
  const { id } = await given("diubah");
  await store.write((tx) => tx.query(`update data.d${id} set c3 = 99 where c1 = '73.08'`));
  const { out } = await run("--dataset", "diubah", "--json");
  expect(JSON.parse(out[0] ?? "").problems).toEqual([
    expect.objectContaining({ kind: "rows", dataset: "diubah", version: 2 }),
  ]);
});

it("reads the originals of uploads", async () => {
  const { id } = await given("asal");
  const { sha256 } = await files.put(Readable.from([Buffer.from("kode\n1\n")]));
  const [kept, gone] = [randomUUID(), randomUUID()].sort();
  const lost = "0".repeat(64);
  for (const [upload, hash] of [
    [kept, sha256],
    [gone, lost],
  ])
    await store.write((tx) =>
      tx.query(
        `insert into catalogue.upload (id, dataset, status, mode, file, package, created_by, created_by_name, created_at, updated_at)
         values ($1, $2, 'invalid', 'replace', $3, '{}', 'a', 'a', now(), now())`,
        [upload, id, JSON.stringify({ name: "a.csv", bytes: 7, sha256: hash })],
      ),
    );
  const { out } = await run("--dataset", "asal", "--json");
  expect(JSON.parse(out[0] ?? "")).toMatchObject({
    originals: 2,
    problems: [{ kind: "lost", dataset: "asal", upload: gone, sha256: lost }],
  });
});

it("finds an audit trail that was altered", async () => {
  const whole = JSON.parse((await run("--json")).out[0] ?? "");
  expect(whole.audit.entries).toBeGreaterThan(0);
  expect(whole.audit.broken).toBeUndefined();
  const tamper = (statement: string) =>
    store.write((tx) =>
      tx.query(
        `alter table audit.entry disable trigger user; ${statement}; alter table audit.entry enable trigger user`,
      ),
    );
  await tamper("update audit.entry set actor = actor || 'x' where seq = 1");
  const { code, out } = await run("--json");
  expect([code, JSON.parse(out[0] ?? "").audit.broken]).toEqual([1, { kind: "changed", seq: 1 }]);
  await tamper("update audit.entry set actor = left(actor, -1) where seq = 1");
});

it("looks at every dataset unless told otherwise, and knows a wrong name", async () => {
  expect(JSON.parse((await run("--json")).out[0] ?? "").versions).toBe(8);
  expect((await run("--dataset", "tidak-ada")).code).toBe(2);
});
