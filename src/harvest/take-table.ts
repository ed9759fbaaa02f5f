/**
 * One table of a source: asked for as it was known, and if it changed, sent through the same reception, checks and review as an officer's
 * file. The same bytes under the same description make nothing; a file that the checks refuse changes nothing that is published.
 */
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { createDataset, type Dataset, getDatasetById, listTakenSlugs, updateDataset } from "../catalogue/datasets.ts";
import { type HarvestItem, keepHarvestItem } from "../catalogue/harvest-items.ts";
import type { HarvestResult } from "../catalogue/harvest-runs.ts";
import type { HarvestSource } from "../catalogue/harvest-sources.ts";
import { loadPackageContext } from "../catalogue/package-context.ts";
import { submitUpload } from "../catalogue/review.ts";
import { getUploadById, moveUpload, type Upload } from "../catalogue/uploads.ts";
import { acceptFile } from "../intake/accept.ts";
import { schemaOfFile } from "../intake/outline.ts";
import type { ReceivedFile } from "../intake/receive.ts";
import { checkUpload } from "../intake/run.ts";
import { type Actor, SYSTEM } from "../kernel/actor.ts";
import { isFault } from "../kernel/fault.ts";
import { type DatasetSlug, isSlug, type UploadId } from "../kernel/ids.ts";
import type { DataPackage } from "../kernel/package.ts";
import { canMove } from "../kernel/upload-state.ts";
import { publishUpload } from "../release/run.ts";
import type { HarvestDeps } from "./deps.ts";
import { type FetchedFile, fetchFile } from "./fetch-file.ts";
import { packageOf } from "./package-of.ts";
import type { RemoteDataset, RemoteFile } from "./remote-dataset.ts";

/** Who brings harvested files; the system publishes them, or a reviewer. */
const HARVESTER: Actor = { key: "harvest", name: "panen", role: "admin" };

export interface Table {
  readonly source: HarvestSource;
  readonly remote: RemoteDataset;
  readonly table: RemoteFile;
  readonly several: boolean;
  /** As it was known. */
  readonly item: HarvestItem | undefined;
}

export type TakenResult = Omit<HarvestResult, "remote" | "part" | "title">;

/** Throws faults of the source and of the package, Unreadable where the first file has no table. */
export async function takeTable(
  deps: HarvestDeps,
  wanted: Table,
  signal: AbortSignal,
  met: (address: string) => void,
): Promise<TakenResult> {
  const { item } = wanted;
  const existing = item?.dataset === undefined ? undefined : await findExisting(deps, item.dataset);
  const known = existing !== undefined && item?.sha256 !== undefined && item.goneAt === undefined ? item : undefined;
  const asked = { source: wanted.source.id, address: wanted.table.address, format: wanted.table.format, met };
  let file = await fetchFile(deps, { ...asked, known }, signal);
  let pkg = file.received === undefined ? await declarationOf(deps, wanted, existing, file) : undefined;
  if (pkg !== undefined && hashOf(pkg) !== known?.description) {
    // The same file, told of otherwise: taken again with what is told now.
    file = await fetchFile(deps, { ...asked, known: undefined }, signal);
    pkg = undefined;
  }
  const { received } = file;
  if (received === undefined) return stillThere(deps, wanted, existing, known);
  try {
    pkg = await declarationOf(deps, wanted, existing, file);
    const description = hashOf(pkg);
    if (known?.sha256 === received.sha256 && known.description === description) {
      await keepTable(deps, wanted, { ...known, ...file.remembered, fetchedAt: deps.effects.now() });
      return await stillThere(deps, wanted, existing, known);
    }
    return await takeIn(deps, wanted, { existing, pkg, description, received, file }, signal);
  } finally {
    await rm(received.path, { force: true });
  }
}

const hashOf = (pkg: DataPackage): string => createHash("sha256").update(JSON.stringify(pkg)).digest("hex");

