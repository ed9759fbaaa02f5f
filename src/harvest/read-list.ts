/**
 * A source's whole list, page by page. Each page is asked for as it was known; what did not change is taken from what was kept of it.
 * A list that breaks off, repeats itself or does not end is no list: the run fails, and nothing is taken for missing.
 */
import { findHarvestDocument, keepHarvestDocument } from "../catalogue/harvest-items.ts";
import type { HarvestSource } from "../catalogue/harvest-sources.ts";
import { Fault } from "../kernel/fault.ts";
import { type Got, readWhole } from "../outgoing/get.ts";
import { ckanStart, readCkanPage } from "./ckan.ts";
import { dataJsonStart, readDataJson } from "./data-json.ts";
import { readDcat } from "./dcat.ts";
import type { HarvestDeps } from "./deps.ts";
import { BadDocument } from "./document.ts";
import { type ListPage, listPageShape, type RemoteDataset, toRemoteDataset } from "./remote-dataset.ts";

const MOST_PAGES = 1000;
const MOST_DATASETS = 20_000;
const MOST_BYTES = 32 * 1024 ** 2;
const SECONDS = 120;

interface Reader {
  readonly start: (address: string) => string;
  readonly accept: string;
  readonly read: (text: string, got: Pick<Got, "address" | "type">) => ListPage | Promise<ListPage>;
}

const JSON_TYPE = "application/json, */*;q=0.1";

const READERS: Readonly<Record<Exclude<HarvestSource["kind"], "file">, Reader>> = {
  ckan: { start: ckanStart, accept: JSON_TYPE, read: (text, { address }) => readCkanPage(text, address) },
  dcat: {
    start: (address) => new URL(address).href,
    accept: "text/turtle, application/ld+json;q=0.9, application/rdf+xml;q=0.8, */*;q=0.1",
    read: readDcat,
  },
  "data.json": { start: dataJsonStart, accept: JSON_TYPE, read: (text, { address }) => readDataJson(text, address) },
};

/** Throws `harvest.*` faults. */
export async function readList(
  deps: HarvestDeps,
  source: HarvestSource,
  signal: AbortSignal,
  tellMet: (address: string) => void,
): Promise<readonly RemoteDataset[]> {
  if (source.kind === "file") return [singleFile(source)];
  const reader = READERS[source.kind];
  const datasets = new Map<string, RemoteDataset>();
  const met = new Set<string>();
  let address: string | undefined = reader.start(source.address);
  while (address !== undefined) {
    if (met.has(address) || met.size >= MOST_PAGES) throw badDocument(address, "paging");
    met.add(address);
    tellMet(address);
    const page: ListPage = await readPage(deps, source, reader, address, signal);
    for (const dataset of page.datasets) datasets.set(dataset.id, dataset);
    if (datasets.size > MOST_DATASETS) throw badDocument(address, `> ${MOST_DATASETS}`);
    address = page.next;
  }
  return [...datasets.values()];
}

async function readPage(
  { store, get }: HarvestDeps,
  source: HarvestSource,
  { accept, read }: Reader,
  address: string,
  signal: AbortSignal,
): Promise<ListPage> {
  const kept = await store.read((tx) => findHarvestDocument(tx, source.id, address));
  const known = kept && listPageShape.safeParse(kept.content);
  const before = known?.success === true ? known.data : undefined;
  const got = await get(address, {
    accept,
    maxBytes: MOST_BYTES,
    seconds: SECONDS,
    signal,
    ...(before === undefined ? {} : { etag: kept?.etag, lastModified: kept?.lastModified }),
  });
  if (!got.changed) {
    got.body.destroy();
    if (before === undefined) throw badDocument(address, "304");
    return before;
  }
  const page = await understand(read, await readWhole(got), { address: got.address, type: got.type }, address);
  const { etag, lastModified } = got;
  await store.write((tx) => keepHarvestDocument(tx, source.id, address, { etag, lastModified, content: page }));
  return page;
}

/** Whatever a reader stumbles over in a stranger's document, it is the document that is wrong. */
async function understand(
  read: Reader["read"],
  text: string,
  got: Pick<Got, "address" | "type">,
  asked: string,
): Promise<ListPage> {
  try {
    return await read(text, got);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw badDocument(asked, error instanceof BadDocument ? error.message : "format", error);
  }
}

const badDocument = (address: string, reason: string, cause?: unknown): Fault =>
  new Fault("harvest.bad-document", { address: address.slice(0, 300), reason: reason.slice(0, 200) }, {}, cause);

/** A single file is its own list. */
function singleFile({ address, name }: HarvestSource): RemoteDataset {
  const dataset = toRemoteDataset(
    { id: address, title: name, files: [{ id: address, address, format: "csv", title: name }] },
    address,
  );
  if (dataset === undefined) throw badDocument(address, "address");
  return dataset;
}
