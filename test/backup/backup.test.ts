/** A server with datasets, versions, a withdrawn one and an upload in flight; its backup, brought back elsewhere, answers the same. */
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { checkBackup } from "../../src/backup/restore.ts";
import { indexWaiting } from "../../src/catalogue/search-values.ts";
import { createToken } from "../../src/catalogue/tokens.ts";
import { createProfiler } from "../../src/catalogue/version-profile.ts";
import { addBackupCommands } from "../../src/cli/backup.ts";
import { runProgram } from "../../src/cli/program.ts";
import { readConfig } from "../../src/config/settings.ts";
import { connectDatabase } from "../../src/database.ts";
import { endingsOf } from "../../src/formats/formats.ts";
import { importFolder } from "../../src/import-package.ts";
import { SYSTEM } from "../../src/kernel/actor.ts";
import { realEffects } from "../../src/kernel/effects.ts";
import { type RunningServer, startServer } from "../../src/main.ts";
import { verifyAll } from "../../src/release/verify.ts";
import { openStore } from "../../src/store/data-source.ts";
import { openFileStore } from "../../src/store/files.ts";
import { onServer, withDatabase } from "../setup/database.ts";
import { type Officer, officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

const SAMPLES = ["luas-dan-kepadatan", "penduduk-miskin"];
const SLUG = "uji-cadangan";
const pkg = {
  name: SLUG,
  title: "Uji cadangan",
  agency: "disdukcapil",
  resources: [
    {
      name: SLUG,
      schema: {
        fields: [
          { name: "kode_wilayah", type: "string", role: "region" },
          { name: "jumlah", type: "number", role: "measure", unit: "jiwa" },
          { name: "catatan", type: "string" },
        ],
        primaryKey: ["kode_wilayah"],
      },
    },
  ],
};
const csv = (figure: string) => `kode_wilayah,jumlah,catatan\n73.06,${figure},"dua\tbaris \\ ""kutip"""\n73.05,1.50,\n`;

let origin: TestServer;
let officer: Officer;
let reviewer: Officer;
let folder: string;
const databases: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jendela-backup-"));
  origin = await openTestServer();
  for (const name of SAMPLES)
    await importFolder(origin.service, join(import.meta.dirname, "../../datasets", name), new AbortController().signal);
  officer = officerOf(origin, await origin.token("producer", "disdukcapil"));
  reviewer = officerOf(origin, await origin.token("reviewer"));
  await officer.declare(pkg);
  for (const figure of ["10", "20.25", "30"]) await publish(figure);
  await reviewer.post(`/api/v1/datasets/${SLUG}/versions/2/withdraw`, { reason: "salah" });
}, 240_000);
afterAll(async () => {
  await origin.close();
  for (const name of databases)
    await onServer(inject("databaseServer"), `drop database if exists ${name} with (force)`);
  await rm(folder, { recursive: true, force: true });
});

async function publish(figure: string): Promise<void> {
  const { id } = await officer.send(SLUG, csv(figure));
  expect(await reviewer.post(`/api/v1/uploads/${id}/publish`, {})).toMatchObject({ status: 200 });
}

async function newDatabase(): Promise<string> {
  const name = `jendela_backup_${process.pid}_${databases.length}`;
  databases.push(name);
  await onServer(inject("databaseServer"), `create database ${name}`);
  return withDatabase(inject("databaseServer"), name);
}

/** The verbs beside the first server, or beside whatever the options name. */
async function run(...line: string[]) {
  const said: string[] = [];
  const program = new Command("jendela").configureOutput({ writeOut: () => {} });
  addBackupCommands(program, {
    openDatabase: async () => ({ store: origin.service.store, close: async () => {} }),
    connect: (config) => connectDatabase(config, () => {}),
    loadConfig: (over = {}) => readConfig({ JENDELA_HOME: origin.config.home, ...over }),
    effects: realEffects(),
    print: (text) => said.push(text),
    say: (text) => said.push(text),
    readInput: async () => "",
  });
  const code = await runProgram(program, ["node", "jendela", ...line], (text) => said.push(text));
  return { code, said: said.join("\n") };
}

interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly text: string;
}

async function ask(base: string, path: string): Promise<Answer> {
  const response = await fetch(`${base}${path}`, { redirect: "manual" });
  const text = Buffer.from(await response.arrayBuffer())
    .toString("latin1")
    .replace(/urn:request:[0-9a-f-]+/g, "");
  return { status: response.status, etag: response.headers.get("etag"), text };
}