const findExisting = ({ store }: HarvestDeps, id: Dataset["id"]): Promise<Dataset | undefined> =>
  store.read((tx) => getDatasetById(tx, id));

/** Nothing new there: nothing to do, unless its file was refused, which is told until it is mended. */
async function stillThere(
  { store }: HarvestDeps,
  { item }: Table,
  existing: Dataset | undefined,
  known: HarvestItem | undefined,
): Promise<TakenResult> {
  const id = known?.upload ?? item?.upload;
  const upload = id === undefined ? undefined : await store.read((tx) => getUploadById(tx, id as UploadId)); // kept from one
  return { dataset: existing?.slug, ...(upload?.status === "invalid" ? invalid(upload) : { outcome: "unchanged" }) };
}

const invalid = ({ id, report }: Upload) => {
  const [first] = report?.issues ?? [];
  return {
    outcome: "invalid",
    upload: id,
    ...(first === undefined ? {} : { detail: { code: first.code, params: first.params } }),
  } as const;
};

async function declarationOf(
  deps: HarvestDeps,
  { source, remote, table, several, item }: Table,
  existing: Dataset | undefined,
  { received, described }: FetchedFile,
): Promise<DataPackage> {
  const context = await deps.store.read((tx) => loadPackageContext(tx, HARVESTER));
  return packageOf(
    {
      slug:
        existing?.slug ?? (await freeSlug(deps, source, several ? table.title || remote.name : remote.name, remote)),
      source,
      remote,
      table,
      several,
      described,
      existing: existing?.package,
      reopened: item?.goneAt !== undefined,
      infer: async () => {
        if (received === undefined) throw new Error("a file that is known has a dataset");
        return schemaOfFile(deps, received);
      },
    },
    context,
  );
}

/** Made once: a dataset keeps its own for ever. The source's own short name where it is free, else with a word of the source's. */
async function freeSlug(
  { store }: HarvestDeps,
  source: HarvestSource,
  name: string | undefined,
  { title }: RemoteDataset,
): Promise<string> {
  const own = slugOf(name ?? "") || slugOf(title) || "dataset";
  const taken = await store.read((tx) => listTakenSlugs(tx, own.slice(0, 60)));
  const longer = `${own.slice(0, 60)}-${slugOf(source.name) || "panen"}`.slice(0, 90).replace(/-+$/, "");
  const numbered = Array.from({ length: taken.size + 1 }, (_, at) => `${longer}-${at + 2}`);
  return [own, longer, ...numbered].find((slug) => isSlug(slug) && !taken.has(slug)) ?? longer;
}

const slugOf = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\.[a-z]{2,5}$/, "")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-+|-+$/g, "");

interface New {
  readonly existing: Dataset | undefined;
  readonly pkg: DataPackage;
  readonly description: string;
  readonly received: ReceivedFile;
  readonly file: FetchedFile;
}

async function takeIn(
  deps: HarvestDeps,
  wanted: Table,
  { existing, pkg, description, received, file }: New,
  signal: AbortSignal,
): Promise<TakenResult> {
  const { store, effects } = deps;
  const { item, source } = wanted;
  const reopened = item?.goneAt !== undefined;
  const before = { ...item, sha256: undefined, description: undefined, etag: undefined, lastModified: undefined };
  const dataset = await store.write(async (tx) => {
    const made = await declare(existing, pkg, {
      create: () => createDataset(tx, HARVESTER, pkg, effects),
      update: () => updateDataset(tx, HARVESTER, pkg, effects),
    });
    await keepHarvestItem(tx, source.id, itemOf(wanted, { ...before, dataset: made.id, goneAt: undefined }), item);
    return made;
  });
  const accepted = await acceptFile({ ...deps, send: async () => {} }, HARVESTER, dataset, received);
  const earlier = item?.upload;
  await keepTable(deps, wanted, { ...before, dataset: dataset.id, upload: accepted.id });
  await checkUpload(deps, accepted.id, signal);
  const upload = await store.read((tx) => getUploadById(tx, accepted.id));
  signal.throwIfAborted();
  if (earlier !== undefined) await giveWay(deps, earlier as UploadId); // kept from one
  const settled = await settle(deps, source, upload);
  await keepTable(deps, wanted, {
    ...file.remembered,
    dataset: dataset.id,
    sha256: received.sha256,
    description,
    upload: upload.id,
    fetchedAt: effects.now(),
  });
  return {
    dataset: dataset.slug,
    ...settled,
    ...(reopened && settled.outcome === "unchanged" ? { outcome: "published" as const } : {}),
  };
}

