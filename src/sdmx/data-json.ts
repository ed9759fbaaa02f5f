/**
 * SDMX-JSON 2.0 data messages (https://github.com/sdmx-twg/sdmx-json): the structure first, then the observations as they come, by series
 * or flat. Values keep their digits.
 */
import type { Cube, Dimension } from "../formats/cube.ts";
import {
  AGENCY,
  areaCode,
  dimensionIds,
  MEASURE_DIMENSION,
  observationsOf,
  structureId,
  TOLD,
  type Told,
} from "../formats/sdmx.ts";
import type { Source } from "../formats/source.ts";
import { inLanguage, type Text } from "../kernel/locale.ts";
import { valueStatusText } from "../kernel/value-status.ts";
import { showTime } from "../kernel/wita.ts";
import { streamObservations } from "../store/observations.ts";
import { CODE } from "./ids.ts";

/** Statuses by their code; where several of ours are one of SDMX's, the first of them, which is the plainest, names it. */
const STATUS_NAMES: ReadonlyMap<string, Text> = new Map([
  ["A", { id: "angka tetap", en: "normal value" }],
  ...Object.values(valueStatusText)
    .flatMap(({ sdmx, label }) => (sdmx === "A" ? [] : [[sdmx, label] as const]))
    .reverse(),
  ["O", { id: "tidak ada atau nol", en: "missing value" }],
]);
export const statusNames = STATUS_NAMES;

/** What one version answers. */
export interface Part {
  readonly source: Source;
  readonly cube: Cube;
}

export interface JsonShape {
  /** The dimension within a series; undefined: all of them, no series. */
  readonly innermost: string | undefined;
  readonly told: readonly Told[];
  readonly baseUrl: string;
}

export async function* writeDataJson(parts: readonly Part[], shape: JsonShape): AsyncGenerator<string> {
  const [first] = parts;
  const meta = {
    schema:
      "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json",
    id: "DATA",
    prepared: showTime(first?.source.version.publishedAt ?? new Date(0)),
    contentLanguages: [first?.source.lang ?? "id"],
    sender: { id: AGENCY },
  };
  const structures = parts.map((part, index) => structureJson(part, shape, index));
  yield `{"meta":${JSON.stringify(meta)},"data":{"structures":${JSON.stringify(structures)},"dataSets":[`;
  for (const [index, part] of parts.entries()) {
    yield index === 0 ? "" : ",";
    yield* writeDataSet(part, shape, index);
  }
  yield "]}}\n";
}

/** Dimensions as the message has them, the measures last. */
interface Axis {
  readonly id: string;
  readonly name: string;
  readonly role: string | undefined;
  readonly values: readonly { readonly code: string; readonly name: string }[];
}

function axesOf({ source, cube }: Part): readonly Axis[] {
  const ids = dimensionIds({ dimensions: cube.dimensions.map(({ field }) => field) });
  return [
    ...cube.dimensions.map((dimension) => axisOf(dimension, ids.get(dimension.field.name) ?? "")),
    {
      id: MEASURE_DIMENSION,
      name: source.lang === "en" ? "Measure" : "Ukuran",
      role: undefined,
      values: cube.measures.map(({ field, title }) => ({ code: field.name, name: title })),
    },
  ];
}

const axisOf = ({ field, title, categories }: Dimension, id: string): Axis => ({
  id,
  name: title,
  role: field.role === "region" ? "GEO" : undefined,
  values: categories.map(({ code, label }) => ({ code: field.role === "region" ? areaCode(code) : code, name: label })),
});

const valuesJson = ({ values }: Axis): readonly Record<string, string>[] =>
  values.every(({ code }) => CODE.test(code))
    ? values.map(({ code, name }) => ({ id: code, name }))
    : values.map(({ code, name }) => ({ value: code, ...(name === code ? {} : { name }) }));

