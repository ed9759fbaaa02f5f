/**
 * Which observations are asked for: the key of the path and the `c[…]` parameters of SDMX REST 2, as conditions on rows. Dimensions of a
 * key stand in the order of the data structure, time left out; an empty one or `*` is any, `+` joins alternatives, a comma joins keys.
 * `c[TIME_PERIOD]=ge:2020+le:2023`: `+` is and, a comma or.
 */
import type { CubeFields } from "../formats/cube.ts";
import { dimensionIds, MEASURE_DIMENSION, regionOfArea } from "../formats/sdmx.ts";
import { parseFieldValue } from "../http/field-value.ts";
import type { FieldName } from "../kernel/ids.ts";
import { type Field, storageOf } from "../kernel/package.ts";
import type { RowCondition, RowOp } from "../store/rows.ts";
import { SdmxError } from "./error.ts";

export interface ObservationsAsked {
  readonly conditions: readonly RowCondition[];
  readonly measures: readonly Field[];
}

const MAX_VALUES = 1000;
const MAX_TEXT = 8000;

/** Throws SdmxError and faults of values. */
export function parseSelection(
  fields: CubeFields,
  key: string,
  components: ReadonlyMap<string, readonly string[]>,
): ObservationsAsked {
  const texts = [key, ...[...components.values()].flat()];
  const values = texts.reduce((sum, text) => sum + text.split(/[+,.]/).length, 0);
  if (texts.some((text) => text.length > MAX_TEXT) || values > MAX_VALUES) throw tooMany();
  const byId = new Map([...dimensionIds(fields)].map(([name, id]) => [id, getField(fields, name)]));
  const measures: Set<string>[] = [];
  const conditions: RowCondition[] = [];
  if (key !== "*" && key !== "all" && key !== "") {
    const keys = key.split(",").map((one) => parseKey(one, byId));
    const chosen = keys.map(({ measures: some }) => some.join("+"));
    if (new Set(chosen).size > 1) throw unsupported("keys of different measures");
    const [first] = keys;
    if (first !== undefined && first.measures.length > 0) measures.push(new Set(first.measures));
    conditions.push(...anyOf(keys.map((one) => one.conditions)));
  }
  for (const [id, given] of components) {
    for (const text of given) {
      if (id === MEASURE_DIMENSION) measures.push(new Set(text.split(",").map((one) => one.replace(/^eq:/, ""))));
      else
        conditions.push(
          ...anyOf(text.split(",").map((group) => group.split("+").map((one) => parseOne(id, byId, one)))),
        );
    }
  }
  const chosen = fields.measures.filter(({ name }) => measures.every((some) => some.has(name)));
  return { conditions: conditions.length === 0 ? [] : conditions, measures: chosen };
}

/** "+" in `c[…]` is and, not a space. */
export const searchOf = (address: string): URLSearchParams => {
  const at = address.indexOf("?");
  return new URLSearchParams(at < 0 ? "" : address.slice(at + 1).replaceAll("+", "%2B"));
};

/** The `c[…]` parameters, by the id of their dimension. */
export function componentsOf(search: URLSearchParams): ReadonlyMap<string, readonly string[]> {
  const components = new Map<string, readonly string[]>();
  for (const name of search.keys()) {
    const id = /^c\[([^\]]{1,80})\]$/.exec(name)?.[1];
    if (id !== undefined) components.set(id, search.getAll(name));
  }
  return components;
}

const getField = ({ dimensions }: CubeFields, name: FieldName): Field => {
  const field = dimensions.find((one) => one.name === name);
  if (field === undefined) throw new RangeError(`no dimension ${name}`);
  return field;
};

/** Of one alternative its conditions, of one that is always true none. */
function anyOf(alternatives: readonly (readonly RowCondition[])[]): readonly RowCondition[] {
  const [only, ...more] = alternatives;
  if (only === undefined || alternatives.some((conditions) => conditions.length === 0)) return [];
  return more.length === 0 ? only : [{ or: alternatives }];
}