interface Declaring {
  readonly create: () => Promise<Dataset>;
  readonly update: () => Promise<Dataset>;
}

function declare(existing: Dataset | undefined, pkg: DataPackage, { create, update }: Declaring): Promise<Dataset> {
  if (existing === undefined) return create();
  return isDeepStrictEqual(existing.package, pkg) && existing.access === pkg.access
    ? Promise.resolve(existing)
    : update();
}

/** A file of an earlier run that nobody has decided on is overtaken. */
async function giveWay({ store, effects }: HarvestDeps, id: UploadId): Promise<void> {
  await store.write(async (tx) => {
    const { status } = await getUploadById(tx, id);
    if (status !== "scheduled" && canMove(status, "superseded"))
      await moveUpload(tx, id, "superseded", {}, effects.now());
  });
}

/** Published by the system or handed to a reviewer, as the source says. */
async function settle(
  deps: HarvestDeps,
  { publishes }: HarvestSource,
  upload: Upload,
): Promise<Omit<TakenResult, "dataset">> {
  const { store, effects } = deps;
  const { id, status, report } = upload;
  if (status === "invalid") return invalid(upload);
  if (status !== "ready") return { outcome: "failed", upload: id, detail: { code: "server.internal", params: {} } };
  const same = async (): Promise<Omit<TakenResult, "dataset">> => {
    await store.write((tx) => moveUpload(tx, id, "superseded", {}, effects.now()));
    return { outcome: "unchanged" };
  };
  if (report?.byCode["file/same-as-version"] !== undefined) return same();
  if (!publishes) {
    await store.write((tx) => submitUpload(tx, HARVESTER, id, effects));
    return { outcome: "waiting", upload: id };
  }
  try {
    await publishUpload(deps, SYSTEM, id);
    return { outcome: "published", upload: id };
  } catch (error) {
    if (isFault(error) && error.code === "upload.nothing-changed") return same();
    throw error;
  }
}

const itemOf = (
  { remote, table }: Table,
  { dataset, sha256, etag, lastModified, description, upload, fetchedAt, goneAt }: Partial<HarvestItem>,
): HarvestItem => ({
  remote: remote.id,
  part: table.id,
  title: remote.title,
  address: table.address,
  page: remote.page,
  dataset,
  sha256,
  etag,
  lastModified,
  description,
  upload,
  fetchedAt,
  goneAt,
});

const keepTable = ({ store }: HarvestDeps, wanted: Table, now: Partial<HarvestItem>): Promise<void> =>
  store.write((tx) => keepHarvestItem(tx, wanted.source.id, itemOf(wanted, now)));

/** A dataset that its source has no longer: not shown to anybody outside, as it was before it came. */
export async function removeTable(
  { store, effects }: HarvestDeps,
  source: HarvestSource,
  item: HarvestItem,
): Promise<DatasetSlug | undefined> {
  return store.write(async (tx) => {
    const dataset = item.dataset === undefined ? undefined : await getDatasetById(tx, item.dataset);
    if (dataset !== undefined && dataset.access !== "closed")
      await updateDataset(tx, SYSTEM, { ...dataset.package, access: "closed" }, effects);
    await keepHarvestItem(tx, source.id, { ...item, goneAt: effects.now() });
    return dataset?.slug;
  });
}
