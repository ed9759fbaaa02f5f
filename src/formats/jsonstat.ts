/**
 * JSON-stat 2.0 (https://json-stat.org/full/): one dataset, its values as an array, or as an object by position where most cells are
 * empty. Measures are the innermost dimension, with the role "metric" and their units. Numbers keep their digits. Statuses are SDMX's.
 */
import type { Readable } from "node:stream";
import type { Version } from "../catalogue/versions.ts";
import { inLanguage } from "../kernel/locale.ts";
import type { Field } from "../kernel/package.ts";
import { type ValueStatus, valueStatusText } from "../kernel/value-status.ts";
import { showTime } from "../kernel/wita.ts";
import { outputNames, streamRows } from "../store/rows-out.ts";
import { type Cube, cellFinder, cubeQuery, type Dimension, loadCube } from "./cube.ts";
import type { Source } from "./source.ts";
import { asBytes } from "./text.ts";

/** No field begins with an underscore. */
const METRIC = "_ukuran";

const ENDING = "jsonstat.json";

export async function createJsonStat(source: Source): Promise<Readable> {
  const cube = await loadCube(source, ENDING);
  return asBytes(writeJsonStat(source, cube));
}

async function* writeJsonStat(source: Source, cube: Cube): AsyncGenerator<string> {
  const head = JSON.stringify({ version: "2.0", class: "dataset", ...describe(source, cube) });
  yield head.slice(0, -1);
  yield* writeValues(source, cube);
  if (cube.marked > 0) yield* writeStatuses(source, cube);
  yield "}\n";
}

function describe(source: Source, cube: Cube): Record<string, unknown> {
  const { version, lang } = source;
  const { package: pkg, agencyName, publishedAt } = version;
  const { dimensions, measures } = cube;
  const named = (role: Field["role"]) =>
    dimensions.filter(({ field }) => field.role === role).map(({ field }) => field.name);
  const note = inLanguage(pkg.description, lang);
  return {
    label: inLanguage(pkg.title, lang),
    ...(note === "" ? {} : { note: [note] }),
    source: agencyName,
    updated: showTime(publishedAt),
    id: [...dimensions.map(({ field }) => field.name), METRIC],
    size: [...dimensions.map(({ categories }) => categories.length), measures.length],
    role: {
      ...withAny("time", named("period")),
      ...withAny("geo", named("region")),
      metric: [METRIC],
    },
    dimension: {
      ...Object.fromEntries(dimensions.map((dimension) => [dimension.field.name, dimensionJson(dimension)])),
      [METRIC]: metricJson(cube, lang),
    },
    extension: extensionOf(version, lang),
  };
}

const withAny = (role: string, names: readonly string[]) => (names.length === 0 ? {} : { [role]: names });

function dimensionJson({ title, categories }: Dimension): Record<string, unknown> {
  const bps = categories.flatMap(({ code, bpsCode }) => (bpsCode === undefined ? [] : [[code, bpsCode]]));
  return {
    label: title,
    category: {
      index: categories.map(({ code }) => code),
      label: Object.fromEntries(categories.map(({ code, label }) => [code, label])),
    },
    ...(bps.length === 0 ? {} : { extension: { bps: Object.fromEntries(bps) } }),
  };
}

const metricJson = ({ measures }: Cube, lang: Source["lang"]): Record<string, unknown> => ({
  label: lang === "en" ? "Measure" : "Ukuran",
  category: {
    index: measures.map(({ field }) => field.name),
    label: Object.fromEntries(measures.map(({ field, title }) => [field.name, title])),
    unit: Object.fromEntries(
      measures.map(({ field, unit, decimals }) => [
        field.name,
        { ...(unit === undefined ? {} : { label: unit }), decimals },
      ]),
    ),
  },
});

const extensionOf = ({ slug, number, package: { licenses } }: Version, lang: Source["lang"]) => ({
  dataset: slug,
  version: number,
  ...(licenses.length === 0 ? {} : { license: licenses[0] }),
  status: {
    label: Object.fromEntries(Object.values(valueStatusText).map(({ sdmx, label }) => [sdmx, label[lang]])),
  },
});

async function* writeValues(source: Source, cube: Cube): AsyncGenerator<string> {
  const { store, table } = source;
  const { dimensions, measures, rows, cells } = cube;
  const cellOf = cellFinder(cube);
  const dense = cells <= 2 * rows * measures.length;
  let next = 0;
  let comma = "";
  yield dense ? ',"value":[' : ',"value":{';
  for await (const batch of streamRows(store, table, cubeQuery(source, cube))) {
    let text = "";
    for (const row of batch) {
      const cell = cellOf(row);
      for (let index = 0; index < measures.length; index += 1) {
        const value = row[dimensions.length + index] ?? null;
        if (dense) {
          for (; next < cell + index; next += 1) {
            text += `${comma}null`;
            comma = ",";
          }
          text += comma + (value ?? "null");
          next += 1;
        } else if (value !== null) text += `${comma}"${cell + index}":${value}`;
        else continue;
        comma = ",";
      }
    }
    yield text;
  }
  if (!dense) return yield "}";
  let rest = "";
  for (; next < cells; next += 1) {
    rest += `${comma}null`;
    comma = ",";
  }
  yield `${rest}]`;
}

/** By position, of the values that have one: few do. */
async function* writeStatuses(source: Source, cube: Cube): AsyncGenerator<string> {
  const { store, table } = source;
  const cellOf = cellFinder(cube);
  const query = { ...cubeQuery(source, cube), marked: true, status: true };
  const names = outputNames(table, query);
  const places = cube.measures.map(({ field }) => names.indexOf(`${field.name}_status`));
  let comma = "";
  yield ',"status":{';
  for await (const batch of streamRows(store, table, query)) {
    let text = "";
    for (const row of batch) {
      const cell = cellOf(row);
      for (const [index, place] of places.entries()) {
        const status = row[place] ?? null;
        if (status === null) continue;
        // Written by the check alone, from ValueStatus.
        text += `${comma}"${cell + index}":"${valueStatusText[status as ValueStatus].sdmx}"`;
        comma = ",";
      }
    }
    yield text;
  }
  yield "}";
}