function parseKey(
  key: string,
  byId: ReadonlyMap<string, Field>,
): { readonly conditions: readonly RowCondition[]; readonly measures: readonly string[] } {
  const ids = [...[...byId.keys()].filter((id) => id !== "TIME_PERIOD"), MEASURE_DIMENSION];
  const parts = key.split(".");
  if (parts.length !== ids.length)
    throw new SdmxError("syntax", {
      id: `Kunci harus berisi ${ids.length} bagian yang dipisahkan titik: ${ids.join(".")}. Nilai yang bertitik disaring dengan c[…].`,
      en: `A key has ${ids.length} parts separated by dots: ${ids.join(".")}. Filter values with dots by c[…].`,
    });
  const conditions: RowCondition[] = [];
  let measures: readonly string[] = [];
  for (const [index, part] of parts.entries()) {
    const values = part === "" || part === "*" ? [] : part.split("+");
    const field = byId.get(ids[index] ?? "");
    if (values.length === 0) continue;
    if (field === undefined) measures = values;
    else conditions.push({ field: field.name, op: "in", values: values.map((value) => readValue(field, value)) });
  }
  return { conditions, measures };
}

const OPS: ReadonlyMap<string, RowOp> = new Map([
  ["eq", "eq"],
  ["ne", "ne"],
  ["lt", "lt"],
  ["le", "lte"],
  ["gt", "gt"],
  ["ge", "gte"],
]);

/** "ge:2020" */
function parseOne(id: string, byId: ReadonlyMap<string, Field>, text: string): RowCondition {
  const field = byId.get(id);
  if (field === undefined)
    throw new SdmxError("syntax", {
      id: `Tidak ada dimensi “${id.slice(0, 80)}”. Yang ada: ${[...byId.keys(), MEASURE_DIMENSION].join(", ")}.`,
      en: `There is no dimension “${id.slice(0, 80)}”. There are ${[...byId.keys(), MEASURE_DIMENSION].join(", ")}.`,
    });
  const [, name = "eq", value = ""] = /^(?:([a-z]{2}):)?(.*)$/s.exec(text) ?? [];
  const op = OPS.get(name);
  if (op === undefined) throw unsupported(`the operator “${name}”`);
  if (value === "") throw empty(id);
  if (field.role === "period") return periodCondition(field, op, value);
  return { field: field.name, op, values: [readValue(field, value)] };
}

/** A value as rows have it; `_X` is a missing one. */
function readValue(field: Field, text: string): string {
  if (text === "_X") return "";
  return parseFieldValue(field, field.role === "region" ? regionOfArea(text) : text);
}

/**
 * A year holds its months: `le:2023` goes to its end, `gt:2023` begins behind it. Periods are text whose parts sort by code point, so what
 * lies within one sorts between it and itself with "~" behind.
 */
function periodCondition(field: Field, op: RowOp, value: string): RowCondition {
  if (!/^\d{4}[0-9A-Z:/.+-]{0,30}$/.test(value)) throw badPeriod(value);
  if (storageOf(field) !== "text")
    return { field: field.name, op, values: [parseFieldValue(field, value.slice(0, 4))] };
  if (op === "lte") return { field: field.name, op: "lt", values: [`${value}~`] };
  if (op === "gt") return { field: field.name, op: "gte", values: [`${value}~`] };
  return { field: field.name, op, values: [value] };
}

const tooMany = (): SdmxError =>
  new SdmxError("syntax", {
    id: `Terlalu banyak nilai: paling banyak ${MAX_VALUES}.`,
    en: `Too many values: at most ${MAX_VALUES}.`,
  });

const unsupported = (what: string): SdmxError =>
  new SdmxError("not-implemented", {
    id: `Belum didukung: ${what.slice(0, 80)}.`,
    en: `Not supported: ${what.slice(0, 80)}.`,
  });

const empty = (id: string): SdmxError =>
  new SdmxError("syntax", { id: `c[${id}] tidak berisi nilai.`, en: `c[${id}] has no value.` });

const badPeriod = (value: string): SdmxError =>
  new SdmxError("syntax", {
    id: `“${value.slice(0, 40)}” bukan periode. Tulis seperti 2024 atau 2024-05.`,
    en: `“${value.slice(0, 40)}” is not a period. Write it like 2024 or 2024-05.`,
  });
