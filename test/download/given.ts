/** The downloads behind the common door, with a file store of their own, and one dataset of two versions. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { get as httpGet, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Express } from "express";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { openBoundaries } from "../../src/download/boundaries.ts";
import { downloadRoutes } from "../../src/download/routes.ts";
import type { Observation } from "../../src/kernel/effects.ts";
import { createKeptFiles } from "../../src/release/kept-files.ts";
import type { Store } from "../../src/store/data-source.ts";
import { type FileStore, openFileStore } from "../../src/store/files.ts";
import { effects, seededStore } from "../catalogue/given.ts";
import { BASE_URL, givenTable, tableOf, testApp } from "../setup/outlets.ts";

export interface Outlet {
  readonly store: Store;
  readonly files: FileStore;
  readonly app: Express;
  readonly seen: Observation[];
  readonly dataset: Dataset;
  readonly close: () => Promise<void>;
}

export const table = tableOf(
  [
    { name: "kode", type: "string", role: "region" },
    { name: "tahun", type: "year", role: "period" },
    { name: "nilai", type: "number", role: "measure", unit: "persen" },
    { name: "catatan", type: "string" },
    { name: "resmi", type: "boolean" },
  ],
  ["kode", "tahun"],
);

/** In file order, which is not the key's. */
export const first = [
  ["73.71", "2023", null, "", "true", { nilai: "not-available" }],
  ["73.06", "2024", "7.00", 'a, "b"\nc', "true", {}],
  ["73.06", "2023", "7.10", "=1+1", "false", {}],
] as const;
const second = [
  ["73.06", "2023", "7.10", "=1+1", "false", {}],
  ["73.06", "2024", "6.50", 'a, "b"\nc', "true", {}],
  ["73.71", "2024", "12345678901234567890.50", "-", null, {}],
] as const;

/** @param boundaries  A GeoJSON file, or a folder of them. */
export async function openOutlet(boundaries?: string): Promise<Outlet> {
  const store = await seededStore();
  const folder = await mkdtemp(join(tmpdir(), "jendela-files-"));
  const files = await openFileStore(folder);
  const seen: Observation[] = [];
  const observing = { ...effects, observe: (what: Observation) => seen.push(what) };
  const routes = downloadRoutes({
    store,
    files,
    kept: createKeptFiles({ store, files, effects: observing }),
    baseUrl: BASE_URL,
    boundaries: boundaries === undefined ? undefined : openBoundaries(boundaries, store),
  });
  const dataset = await givenTable(store, "kemiskinan", { title: "Penduduk miskin", ...table }, first, second);
  return {
    store,
    files,
    dataset,
    ...testApp([routes], seen),
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The bytes as they travel: nothing is decoded. */
export async function getEncoded(
  app: Express,
  path: string,
  encodings: string,
): Promise<{ readonly headers: IncomingHttpHeaders; readonly body: Buffer }> {
  const server = app.listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const [response] = (await once(httpGet({ port, path, headers: { "accept-encoding": encodings } }), "response")) as [
      IncomingMessage,
    ];
    return { headers: response.headers, body: await buffer(response) };
  } finally {
    server.close();
  }
}
