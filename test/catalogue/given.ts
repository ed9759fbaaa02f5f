/** What most tests of the catalogue begin with: seeded reference data, actors, a package, a clock that goes forward a minute a look. */
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { createDataset, type Dataset } from "../../src/catalogue/datasets.ts";
import { parsePackage } from "../../src/catalogue/package.ts";
import { loadPackageContext } from "../../src/catalogue/package-context.ts";
import { seedReference } from "../../src/catalogue/seed.ts";
import { createUpload, moveUpload, type Upload } from "../../src/catalogue/uploads.ts";
import { recordVersion } from "../../src/catalogue/version-record.ts";
import type { Version } from "../../src/catalogue/versions.ts";
import { type Actor, SYSTEM } from "../../src/kernel/actor.ts";
import type { AgencySlug, DatasetSlug, Sha256, VersionNumber } from "../../src/kernel/ids.ts";
import type { DataPackage } from "../../src/kernel/package.ts";
import type { Store } from "../../src/store/data-source.ts";
import { openTestStore } from "../setup/store.ts";

export const SEEDS = fileURLToPath(new URL("../../seeds/", import.meta.url));

export const actors = {
  producer: { key: "user:p", name: "Pak Produsen", role: "producer", agency: "disdukcapil" as AgencySlug },
  other: { key: "user:o", name: "Bu Lain", role: "producer", agency: "dinkes" as AgencySlug },
  named: {
    key: "token:n",
    name: "sistem",
    role: "system",
    agency: "disdukcapil" as AgencySlug,
    datasets: ["penduduk" as DatasetSlug],
  },
  reviewer: { key: "user:r", name: "Bu Peninjau", role: "reviewer" },
  admin: { key: "user:a", name: "Admin", role: "admin" },
} satisfies Record<string, Actor>;

let minutes = 0;

/** Times are all different and in order. */
export const effects = {
  now: () => new Date(Date.UTC(2025, 0, 1, 0, minutes++)),
  newId: () => randomUUID(),
  observe: () => {},
};

export async function seededStore(): Promise<Store> {
  const store = await openTestStore();
  await store.write((tx) => seedReference(tx, SEEDS));
  return store;
}

const packageJson = (name: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  name,
  title: `Judul ${name}`,
  description: "",
  agency: "disdukcapil",
  resources: [
    {
      name,
      schema: {
        fields: [
          { name: "kode_wilayah", type: "string", role: "region" },
          { name: "jumlah", type: "integer", role: "measure", unit: "jiwa" },
        ],
        primaryKey: ["kode_wilayah"],
      },
    },
  ],
  ...more,
});

export async function givenPackage(
  store: Store,
  name: string,
  more?: Readonly<Record<string, unknown>>,
): Promise<DataPackage> {
  return parsePackage(packageJson(name, more), await store.read((tx) => loadPackageContext(tx, SYSTEM)));
}

export async function givenDataset(
  store: Store,
  name: string,
  more?: Readonly<Record<string, unknown>>,
): Promise<Dataset> {
  const pkg = await givenPackage(store, name, more);
  return store.write((tx) => createDataset(tx, SYSTEM, pkg, effects));
}

export const file = (sha256 = "0".repeat(64)) => ({ name: "a.csv", bytes: 10, sha256: sha256 as Sha256 });

/** An upload by `actor`, moved to `ready`. */
export async function givenReady(store: Store, dataset: Dataset, actor: Actor = actors.producer): Promise<Upload> {
  return store.write(async (tx) => {
    const { upload } = await createUpload(tx, actor, dataset, { file: file() }, effects);
    await moveUpload(tx, upload.id, "checking", {}, effects.now());
    return moveUpload(tx, upload.id, "ready", {}, effects.now());
  });
}

/** Version `number` of a dataset, with no rows behind it. */
export async function givenVersion(
  store: Store,
  dataset: Dataset,
  number = 1,
  pkg: DataPackage = dataset.package,
): Promise<Version> {
  return store.write((tx) =>
    recordVersion(
      tx,
      actors.reviewer,
      {
        dataset: dataset.id,
        base: number === 1 ? undefined : ((number - 1) as VersionNumber),
        number: number as VersionNumber,
        package: pkg,
        columns: {},
        rows: 1,
        added: 1,
        removed: 0,
        changed: 0,
        uploadedBy: actors.producer.key,
      },
      effects.now(),
    ),
  );
}

export async function givenPublished(
  store: Store,
  name: string,
  more?: Readonly<Record<string, unknown>>,
): Promise<Dataset> {
  const dataset = await givenDataset(store, name, more);
  return { ...dataset, current: await givenVersion(store, dataset) };
}

/** The code of the Fault that the work ends with, or "none". */
export async function faultOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error) return String(error.code);
    throw error;
  }
}
