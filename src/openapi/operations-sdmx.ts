/** The calls of SDMX REST 2: structures, data and what of it is there. Its own description says more: https://github.com/sdmx-twg/sdmx-rest. */
import {
  anything,
  type Content,
  inQuery,
  list,
  mapOf,
  type Operation,
  object,
  operation,
  type Parameter,
  text,
} from "./operation.ts";

const STRUCTURES: Content = {
  "application/vnd.sdmx.structure+json": object({
    meta: object({ id: text, prepared: text, contentLanguages: list(text), sender: object({ id: text }) }),
    data: mapOf(list(mapOf(anything))),
  }),
};
const OBSERVATIONS: Content = {
  "application/vnd.sdmx.data+json": object({ meta: mapOf(anything), data: mapOf(anything) }),
  "application/vnd.sdmx.data+csv": undefined,
};

const REFERENCES: Parameter = inQuery(
  "references",
  text,
  "Artefak yang dibawa serta: none, children, descendants, all, atau satu jenis",
  "Artefacts brought along: none, children, descendants, all or one type",
);
const COMPONENTS: Parameter = inQuery(
  "c[TIME_PERIOD]",
  text,
  "Pilihan menurut dimensi: c[DIMENSI]=ge:2020+le:2023",
  "A choice by dimension: c[DIMENSION]=ge:2020+le:2023",
);
const OF_DATA: readonly Parameter[] = [
  COMPONENTS,
  inQuery(
    "dimensionAtObservation",
    text,
    "Dimensi di dalam deret; AllDimensions untuk bentuk datar",
    "The dimension within a series; AllDimensions for a flat form",
  ),
  inQuery("attributes", text, "Atribut yang disertakan", "The attributes that come along"),
  inQuery("measures", text, "Ukuran yang disertakan", "The measures that come along"),
  inQuery("format", { enum: ["json", "csv"] }, "Bentuk, selain lewat Accept", "The format, besides by Accept"),
  inQuery(
    "updatedAfter",
    text,
    "Hanya yang datang atau berubah sesudahnya",
    "Only what came or was changed after that time",
  ),
  inQuery("asOf", text, "Versi yang berlaku saat itu", "The version of that time"),
  inQuery("includeHistory", { enum: ["true", "false"] }, "Setiap versi hingga yang diminta", "Every version up to it"),
];
const OF_AVAILABILITY: readonly Parameter[] = [
  COMPONENTS,
  inQuery(
    "mode",
    { enum: ["exact", "available"] },
    "Yang ditemukan permintaan itu, atau yang masih dapat dipilih",
    "What the query finds, or what could still be chosen",
  ),
  REFERENCES,
];

/** "/{a}/{b}" of the path, one operation for each length, since the last parts may be left out. */
const byLength = (
  base: string,
  parts: readonly string[],
  from: number,
  id: string,
  says: Operation["says"],
  answer: Content,
  query: readonly Parameter[],
): readonly Operation[] =>
  parts.slice(from - 1).map((_part, index) => {
    const held = parts.slice(0, from + index);
    const path = `${base}${held.map((part) => `/{${part}}`).join("")}`;
    return operation("sdmx", `get ${path}`, `${id}By${held.length}`, says, answer, { open: true, query });
  });

export const sdmxOperations: readonly Operation[] = [
  ...byLength(
    "/sdmx/structure",
    ["structureType", "sdmxAgency", "artefact", "sdmxVersion"],
    1,
    "getSdmxStructure",
    {
      id: "Struktur: dataflow, struktur data, konsep, daftar kode",
      en: "Structures: dataflows, data structures, concepts, code lists",
    },
    STRUCTURES,
    [REFERENCES],
  ),
  ...byLength(
    "/sdmx/data",
    ["context", "sdmxAgency", "dataflow", "sdmxVersion", "key"],
    3,
    "getSdmxData",
    { id: "Amatan sebuah dataflow", en: "The observations of a dataflow" },
    OBSERVATIONS,
    OF_DATA,
  ),
  ...byLength(
    "/sdmx/availability",
    ["context", "sdmxAgency", "dataflow", "sdmxVersion", "key", "component"],
    3,
    "getSdmxAvailability",
    { id: "Nilai tiap dimensi yang ada datanya", en: "The values of each dimension that have data" },
    STRUCTURES,
    OF_AVAILABILITY,
  ),
];