/** Every page of the site, every version in every format, and what other systems ask. */
async function addresses(): Promise<readonly string[]> {
  const { text } = await ask(origin.url, "/sitemap.xml");
  const pages = [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => (url ?? "").replace(origin.url, ""));
  const endings = ["csv", "xlsx", "json", "ndjson", "parquet", "zip"];
  const downloads = [...SAMPLES, SLUG].flatMap((slug) =>
    ["", "/v1", "/v2", "/v3"].flatMap((version) => endings.map((ending) => `/download/${slug}${version}.${ending}`)),
  );
  const question = encodeURIComponent(
    `{ dataset(slug: "${SLUG}") { title versions { nodes { number publishedAt rows added changed } } rows { totalCount nodes } } datasets { nodes { slug } } changes { nodes { seq at kind version } } }`,
  );
  return [
    ...new Set([
      ...pages,
      ...downloads,
      `/download/${SLUG}/v1..v3.diff.csv`,
      `/graphql?query=${question}`,
      "/api/3/action/package_list",
      `/api/3/action/package_show?id=${SLUG}`,
      "/catalog.ttl",
      `/dataset/${SLUG}.ttl`,
      "/data.json",
      "/feed.atom",
      "/api/v1/changes",
      `/dataset/${SLUG}/datapackage.json`,
    ]),
  ];
}

describe("a backup brought back", () => {
  let copy: RunningServer;
  let there: string;
  let store: Awaited<ReturnType<typeof openStore>>;
  const home = () => join(folder, "copy");
  let ready: string;

  beforeAll(async () => {
    ready = (await officer.send(SLUG, csv("40"))).id;
    await indexWaiting(origin.service.store, endingsOf);
    await createProfiler(origin.service.store, origin.service.effects)();
    // What is made when it is first asked for has been made.
    for (const path of await addresses()) await ask(origin.url, path);
    const port = await freePort();
    there = `http://127.0.0.1:${port}`;
    const url = await newDatabase();
    const file = join(folder, "server.jendela");
    expect(await run("backup", file)).toMatchObject({ code: 0 });
    expect(await run("restore", file, "--database-url", url, "--home", home())).toMatchObject({ code: 0 });
    copy = await startServer(
      readConfig({
        DATABASE_URL: url,
        JENDELA_HOME: home(),
        JENDELA_SAMPLES: "no",
        PORT: String(port),
        BASE_URL: origin.url,
        LOG_LEVEL: "silent",
      }),
      new AbortController().signal,
    );
    store = await openStore({ url, poolSize: 2 });
  }, 240_000);
  afterAll(async () => {
    await store.close();
    await copy.stop();
  });

  it("answers every address with the same bytes, files with the same ETag", async () => {
    const paths = await addresses();
    expect(paths.length).toBeGreaterThan(80);
    const different: string[] = [];
    for (const path of paths) {
      const before = await ask(origin.url, path);
      const after = await ask(there, path);
      // Other answers are tagged by the server that gives them.
      const isFile = path.startsWith("/download/");
      if (before.status !== after.status || before.text !== after.text || (isFile && before.etag !== after.etag))
        different.push(`${path} ${before.status} ${after.status}: ${firstDifference(before.text, after.text)}`);
    }
    expect(different).toEqual([]);
  }, 240_000);

  it("is whole by its own hashes, and keeps the audit trail", async () => {
    const problems: unknown[] = [];
    const files = await openFileStore(join(home(), "files"));
    await verifyAll({ store, files }, undefined, (problem) => problems.push(problem));
    expect(problems).toEqual([]);
    const trail = (from: typeof store) =>
      from.read((tx) => tx.query("select seq, hash from audit.entry order by seq limit 10"));
    expect(await trail(store)).toEqual(await trail(origin.service.store));
  });

  it("goes on where the other stood: the upload in flight is published, new numbers follow the old", async () => {
    const asReviewer = await reviewerToken(store);
    const response = await fetch(`${there}/api/v1/uploads/${ready}/publish`, {
      method: "POST",
      headers: { Authorization: `Bearer ${asReviewer}`, "Content-Type": "application/json" },
      body: "{}",
    });
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ version: 4 })]);
    expect((await ask(there, `/download/${SLUG}.csv`)).text).toContain("73.06,40,");
  });
});

