import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recordAudit } from "../../src/catalogue/audit.ts";
import { proveAudit } from "../../src/catalogue/audit-chain.ts";
import { openStore, type Store } from "../../src/store/data-source.ts";
import { openTestStore } from "../setup/store.ts";
import { actors, effects } from "./given.ts";

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const write = (action: string, detail = {}) =>
  store.write((tx) => recordAudit(tx, actors.admin, action, "dataset:uji", effects.now(), detail));
const prove = (noted?: Parameters<typeof proveAudit>[1]) => store.read((tx) => proveAudit(tx, noted));

/** As somebody who owns the database and means ill. */
const tamper = (statement: string) =>
  store.write((tx) =>
    tx.query(`alter table audit.entry disable trigger user; ${statement}; alter table audit.entry enable trigger user`),
  );

beforeEach(async () => {
  await tamper("truncate audit.entry");
  for (const n of [1, 2, 3, 4, 5]) await write(`uji.${n}`, { n, teks: 'kutip " dan\nbaris', desimal: 1.5 });
});

describe("the trail", () => {
  it("is numbered without a gap, also past work that failed, and in the order of commits", async () => {
    await expect(
      store.write(async (tx) => {
        await recordAudit(tx, actors.admin, "uji.gagal", "dataset:uji", effects.now());
        throw new Error("nothing came of it");
      }),
    ).rejects.toThrow();
    await write("uji.6");
    const rows = await store.read((tx) => tx.query("select seq, action from audit.entry order by seq"));
    expect(rows).toEqual([1, 2, 3, 4, 5, 6].map((n) => ({ seq: String(n), action: `uji.${n}` })));
    expect(await store.read((tx) => tx.query("select * from audit.inbox"))).toEqual([]);
  });

  it("is one chain, however many servers write at once, and whatever they hold meanwhile", async () => {
    const other = await openStore({ url: store.url, poolSize: 6 });
    try {
      const work = (on: Store, n: number) =>
        on.write(async (tx) => {
          await recordAudit(tx, actors.admin, `uji.${n}`, "dataset:uji", effects.now());
          // Locked after the entry was written, in turns: a chain that locked at once would wait in a circle.
          await tx.query("select pg_advisory_xact_lock(42, $1)", [n % 2]);
          await recordAudit(tx, actors.admin, `uji.${n}b`, "dataset:uji", effects.now());
        });
      await Promise.all(Array.from({ length: 40 }, (_, n) => work(n % 2 === 0 ? store : other, n)));
      expect(await prove()).toMatchObject({ entries: 85, broken: undefined });
    } finally {
      await other.close();
    }
  });

  it.each(["update audit.entry set actor = 'x'", "delete from audit.entry", "truncate audit.entry"])(
    "refuses: %s",
    async (statement) => {
      await expect(store.write((tx) => tx.query(statement))).rejects.toMatchObject({ code: "42501" });
    },
  );
});

describe("proveAudit(tx)", () => {
  it("finds nothing wrong where nothing is, and tells the head", async () => {
    const proof = await prove();
    expect(proof).toEqual({
      entries: 5,
      head: { seq: 5, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      broken: undefined,
    });
    expect((await prove(proof.head)).broken).toBeUndefined();
  });

  it.each([
    ["update audit.entry set actor = 'lain' where seq = 3", "changed", 3],
    ["update audit.entry set detail = detail || '{\"n\": 9}' where seq = 1", "changed", 1],
    ["update audit.entry set at = at + interval '1 microsecond' where seq = 5", "changed", 5],
    ["update audit.entry set hash = repeat('a', 64) where seq = 4", "changed", 4],
    ["delete from audit.entry where seq = 2", "missing", 2],
    ["delete from audit.entry where seq = 1", "missing", 1],
    [
      `delete from audit.entry where seq = 3; update audit.entry set seq = 3 where seq = 4;
       update audit.entry set seq = 4 where seq = 5`,
      "changed",
      3,
    ],
    [
      `update audit.entry set seq = 6 where seq = 5; update audit.entry set seq = 5 where seq = 4;
       insert into audit.entry select 4, at, actor, 'uji.sisip', subject, detail, hash from audit.entry where seq = 3`,
      "changed",
      4,
    ],
  ])("names the first entry that is wrong after: %s", async (statement, kind, seq) => {
    await tamper(statement);
    expect((await prove()).broken).toEqual({ kind, seq });
  });

  it("finds a trail that was cut at its end, or written anew behind it, by a head noted earlier", async () => {
    const { head } = await prove();
    await tamper("delete from audit.entry where seq > 3");
    expect((await prove()).broken).toBeUndefined();
    expect((await prove(head)).broken).toEqual({ kind: "missing", seq: 4 });
    await write("uji.lain");
    await write("uji.lain");
    expect((await prove()).broken).toBeUndefined();
    expect((await prove(head)).broken).toEqual({ kind: "changed", seq: 5 });
  });
});

it("can be given to a role that the server is not, as the operator's page says", async () => {
  const page = await readFile(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const statements = /```sql\n(create role jendela_audit[^`]*)```/.exec(page)?.[1];
  if (statements === undefined) throw new Error("the page has lost its statements");
  const server = `jendela_uji_${process.pid}`;
  const owner = `jendela_audit_${process.pid}`;
  await store.write((tx) =>
    tx.query(`create role ${server} login password 'uji'; grant usage on schema catalogue to ${server};
      ${statements.replaceAll("jendela_audit", owner).replaceAll("jendela_server", server)}`),
  );
  const address = new URL(store.url);
  address.username = server;
  address.password = "uji";
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    await client.query(
      "insert into audit.inbox (at, actor, action, subject) values (now(), 'system', 'uji.server', 'uji')",
    );
    expect((await client.query("select action from audit.entry order by seq desc limit 1")).rows).toEqual([
      { action: "uji.server" },
    ]);
    for (const statement of [
      "insert into audit.entry select seq + 1, at, actor, action, subject, detail, hash from audit.entry order by seq desc limit 1",
      "update audit.entry set actor = 'x'",
      "delete from audit.entry",
      "truncate audit.entry",
      "alter table audit.entry disable trigger user",
      "drop table audit.entry cascade",
      "drop schema audit cascade",
      "delete from audit.inbox",
      "create or replace function audit.seal() returns trigger language plpgsql as 'begin return null; end'",
    ])
      await expect(client.query(statement), statement).rejects.toMatchObject({ code: "42501" });
    expect((await prove()).broken).toBeUndefined();
  } finally {
    await client.end();
    await store.write((tx) =>
      tx.query(`reassign owned by ${owner} to current_user; drop owned by ${server}; drop owned by ${owner};
        drop role ${server}; drop role ${owner}`),
    );
  }
});
