/**
 * `/sdmx/availability/dataflow/{agency}/{id}/{version}/{key}/{component}`: which values each dimension takes in what a data query would
 * find (`mode=exact`), or could still take if its own choice were changed (`mode=available`), as a data constraint. `references` brings
 * the structures along, with those codes alone that are there.
 */
import type { Request, Response } from "express";
import { getDataset } from "../catalogue/datasets.ts";
import { demandData, getVersion, type Version } from "../catalogue/versions.ts";
import { type Cube, type CubeFields, findCubeFields, loadCube } from "../formats/cube.ts";
import { areaCode, dataflowId, dimensionIds, MEASURE_DIMENSION } from "../formats/sdmx.ts";
import { type Source, sourceOf } from "../formats/source.ts";
import { contextOf } from "../http/context.ts";
import { inLanguage } from "../kernel/locale.ts";
import { noContext } from "./data-routes.ts";
import { SdmxError } from "./error.ts";
import { isOurs, nothingFound, parseVersion, slugOf } from "./flow.ts";
import { urnOf, versionText } from "./ids.ts";
import { componentsOf, parseSelection, searchOf } from "./selection.ts";
import { type Artefact, artefact, type Json } from "./structure.ts";
import { type Found, sendStructures } from "./structure-message.ts";
import { makeArtefacts, type SdmxDeps, TYPES } from "./structure-routes.ts";

export async function sendAvailability({ store }: SdmxDeps, request: Request, response: Response): Promise<void> {
  const {
    context = "",
    agency = "",
    id = "",
    version: versionAsked = "~",
    key = "*",
    component = "*",
  } = request.params as Readonly<Record<string, string | undefined>>;
  if (context !== "dataflow" && context !== "*") throw noContext(context);
  const slug = isOurs(agency) ? slugOf(id) : undefined;
  if (slug === undefined) throw nothingFound(`${agency}/${id}`);
  const search = searchOf(request.originalUrl);
  const { mode, references } = parseOptions(search);
  const number = parseVersion(versionAsked);
  if (number === "every") throw oneVersion();
  const { actor, lang } = contextOf(request);
  const version = await store.read(async (tx) => {
    const dataset = await getDataset(tx, actor, slug);
    const found = await getVersion(tx, dataset, { number: number === "latest" ? undefined : number });
    demandData(found);
    return found;
  });
  const fields = findCubeFields(version);
  if (fields === undefined) throw nothingFound(id);
  const components = componentsOf(search);
  const asked = parseSelection(fields, key, components);
  const ids = dimensionIds(fields);
  const wanted = component === "*" || component === "all" ? [...ids.values(), MEASURE_DIMENSION] : component.split(",");
  const unknown = wanted.find((one) => one !== MEASURE_DIMENSION && ![...ids.values()].includes(one));
  if (unknown !== undefined) throw noComponent(unknown, [...ids.values(), MEASURE_DIMENSION]);
  const selected = (conditions: typeof asked.conditions, measures: CubeFields["measures"]): Source =>
    sourceOf(
      store,
      version,
      { filters: conditions, order: [], fields: [...fields.dimensions, ...measures].map(({ name }) => name) },
      undefined,
      lang,
    );
  if (asked.measures.length === 0) throw nothingFound(MEASURE_DIMENSION);
  const exact = await loadCube(selected(asked.conditions, asked.measures), "sdmx.json");
  if (exact.rows === 0 && mode === "exact") throw nothingFound("key");
  const values = new Map<string, readonly string[]>();
  for (const one of wanted) {
    const cube = mode === "exact" ? exact : await loadWithout(one);
    values.set(one, valuesOf(cube, one));
  }
  const found: Found = { dataConstraints: [constraint(version, exact, values)] };
  for (const one of references) {
    const made = makeArtefacts(one, version, fields, exact);
    found[one] = one === "codelists" ? made.map((list) => ({ ...list, isPartial: true })) : [...made];
  }
  sendStructures(request, response, found, version.publishedAt);

  /** The cube as if nothing had been chosen of this dimension: its values could then be added to the query. */
  async function loadWithout(dimension: string): Promise<Cube> {
    if (fields === undefined) throw nothingFound(id);
    const others = new Map([...components].filter(([name]) => name !== dimension));
    const { conditions, measures } = parseSelection(fields, withoutPart(key, dimension, ids), others);
    return loadCube(selected(conditions, measures.length === 0 ? fields.measures : measures), "sdmx.json");
  }
}