function structureJson(part: Part, { innermost, told }: JsonShape, index: number): Record<string, unknown> {
  const { version, lang } = part.source;
  const axes = axesOf(part).map((axis, keyPosition) => ({
    id: axis.id,
    name: axis.name,
    keyPosition,
    ...(axis.role === undefined ? {} : { roles: [axis.role] }),
    values: valuesJson(axis),
  }));
  const units = part.cube.measures.map(({ unit }) => ({ value: unit ?? "-" }));
  return {
    name: inLanguage(version.package.title, lang),
    names: { id: inLanguage(version.package.title, "id"), en: inLanguage(version.package.title, "en") },
    dataSets: [index],
    links: [
      {
        rel: "dataflow",
        urn: `urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=${structureId(version.slug, version.number)}`,
      },
    ],
    dimensions:
      innermost === undefined
        ? { dataSet: [], series: [], observation: axes }
        : {
            dataSet: [],
            series: axes.filter(({ id }) => id !== innermost),
            observation: axes.filter(({ id }) => id === innermost),
          },
    measures: { observation: told.includes("value") ? [{ id: TOLD.value }] : [] },
    attributes: {
      dataSet: [],
      dimensionGroup: told.includes("unit")
        ? [{ id: TOLD.unit, relationship: { dimensions: [MEASURE_DIMENSION] }, values: apart(units) }]
        : [],
      series: [],
      observation: told.includes("status")
        ? [
            {
              id: TOLD.status,
              relationship: { observation: {} },
              values: [...STATUS_NAMES].map(([id, name]) => ({ id, name: name[lang] })),
            },
          ]
        : [],
    },
  };
}

const apart = (values: readonly { readonly value: string }[]) =>
  [...new Set(values.map(({ value }) => value))].map((value) => ({ value }));

async function* writeDataSet(part: Part, shape: JsonShape, index: number): AsyncGenerator<string> {
  const { source, cube } = part;
  const { innermost, told, baseUrl } = shape;
  const { version, store, table, query } = source;
  const axes = axesOf(part);
  const head = {
    structure: index,
    action: "Information",
    validFrom: showTime(version.publishedAt),
    links: [{ rel: "self", href: `${baseUrl}/download/${version.slug}/v${version.number}.sdmx.csv` }],
    ...(told.includes("unit") ? { dimensionGroupAttributes: unitsJson(part) } : {}),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"${innermost === undefined ? "observations" : "series"}":{`;
  const places = axes.map(({ values }) => new Map(values.map(({ code }, at) => [code, at])));
  const inside = axes.findIndex(({ id }) => id === innermost);
  const fields = {
    dimensions: cube.dimensions.map(({ field }) => field),
    measures: cube.measures.map(({ field }) => field),
  };
  const lines = streamObservations(
    store,
    table,
    query,
    observationsOf(fields, { told: ["value", "status"], innermost: fields.dimensions[inside]?.name }),
  );
  const statuses = new Map([...STATUS_NAMES.keys()].map((code, at) => [code, at]));
  let series: string | undefined;
  let comma = "";
  for await (const batch of lines) {
    let text = "";
    for (const line of batch) {
      let key = "";
      let within = "";
      for (let at = 0; at < axes.length; at += 1) {
        const place = places[at]?.get(line[at] ?? "");
        if (place === undefined) throw new Error("an observation has a value that its version did not have before");
        if (at === inside) within = String(place);
        else key += key === "" ? place : `:${place}`;
      }
      const observation = [
        ...(told.includes("value") ? [line[axes.length] ?? "null"] : []),
        ...(told.includes("status") ? [statuses.get(line[axes.length + 1] ?? "A") ?? 0] : []),
      ].join(",");
      if (innermost === undefined) text += `${comma}"${key}":[${observation}]`;
      else if (key === series) text += `,"${within}":[${observation}]`;
      else text += `${series === undefined ? "" : "}},"}"${key}":{"observations":{"${within}":[${observation}]`;
      series = key;
      comma = ",";
    }
    yield text;
  }
  yield innermost !== undefined && series !== undefined ? "}}}}" : "}}";
}

/** "::0" → the unit of the first measure. */
function unitsJson({ cube }: Part): Record<string, readonly number[]> {
  const units = [...new Set(cube.measures.map(({ unit }) => unit ?? "-"))];
  const before = ":".repeat(cube.dimensions.length);
  return Object.fromEntries(cube.measures.map(({ unit }, at) => [`${before}${at}`, [units.indexOf(unit ?? "-")]]));
}
