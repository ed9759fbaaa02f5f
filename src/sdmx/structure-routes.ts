/**
 * `/sdmx/structure/{type}/{agency}/{id}/{version}`: dataflows of every dataset with roles, and what each is made of. `references` brings
 * along what an artefact refers to (`children`, `descendants`, `all`), or the data structure of a dataflow by its type.
 */
import type { Request, Response } from "express";
import { listDatasets } from "../catalogue/dataset-list.ts";
import { type Dataset, findDataset } from "../catalogue/datasets.ts";
import { getVersion, listAllVersions, type Version } from "../catalogue/versions.ts";
import { type Cube, findCubeFields, loadCube } from "../formats/cube.ts";
import { sourceOf } from "../formats/source.ts";
import { contextOf } from "../http/context.ts";
import type { Actor } from "../kernel/actor.ts";
import { isFault } from "../kernel/fault.ts";
import type { Store } from "../store/data-source.ts";
import { SdmxError } from "./error.ts";
import { isOurs, nothingFound, parseVersion, slugOf, type VersionAsked } from "./flow.ts";
import { STATUS_LIST } from "./ids.ts";
import {
  type Artefact,
  agencyScheme,
  codelists,
  conceptScheme,
  dataflow,
  dataStructure,
  type Json,
  statusList,
} from "./structure.ts";
import { type Found, sendStructures } from "./structure-message.ts";

export interface SdmxDeps {
  readonly store: Store;
  readonly baseUrl: string;
}

/** A type of the path, and how its ids begin. */
export const TYPES: ReadonlyMap<string, readonly [artefact: Artefact, prefix: string]> = new Map([
  ["agencyscheme", ["agencySchemes", ""]],
  ["dataflow", ["dataflows", ""]],
  ["datastructure", ["dataStructures", "DSD_"]],
  ["conceptscheme", ["conceptSchemes", "CS_"]],
  ["codelist", ["codelists", "CL_"]],
]);

export async function sendStructure({ store }: SdmxDeps, request: Request, response: Response): Promise<void> {
  const {
    type = "",
    agency = "*",
    id = "*",
    version = "~",
  } = request.params as Readonly<Record<string, string | undefined>>;
  const [artefact, prefix] = TYPES.get(type) ?? [];
  if (artefact === undefined || prefix === undefined) throw noType(type);
  const references = String(new URL(request.originalUrl, "http://localhost").searchParams.get("references") ?? "none");
  const { actor } = contextOf(request);
  const { found, prepared } =
    artefact === "agencySchemes"
      ? fixed({ agencySchemes: [agencyScheme()] })
      : await collect(store, actor, { artefact, prefix, agency, id, version, references });
  if (Object.values(found).every((list) => list.length === 0)) throw nothingFound(`${type}/${agency}/${id}/${version}`);
  sendStructures(request, response, found, prepared);
}

interface StructureAsked {
  readonly artefact: Artefact;
  readonly prefix: string;
  readonly agency: string;
  readonly id: string;
  readonly version: string;
  readonly references: string;
}

interface Collected {
  readonly found: Found;
  /** When the newest of them was published: equal answers are equal to the byte. */
  readonly prepared: Date;
}

/** What is the same in every dataset, as it was laid down. */
const fixed = (found: Found): Collected => ({ found, prepared: new Date("2026-01-01T00:00:00+08:00") });

async function collect(store: Store, actor: Actor, asked: StructureAsked): Promise<Collected> {
  const { artefact, prefix, agency, id, references } = asked;
  const found: Found = { [artefact]: [] };
  if (!isOurs(agency)) return fixed(found);
  if (id === STATUS_LIST) return fixed({ codelists: [statusList()] });
  const wanted = wantedOf(artefact, references);
  const everything = id === "*" || id === "all";
  if (everything && wanted.some((one) => one === "dataStructures" || one === "codelists"))
    throw new SdmxError("not-implemented", {
      id: "Sebut satu id: struktur data dan daftar kode dibaca dari datanya, satu himpunan data demi satu.",
      en: "Name one id: data structures and code lists are read from the data, one dataset at a time.",
    });
  // A list of codes is of a dataset and of a dimension.
  const [own = ""] = id.slice(prefix.length).split("-");
  const versions = everything
    ? await listCurrent(store, actor)
    : id.startsWith(prefix)
      ? await findVersions(store, actor, own, parseVersion(asked.version))
      : [];
  for (const version of versions) await addArtefacts(found, store, version, wanted);
  if (artefact === "codelists" && !everything && references === "none")
    found.codelists = (found.codelists ?? []).filter((list) => list.id === id);
  const newest = Math.max(0, ...versions.map(({ publishedAt }) => publishedAt.getTime()));
  return { found, prepared: new Date(newest) };
}

