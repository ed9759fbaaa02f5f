/**
 * SDMX-JSON 2.0 structure messages: a dataflow, its data structure, its concepts and its code lists, each of one version of a dataset. A
 * dimension has a code list where every value can be a code; a region always has, with both code systems as annotations.
 */

import type { Version } from "../catalogue/versions.ts";
import type { Category, Cube, CubeFields, Dimension } from "../formats/cube.ts";
import { AGENCY, areaCode, dataflowId, dimensionIds, MEASURE_DIMENSION, TOLD } from "../formats/sdmx.ts";
import { inLanguage, type LocalisedText, type Text } from "../kernel/locale.ts";
import type { Field } from "../kernel/package.ts";
import { statusNames } from "./data-json.ts";
import { CODE, codelistId, conceptsId, dsdId, STATUS_LIST, STATUS_LIST_VERSION, urnOf, versionText } from "./ids.ts";

export type Artefact =
  | "agencySchemes"
  | "dataflows"
  | "dataStructures"
  | "conceptSchemes"
  | "codelists"
  | "dataConstraints";
export type Json = Readonly<Record<string, unknown>>;

const named = (text: LocalisedText): Json => ({
  name: inLanguage(text, "id"),
  names: { id: inLanguage(text, "id"), en: inLanguage(text, "en") },
});

export const artefact = (id: string, version: string, text: LocalisedText): Json => ({
  id,
  version,
  agencyID: AGENCY,
  isExternalReference: false,
  ...named(text),
});

export const agencyScheme = (): Json => ({
  id: "AGENCIES",
  version: "1.0.0",
  agencyID: "SDMX",
  isPartial: true,
  ...named({ id: "Lembaga", en: "Agencies" }),
  agencies: [{ id: AGENCY, ...named({ id: "Jendela Sulsel", en: "Jendela Sulsel" }) }],
});

export const dataflow = ({ slug, number, package: pkg }: Version): Json => ({
  ...artefact(dataflowId(slug), versionText(number), pkg.title),
  description: inLanguage(pkg.description, "id"),
  structure: urnOf("DataStructure", dsdId(slug), versionText(number)),
});

/** The components of the cube: dimensions, then what an observation has. */
const OWN: readonly (readonly [id: string, text: Text])[] = [
  [MEASURE_DIMENSION, { id: "Ukuran", en: "Measure" }],
  [TOLD.value, { id: "Nilai", en: "Value" }],
  [TOLD.status, { id: "Status nilai", en: "Status of the value" }],
  [TOLD.unit, { id: "Satuan", en: "Unit" }],
];

export const conceptScheme = ({ slug, number, package: pkg }: Version, fields: CubeFields): Json => {
  const ids = dimensionIds(fields);
  return {
    ...artefact(conceptsId(slug), versionText(number), pkg.title),
    concepts: [
      ...fields.dimensions.map(({ name, title, description }) => ({
        id: ids.get(name),
        ...named(title ?? name),
        ...(description === undefined ? {} : { description: inLanguage(description, "id") }),
      })),
      ...OWN.map(([id, text]) => ({ id, ...named(text) })),
    ],
  };
};

export function dataStructure(version: Version, cube: Cube): Json {
  const { slug, number, package: pkg } = version;
  const at = versionText(number);
  const ids = dimensionIds(fieldsOf(cube));
  const concept = (id: string) => ({ id, conceptIdentity: urnOf("Concept", conceptsId(slug), at, id) });
  const coded = (id: string) => ({ localRepresentation: { enumeration: urnOf("Codelist", codelistId(slug, id), at) } });
  const asText = (dataType: string) => ({ localRepresentation: { format: { dataType } } });
  const dimensions = cube.dimensions
    .map((dimension) => ({ dimension, id: ids.get(dimension.field.name) ?? "" }))
    .filter(({ id }) => id !== "TIME_PERIOD")
    .map(({ dimension, id }, position) => ({
      ...concept(id),
      position,
      ...(isCoded(dimension) ? coded(id) : asText("String")),
    }));
  const time = [...ids.values()].includes("TIME_PERIOD");
  return {
    ...artefact(dsdId(slug), at, pkg.title),
    dataStructureComponents: {
      dimensionList: {
        id: "DimensionDescriptor",
        dimensions: [
          ...dimensions,
          { ...concept(MEASURE_DIMENSION), position: dimensions.length, ...coded(MEASURE_DIMENSION) },
        ],
        ...(time ? { timeDimension: { ...concept("TIME_PERIOD"), ...asText("ObservationalTimePeriod") } } : {}),
      },
      attributeList: {
        id: "AttributeDescriptor",
        attributes: [
          {
            ...concept(TOLD.status),
            usage: "Mandatory",
            attributeRelationship: { observation: {} },
            localRepresentation: { enumeration: urnOf("Codelist", STATUS_LIST, STATUS_LIST_VERSION) },
          },
          {
            ...concept(TOLD.unit),
            usage: "Optional",
            attributeRelationship: { dimensions: [MEASURE_DIMENSION] },
            ...asText("String"),
          },
        ],
      },
      measureList: {
        id: "MeasureDescriptor",
        measures: [{ ...concept(TOLD.value), usage: "Optional", ...asText("Decimal") }],
      },
    },
  };
}

const fieldsOf = ({ dimensions, measures }: Cube): { dimensions: Field[]; measures: Field[] } => ({
  dimensions: dimensions.map(({ field }) => field),
  measures: measures.map(({ field }) => field),
});

const isCoded = ({ field, categories }: Dimension): boolean =>
  field.role === "region" || categories.every(({ code }) => CODE.test(code));

/** The code lists of a data structure, that of statuses among them. */
export function codelists(version: Version, cube: Cube): readonly Json[] {
  const { slug, number } = version;
  const ids = dimensionIds(fieldsOf(cube));
  const at = versionText(number);
  const lists = cube.dimensions.flatMap((dimension) => {
    const id = ids.get(dimension.field.name) ?? "";
    if (id === "TIME_PERIOD" || !isCoded(dimension)) return [];
    const { field, title, categories } = dimension;
    const codes =
      field.role === "region"
        ? regionCodes(categories)
        : categories.map(({ code, label }) => ({ id: code, name: label }));
    return [{ ...artefact(codelistId(slug, id), at, field.title ?? title), codes }];
  });
  const measures = cube.measures.map(({ field }) => ({ id: field.name, ...named(field.title ?? field.name) }));
  return [
    ...lists,
    { ...artefact(codelistId(slug, MEASURE_DIMENSION), at, { id: "Ukuran", en: "Measure" }), codes: measures },
    statusList(),
  ];
}

export const statusList = (): Json => ({
  ...artefact(STATUS_LIST, STATUS_LIST_VERSION, { id: "Status nilai", en: "Status of the value" }),
  codes: [...statusNames].map(([id, text]) => ({ id, ...named(text) })),
});

/** Kemendagri's code with its dots and Badan Pusat Statistik's are annotations; a region whose parent is here too says so. */
function regionCodes(categories: readonly Category[]): readonly Json[] {
  const here = new Set(categories.map(({ code }) => code));
  return categories.map(({ code, label, bpsCode, parent }) => ({
    id: areaCode(code),
    name: label,
    ...(parent !== undefined && here.has(parent) ? { parent: areaCode(parent) } : {}),
    annotations: [
      { type: "KEMENDAGRI", value: code },
      ...(bpsCode === undefined ? [] : [{ type: "BPS", value: bpsCode }]),
    ],
  }));
}
