import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Observation } from "../../src/kernel/effects.ts";
import { openStore, type Store } from "../../src/store/data-source.ts";
import { listenTo } from "../../src/store/listen.ts";
import { migrate, pendingMigrations } from "../../src/store/migrate.ts";
import { openTestStore } from "../setup/store.ts";

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describe("openStore", () => {
  it("refuses a write inside a read", async () => {
    const write = store.read((tx) => tx.query("create table public.nothing (a int)"));
    await expect(write).rejects.toMatchObject({ code: "25006" });
  });

  it("keeps nothing of a write that throws", async () => {
    const write = store.write(async (tx) => {
      await tx.query("create table public.gone (a int)");
      throw new Error("changed my mind");
    });
    await expect(write).rejects.toThrow("changed my mind");
    expect(await store.read((tx) => tx.query("select to_regclass('public.gone')::text as name"))).toEqual([
      { name: null },
    ]);
  });

  it("says that the database is away when nobody listens", async () => {
    const opened = openStore({ url: "postgres://nobody:nothing@127.0.0.1:1/nowhere" });
    await expect(opened).rejects.toMatchObject({ name: "Fault", code: "server.database-away", status: 503 });
  });

  it("outlives a database that ends a connection in the breath in which it makes it", async () => {
    const message = (kind: string, body: Buffer): Buffer => {
      const head = Buffer.from(`${kind}0000`);
      head.writeInt32BE(body.length + 4, 1);
      return Buffer.concat([head, body]);
    };
    const dying = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () =>
        socket.end(
          Buffer.concat([
            message("R", Buffer.alloc(4)),
            message("Z", Buffer.from("I")),
            message("E", Buffer.from("SFATAL\0C57P01\0Mterminating connection\0\0")),
          ]),
        ),
      );
    });
    await once(dying.listen(0, "127.0.0.1"), "listening");
    const { port } = dying.address() as AddressInfo; // it listens
    const opened = openStore({ url: `postgres://nobody:nothing@127.0.0.1:${port}/nowhere` });
    await expect(opened).rejects.toMatchObject({ code: "server.database-away" });
    dying.close();
  });

  it("says that the database is away when the connection is cut", async () => {
    const cut = store.read((tx) => tx.query("select pg_terminate_backend(pg_backend_pid())"));
    await expect(cut).rejects.toMatchObject({ code: "server.database-away" });
    expect(await store.read((tx) => tx.query("select 1 as one"))).toEqual([{ one: 1 }]);
  });

  it("says so too when it is cut before a write is committed", async () => {
    const write = store.write(async (tx) => {
      await tx.query("select pg_terminate_backend(pg_backend_pid())").catch(() => undefined);
      // By then the connection has been taken away.
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    await expect(write).rejects.toMatchObject({ code: "server.database-away", status: 503 });
  });

  it("lets go of what a killed process held while it waited for a lock", async () => {
    await store.write((tx) => tx.query("create table public.held (a int); create table public.wanted (a int)"));
    let cut = (): void => {};
    await store.withClient(async (other) => {
      await other.query("begin; lock table public.wanted");
      const dead = store.withClient(async (client) => {
        cut = () => void client.connection.stream.destroy();
        await client.query("begin; lock table public.held");
        await client.query("lock table public.wanted");
      });
      await expect
        .poll(() => other.query("select from pg_locks where not granted and relation = 'public.wanted'::regclass"))
        .toMatchObject({ rowCount: 1 });
      cut();
      await expect(dead).rejects.toMatchObject({ code: "server.database-away" });
      await store.write((tx) => tx.query("set local lock_timeout = '20s'; lock table public.held"));
      await other.query("rollback");
    });
  });

  it("says that the database is busy when two wait for each other", async () => {
    await store.write((tx) => tx.query("create table public.one (a int); create table public.two (a int)"));
    let waiting = 2;
    let go = (): void => {};
    const both = new Promise<void>((resolve) => {
      go = resolve;
    });
    const lock = (first: string, second: string): Promise<unknown> =>
      store.write(async (tx) => {
        await tx.query(`lock table public.${first}`);
        waiting -= 1;
        if (waiting === 0) go();
        await both;
        await tx.query(`lock table public.${second}`);
      });
    const ended = await Promise.allSettled([lock("one", "two"), lock("two", "one")]);
    const [refused, ...others] = ended.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
    expect(refused).toMatchObject({ code: "server.database-busy", status: 503 });
    expect(others).toEqual([]);
  });

  it("gives up a read that takes too long", async () => {
    const hasty = await openStore({ url: store.url, readTimeout: 50 });
    try {
      await expect(hasty.read((tx) => tx.query("select pg_sleep(5)"))).rejects.toMatchObject({
        code: "server.query-too-slow",
      });
    } finally {
      await hasty.close();
    }
  });

  it("has heard what was committed before, and asks one question at a time however many want to know", async () => {
    const heard: string[] = [];
    const warnings: string[] = [];
    const warn = (warning: Error): void => void warnings.push(warning.message);
    process.on("warning", warn);
    const listening = await listenTo(store.url, "said", {
      begun: async () => {},
      lost: () => {},
      heard: (payload) => void heard.push(payload),
    });
    try {
      const early = Array.from({ length: 5 }, () => listening.catchUp());
      await store.write((tx) => tx.query("select pg_notify('said', 'yes')"));
      await listening.catchUp();
      expect(heard).toEqual(["yes"]);
      await Promise.all(early);
      expect(warnings).toEqual([]);
    } finally {
      process.off("warning", warn);
      await listening.stop();
    }
  });

  it("tells of a slow statement, without its values", async () => {
    const seen: Observation[] = [];
    const watched = await openStore({ url: store.url, slowMs: 50, observe: (what) => void seen.push(what) });
    try {
      await watched.read((tx) => tx.query("select 1"));
      await watched.read((tx) => tx.query("select\n  pg_sleep(0.1), $1::text as t", ["rahasia"]));
      expect(seen).toEqual([
        { kind: "slow-query", level: "warn", ms: expect.any(Number), statement: "select pg_sleep(0.1), $1::text as t" },
      ]);
    } finally {
      await watched.close();
    }
  });

  it("keeps settings that the address itself carries", async () => {
    const own = await openStore({ url: `${store.url}?options=${encodeURIComponent("-c work_mem=5MB")}` });
    try {
      const rows = await own.read((tx) =>
        tx.query("select current_setting('work_mem') as m, current_setting('TimeZone') as z"),
      );
      expect(rows).toEqual([{ m: "5MB", z: "UTC" }]);
    } finally {
      await own.close();
    }
  });
});

describe("migrate", () => {
  it("has nothing to do on a migrated database", async () => {
    expect(await migrate(store)).toEqual([]);
    expect(await pendingMigrations(store)).toEqual([]);
  });
});
