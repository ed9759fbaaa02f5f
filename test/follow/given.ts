/** A server over real HTTP, and two followers of it: one into a folder, one into a schema of a database that is not the server's. */
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { expect, inject } from "vitest";
import { changeRoutes } from "../../src/api/changes.ts";
import { downloadRoutes } from "../../src/download/routes.ts";
import { parseDescription } from "../../src/follow/description.ts";
import { openFolder } from "../../src/follow/folder.ts";
import { openPostgres } from "../../src/follow/postgres.ts";
import { copyOut } from "../../src/follow/postgres-table.ts";
import { openRemote, type Remote } from "../../src/follow/remote.ts";
import { type FollowEvent, followRound } from "../../src/follow/run.ts";
import type { Target } from "../../src/follow/target.ts";
import { listen } from "../../src/http/server.ts";
import type { DatasetSlug } from "../../src/kernel/ids.ts";
import { createKeptFiles } from "../../src/release/kept-files.ts";
import type { Store } from "../../src/store/data-source.ts";
import { openFileStore } from "../../src/store/files.ts";
import { effects, seededStore } from "../catalogue/given.ts";
import { onServer, withDatabase } from "../setup/database.ts";
import { testApp } from "../setup/outlets.ts";

export const SCHEMA = "salinan";

export interface Followed {
  readonly url: string;
  readonly store: Store;
  readonly remote: Remote;
  readonly folder: string;
  /** Of the database that is followed into. */
  readonly copyUrl: string;
  readonly targets: { readonly folder: Target; readonly postgres: Target };
  /** One round of each follower; they must report the same. Returns what they did: "penduduk stepped 2". */
  readonly round: (only?: readonly string[]) => Promise<readonly string[]>;
  /** Both copies of each dataset are the server's current file, byte for byte. */
  readonly expectInStep: (...slugs: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const showEvent = (event: FollowEvent): string =>
  `${event.dataset} ${event.kind}${"version" in event ? ` ${event.version}` : ""}`;

export async function openFollowed(): Promise<Followed> {
  const store = await seededStore();
  const stopping = new AbortController();
  const { signal } = stopping;
  const home = await mkdtemp(join(tmpdir(), "jendela-followed-"));
  const listener = await listen("127.0.0.1", 0);
  const url = `http://127.0.0.1:${listener.port}`;
  const files = await openFileStore(join(home, "files"));
  listener.serve(
    testApp([
      changeRoutes({ store, baseUrl: url, stopping: signal }),
      downloadRoutes({ store, files, kept: createKeptFiles({ store, files, effects }), baseUrl: url }),
    ]).app,
  );
  const database = `jendela_copy_${randomBytes(6).toString("hex")}`;
  await onServer(inject("databaseServer"), `create database ${database} template template0 encoding 'UTF8'`);
  const copyUrl = withDatabase(inject("databaseServer"), database);
  const remote = openRemote(`${url}/`, { signal });
  const folder = join(home, "copy");
  const targets = { folder: await openFolder(folder), postgres: await openPostgres(copyUrl, SCHEMA) };
  const follow = async (target: Target, only?: readonly string[]): Promise<readonly string[]> => {
    const seen: string[] = [];
    // Names of the test's own datasets.
    const options = {
      only: only as readonly DatasetSlug[] | undefined,
      signal,
      report: (event: FollowEvent) => void seen.push(showEvent(event)),
    };
    await followRound(remote, target, options);
    return seen;
  };
  return {
    url,
    store,
    remote,
    folder,
    copyUrl,
    targets,
    round: async (only) => {
      const seen = await follow(targets.folder, only);
      expect(await follow(targets.postgres, only)).toEqual(seen);
      return seen;
    },
    expectInStep: async (...slugs) => {
      for (const slug of slugs) {
        const [csv, pkg] = await Promise.all(
          [`/download/${slug}.csv`, `/dataset/${slug}/datapackage.json`].map(async (path) =>
            (await fetch(`${url}${path}`)).text(),
          ),
        );
        expect(await readFile(join(folder, slug, "current.csv"), "utf8")).toBe(csv);
        expect(await readFile(join(folder, slug, "datapackage.json"), "utf8")).toBe(pkg);
        expect(await readTable(copyUrl, slug, pkg ?? "")).toBe(csv);
      }
    },
    close: async () => {
      stopping.abort();
      for (const target of Object.values(targets)) await target.close();
      await listener.close(500);
      await store.close();
      await onServer(inject("databaseServer"), `drop database if exists ${database} with (force)`);
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A copied table as canonical CSV. */
async function readTable(copyUrl: string, slug: string, pkg: string): Promise<string> {
  const description = parseDescription(pkg, slug as DatasetSlug);
  return onCopy(copyUrl, async (client) => {
    const rows = await buffer(client.query(copyTo(copyOut(SCHEMA, description))));
    return `${description.fields.map(({ name }) => name).join(",")}\n${rows.toString("utf8")}`;
  });
}

export async function onCopy<T>(copyUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: copyUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
