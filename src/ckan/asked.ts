/** What every action is given, and the catalogue as it sees it: found by slug or id, as far as the one who asks may read it. */
import type { RecallDataset } from "../catalogue/dataset-memory.ts";
import { type Dataset, listReadableSlugs } from "../catalogue/datasets.ts";
import type { OpenDatasets, RecallOpenDatasets } from "../catalogue/open-datasets.ts";
import type { RecallReference } from "../catalogue/reference-memory.ts";
import { demandData, getVersion, type Version } from "../catalogue/versions.ts";
import { parseTime, parseVersionNumber } from "../http/version-choice.ts";
import type { Actor } from "../kernel/actor.ts";
import { type DatasetSlug, isDatasetSlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import type { Cursor } from "../store/keyset.ts";
import type { Arguments } from "./arguments.ts";
import { ActionError, about } from "./error.ts";
import { type IdMemory, isUuid, type ResourceKey } from "./ids.ts";
import { readText } from "./values.ts";

export interface Asked {
  readonly args: Arguments;
  readonly actor: Actor;
  readonly store: Store;
  readonly baseUrl: string;
  readonly now: () => Date;
  readonly ids: IdMemory;
  readonly recallOpen: RecallOpenDatasets;
  readonly recallDataset: RecallDataset;
  readonly recallReference: RecallReference;
  /** Packages as JSON text, by dataset and state: written again only when something about the dataset has changed. */
  readonly packageTexts: Memory<string>;
  readonly places: Places;
}

/** Forgets what nobody has asked for in a while. */
interface Memory<T extends object | string> {
  readonly get: (key: string) => T | undefined;
  readonly set: (key: string, value: T) => unknown;
}

/** Where a page of a question to the datastore ended: what the next page begins behind. */
export type Places = Memory<Cursor>;

/** Everything that is open, its ids known. */
export async function openDatasets({ recallOpen, ids }: Pick<Asked, "recallOpen" | "ids">): Promise<OpenDatasets> {
  const open = await recallOpen();
  ids.learn(open.bySlug.keys() as Iterable<DatasetSlug>); // keys of entries, whose slugs are such
  return open;
}

/** What `find` knows of the id after the datasets that the actor may read were learnt. */
async function findById<T>(asked: Asked, find: () => T | undefined): Promise<T | undefined> {
  const known = find();
  if (known !== undefined) return known;
  await openDatasets(asked);
  const open = find();
  if (open !== undefined || asked.actor.role === "public") return open;
  asked.ids.learn(await asked.store.read((tx) => listReadableSlugs(tx, asked.actor)));
  return find();
}

/** By its id or its name, published. Throws "Not Found Error". */
export async function getPackageDataset(asked: Asked, idOrName: string): Promise<Published> {
  const slug = isUuid(idOrName)
    ? await findById(asked, () => asked.ids.findPackage(idOrName))
    : isDatasetSlug(idOrName)
      ? idOrName
      : undefined;
  return getPublished(asked, slug, "Not found");
}

export type Published = Dataset & { readonly current: Version };

async function getPublished(asked: Asked, slug: DatasetSlug | undefined, message: string): Promise<Published> {
  const dataset = slug && (await asked.recallDataset(asked.store.read, asked.actor, slug));
  if (dataset?.current === undefined) throw ActionError.notFound(message);
  return { ...dataset, current: dataset.current };
}

/** What a resource's id stands for, a dataset's name for its csv. Throws "Not Found Error". */
export async function getResource(
  asked: Asked,
  id: string,
): Promise<{ readonly dataset: Published; readonly key: ResourceKey }> {
  const key = isUuid(id)
    ? await findById(asked, () => asked.ids.findResource(id))
    : isDatasetSlug(id)
      ? { slug: id, ending: "csv" }
      : undefined;
  const dataset = await getPublished(asked, key?.slug, `Resource "${id.slice(0, 80)}" was not found.`);
  return { dataset, key: key ?? { slug: dataset.slug, ending: "csv" } };
}

/** The version that `version` or `asOf` names; undefined without them. */
export async function findChosenVersion({ args, store }: Asked, dataset: Published): Promise<Version | undefined> {
  const number = readText(args, "version", 20);
  const asOf = readText(args, "asOf", 40);
  if (number !== undefined && asOf !== undefined)
    throw ActionError.invalid("version", "Give version or asOf, not both");
  if (number === undefined && asOf === undefined) return undefined;
  const choice =
    number === undefined
      ? { asOf: about("asOf", () => parseTime(asOf ?? "")) }
      : { number: about("version", () => parseVersionNumber(number, "version")) };
  return store.read((tx) => getVersion(tx, dataset, choice));
}

/** Likewise, or the current one; its data may be answered. */
export async function chooseVersion(asked: Asked, dataset: Published): Promise<Version> {
  const version = (await findChosenVersion(asked, dataset)) ?? dataset.current;
  demandData(version);
  return version;
}