/** What goes into the message, the artefact itself first. */
function wantedOf(artefact: Artefact, references: string): readonly Artefact[] {
  const below: readonly Artefact[] = ["dataflows", "dataStructures", "conceptSchemes", "codelists"];
  const type = TYPES.get(references)?.[0];
  if (references === "none" || references === "parents") return [artefact];
  if (type !== undefined) return [artefact, type];
  if (references === "children" && artefact === "dataflows") return ["dataflows", "dataStructures"];
  if (["children", "descendants", "all", "parentsandsiblings", "ancestors"].includes(references))
    return artefact === "dataflows" || artefact === "dataStructures"
      ? below.slice(below.indexOf(artefact))
      : [artefact];
  throw new SdmxError("syntax", {
    id: `“references=${references.slice(0, 40)}” tidak dikenal: none, children, descendants, all, atau satu jenis.`,
    en: `“references=${references.slice(0, 40)}” is not known: none, children, descendants, all or one type.`,
  });
}

async function addArtefacts(found: Found, store: Store, version: Version, wanted: readonly Artefact[]): Promise<void> {
  const fields = findCubeFields(version);
  if (fields === undefined) return;
  const needsCube = wanted.includes("dataStructures") || wanted.includes("codelists");
  const cube = needsCube ? await loadCube(sourceOf(store, version), "sdmx.csv") : undefined;
  for (const one of wanted) {
    const there = found[one] ?? [];
    const made = makeArtefacts(one, version, fields, cube);
    // The list of statuses is that of every version.
    found[one] = [...there, ...made.filter(({ id }) => id !== STATUS_LIST || !there.some((list) => list.id === id))];
  }
}

/** Data structures and code lists come from the cube. */
export function makeArtefacts(
  one: Artefact,
  version: Version,
  fields: NonNullable<ReturnType<typeof findCubeFields>>,
  cube: Cube | undefined,
): readonly Json[] {
  if (one === "dataflows") return [dataflow(version)];
  if (one === "conceptSchemes") return [conceptScheme(version, fields)];
  if (cube === undefined) return [];
  return one === "dataStructures" ? [dataStructure(version, cube)] : codelists(version, cube);
}

async function listCurrent(store: Store, actor: Actor): Promise<readonly Version[]> {
  const versions: Version[] = [];
  let after: string | undefined;
  do {
    const page = await store.read((tx) => listDatasets(tx, actor, { first: 500, after }));
    versions.push(
      ...page.nodes.flatMap(({ current }: Dataset) =>
        current === undefined || current.withdrawn !== undefined ? [] : [current],
      ),
    );
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
  } while (after !== undefined);
  return versions;
}

/** Those that can be read, oldest first; none where there is no such dataset. */
async function findVersions(store: Store, actor: Actor, id: string, asked: VersionAsked): Promise<readonly Version[]> {
  const slug = slugOf(id);
  if (slug === undefined) return [];
  try {
    return await store.read(async (tx) => {
      const dataset = await findDataset(tx, actor, slug);
      if (dataset?.current === undefined) return [];
      const all =
        asked === "every"
          ? await listAllVersions(tx, dataset)
          : [asked === "latest" ? dataset.current : await getVersion(tx, dataset, { number: asked })];
      return all.filter(({ withdrawn }) => withdrawn === undefined);
    });
  } catch (thrown) {
    if (isFault(thrown) && thrown.code === "version.unknown") return [];
    throw thrown;
  }
}

const noType = (type: string): SdmxError =>
  new SdmxError("no-results", {
    id: `Jenis “${type.slice(0, 40)}” tidak ada di sini. Yang ada: ${[...TYPES.keys()].join(", ")}.`,
    en: `There is nothing of the type “${type.slice(0, 40)}” here. There are ${[...TYPES.keys()].join(", ")}.`,
  });