/** "7306.a.jumlah" without the second dimension is "7306..jumlah". */
function withoutPart(key: string, dimension: string, ids: ReadonlyMap<unknown, string>): string {
  const order = [...[...ids.values()].filter((one) => one !== "TIME_PERIOD"), MEASURE_DIMENSION];
  const at = order.indexOf(dimension);
  if (at < 0 || ["*", "all", ""].includes(key)) return key;
  return key
    .split(",")
    .map((one) =>
      one
        .split(".")
        .map((part, index) => (index === at ? "" : part))
        .join("."),
    )
    .join(",");
}

function valuesOf(cube: Cube, id: string): readonly string[] {
  if (id === MEASURE_DIMENSION) return cube.measures.map(({ field }) => field.name);
  const ids = dimensionIds({ dimensions: cube.dimensions.map(({ field }) => field) });
  const dimension = cube.dimensions.find(({ field }) => ids.get(field.name) === id);
  const isRegion = dimension?.field.role === "region";
  return (dimension?.categories ?? []).map(({ code }) => (isRegion ? areaCode(code) : code));
}

/** Its numbers are annotations, since a constraint of SDMX 3.0 has no place for them. */
function constraint(version: Version, cube: Cube, values: ReadonlyMap<string, readonly string[]>): Json {
  const { slug, number, package: pkg } = version;
  const metric = (id: string, count: number): Json => ({ id, type: "sdmx_metrics", title: String(count) });
  return {
    ...artefact(`CONS_${dataflowId(slug)}`, versionText(number), {
      id: `Ketersediaan: ${inLanguage(pkg.title, "id")}`,
      en: `Availability: ${inLanguage(pkg.title, "en")}`,
    }),
    role: "Actual",
    constraintAttachment: { dataflows: [urnOf("Dataflow", dataflowId(slug), versionText(number))] },
    cubeRegions: [
      {
        isIncluded: true,
        keyValues: [...values].map(([id, some]) => ({
          id,
          isIncluded: true,
          values: some.map((value) => ({ value })),
        })),
      },
    ],
    annotations: [metric("obs_count", cube.rows * cube.measures.length)],
  };
}

interface Options {
  readonly mode: "exact" | "available";
  readonly references: readonly Exclude<Artefact, "agencySchemes" | "dataConstraints">[];
}

const BROUGHT: Options["references"] = ["dataflows", "dataStructures", "conceptSchemes", "codelists"];

function parseOptions(search: URLSearchParams): Options {
  const known = (name: string): boolean => ["mode", "references", "format", "lang"].includes(name);
  const strange = [...search.keys()].find((name) => !known(name) && !name.startsWith("c["));
  if (strange !== undefined)
    throw new SdmxError(strange === "updatedAfter" ? "not-implemented" : "syntax", {
      id: `Parameter “${strange.slice(0, 40)}” tidak dikenal di sini. Yang dikenal: c[…], mode, references.`,
      en: `The parameter “${strange.slice(0, 40)}” is not known here. Known are c[…], mode and references.`,
    });
  const mode = search.get("mode") ?? "exact";
  if (mode !== "exact" && mode !== "available")
    throw new SdmxError("syntax", {
      id: `“mode=${mode.slice(0, 40)}” tidak dikenal: exact atau available.`,
      en: `“mode=${mode.slice(0, 40)}” is not known: exact or available.`,
    });
  const names = (search.get("references") ?? "none").split(",");
  if (names.includes("all")) return { mode, references: BROUGHT };
  return { mode, references: names.filter((name) => name !== "none").map(artefactOf) };
}

function artefactOf(name: string): Options["references"][number] {
  const found = BROUGHT.find((one) => one === TYPES.get(name)?.[0]);
  if (found !== undefined) return found;
  throw new SdmxError("syntax", {
    id: `“references=${name.slice(0, 40)}” tidak dikenal: none, all, dataflow, datastructure, conceptscheme, codelist.`,
    en: `“references=${name.slice(0, 40)}” is not known: none, all, dataflow, datastructure, conceptscheme, codelist.`,
  });
}

const noComponent = (id: string, known: readonly string[]): SdmxError =>
  new SdmxError("syntax", {
    id: `Tidak ada dimensi “${id.slice(0, 80)}”. Yang ada: ${known.join(", ")}.`,
    en: `There is no dimension “${id.slice(0, 80)}”. There are ${known.join(", ")}.`,
  });

const oneVersion = (): SdmxError =>
  new SdmxError("not-implemented", {
    id: "Ketersediaan diminta satu versi demi satu: ~ yang berlaku, atau seperti 3.0.0.",
    en: "Availability is asked for one version at a time: ~ for the current one, or like 3.0.0.",
  });