/** What stands where two texts part. */
function firstDifference(before: string, after: string): string {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  return `${before.slice(Math.max(0, at - 60), at + 60)} | ${after.slice(Math.max(0, at - 60), at + 60)}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function reviewerToken(store: Awaited<ReturnType<typeof openStore>>): Promise<string> {
  const wanted = { name: "peninjau lain", role: "reviewer" } as const;
  return (await store.write((tx) => createToken(tx, SYSTEM, { ...wanted, agency: undefined }, realEffects()))).token;
}

describe("jendela backup and restore", () => {
  it("encrypt with a key, and say what is amiss with a file before anything is touched", async () => {
    const keyFile = join(folder, "kunci");
    await writeFile(keyFile, "rahasia yang panjang\n");
    const file = join(folder, "encrypted.jendela");
    expect(await run("backup", file, "--key-file", keyFile)).toMatchObject({ code: 0 });
    expect((await run("backup", file)).said).toContain("[backup.exists]");
    const bytes = await readFile(file);
    expect(bytes.includes("kode_wilayah")).toBe(false);
    const url = await newDatabase();
    const into = ["--database-url", url, "--home", join(folder, "none")];
    const refused = async (code: string, ...options: string[]) => {
      const answer = await run("restore", ...options, ...into);
      expect([answer.code, answer.said]).toEqual([1, expect.stringContaining(`[${code}]`)]);
    };
    await refused("backup.needs-key", file);
    const wrong = join(folder, "salah");
    await writeFile(wrong, "lain");
    await refused("backup.wrong-key", file, "--key-file", wrong);
    const cut = join(folder, "cut.jendela");
    await writeFile(cut, bytes.subarray(0, bytes.length - 40));
    await refused("backup.damaged", cut, "--key-file", keyFile);
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    await writeFile(cut, bytes);
    await refused("backup.damaged", cut, "--key-file", keyFile);
    await refused("backup.unknown-form", keyFile);
    const store = await openStore({ url, poolSize: 2 });
    expect(await store.read((tx) => tx.query("select to_regclass('catalogue.dataset') as there"))).toEqual([
      { there: null },
    ]);
    await store.close();
    expect(await run("restore", file, "--key-file", keyFile, ...into)).toMatchObject({ code: 0 });
    const again = await run("restore", file, "--key-file", keyFile, ...into);
    expect([again.code, again.said]).toEqual([2, expect.stringContaining("[restore.not-empty]")]);
  }, 60_000);

  it("are of one moment while versions are published meanwhile", async () => {
    let isOver = false;
    const publishing = (async () => {
      for (let figure = 100; !isOver; figure += 1) await publish(String(figure));
    })();
    const backups: string[] = [];
    try {
      for (let n = 0; n < 2; n += 1) {
        const file = join(folder, `meanwhile-${n}.jendela`);
        expect(await run("backup", file)).toMatchObject({ code: 0 });
        backups.push(file);
      }
    } finally {
      isOver = true;
      await publishing;
    }
    for (const [n, file] of backups.entries()) {
      const url = await newDatabase();
      const home = join(folder, `meanwhile-${n}`);
      expect(await run("restore", file, "--database-url", url, "--home", home)).toMatchObject({ code: 0 });
      const store = await openStore({ url, poolSize: 2 });
      const problems: unknown[] = [];
      const files = await openFileStore(join(home, "files"));
      await verifyAll({ store, files }, undefined, (problem) => problems.push(problem));
      const unequal = await store.read((tx) =>
        tx.query(
          `select v.number from catalogue.version v join catalogue.dataset d on d.id = v.dataset where d.slug = $1 and v.rows <> 2`,
          [SLUG],
        ),
      );
      expect([problems, unequal]).toEqual([[], []]);
      await store.close();
    }
  }, 240_000);

  it("refuse what a newer version made", async () => {
    const file = join(folder, "newer.jendela");
    await origin.service.store.write((tx) =>
      tx.query("insert into catalogue.migration (timestamp, name) values (9999, '9999-later-0000000009999')"),
    );
    expect(await run("backup", file)).toMatchObject({ code: 0 });
    await origin.service.store.write((tx) => tx.query("delete from catalogue.migration where timestamp = 9999"));
    expect((await checkBackup(() => createReadStream(file) as AsyncIterable<Buffer>, undefined)).migrations).toContain(
      "9999-later",
    );
    const answer = await run("restore", file, "--database-url", await newDatabase(), "--home", join(folder, "newer"));
    expect([answer.code, answer.said]).toEqual([3, expect.stringContaining("[server.database-newer]")]);
  });
});
