/** Rows as OData's JSON, piece by piece: exact digits, control information as much as was asked for. */
import { type JsonColumn, valueToJson } from "../formats/row-json.ts";
import type { Value } from "../store/rows.ts";
import type { JsonForm } from "./accept.ts";
import { writeKey } from "./key.ts";
import { type EdmType, type Model, type Property, ROW_TYPE } from "./model.ts";

/** How a row is written: its properties, and where the key stands among the values that were read. */
export interface RowWriter {
  /** What to read: the chosen properties, and the key where a row's address is told. */
  readonly read: readonly Property[];
  readonly write: (values: readonly Value[]) => string;
}

export function createRowWriter(model: Model, select: readonly Property[] | undefined, form: JsonForm): RowWriter {
  const shown = select ?? model.properties;
  const full = form.metadata === "full";
  const read = full ? [...shown, ...model.key.filter((property) => !shown.includes(property))] : shown;
  const columns = shown.map((property) => ({
    kind: kindOf(property, form),
    head: `${full ? typeNote(property) : ""}${JSON.stringify(property.field.name)}:`,
  }));
  const places = model.key.map((property) => read.indexOf(property));
  const address = (values: readonly Value[]): string =>
    `${model.set}(${writeKey(
      model.key,
      places.map((place) => values[place] ?? null),
    )})`;
  return {
    read,
    write: (values) => {
      const parts = columns.map(({ kind, head }, index) => `${head}${valueToJson(values[index] ?? null, kind)}`);
      if (!full) return `{${parts.join(",")}}`;
      const id = JSON.stringify(address(values));
      return `{"@odata.type":"#${ROW_TYPE}","@odata.id":${id},"@odata.readLink":${id}${parts.map((part) => `,${part}`).join("")}}`;
    },
  };
}

/** Types that a reader of JSON knows from the value itself need no note. */
const typeNote = ({ field, type }: Property): string =>
  type === "Edm.String" || type === "Edm.Boolean"
    ? ""
    : `${JSON.stringify(`${field.name}@odata.type`)}:"#${type.slice("Edm.".length)}",`;

/** What a double may garble goes out as text for whoever reads numbers as doubles. */
export const kindOf = ({ column, type }: Property, { numbersAsText }: JsonForm): JsonColumn["kind"] =>
  numbersAsText && isLong(type) ? "text" : column.kind;

const isLong = (type: EdmType): boolean => type === "Edm.Int64" || type === "Edm.Decimal";

/** "$metadata#rows(a,b)" behind the service's address, quoted for JSON; empty without control information. */
export function contextMember(
  { metadata }: JsonForm,
  metadataUrl: string,
  set: string,
  select: readonly Property[] | undefined,
  suffix = "",
): string {
  if (metadata === "none") return "";
  const chosen = select === undefined ? "" : `(${select.map(({ field }) => field.name).join(",")})`;
  return `"@odata.context":${JSON.stringify(`${metadataUrl}#${set}${chosen}${suffix}`)},`;
}

const ROWS_AT_ONCE = 500;

export interface PageParts {
  readonly context: string;
  readonly count: number | undefined;
  readonly rows: readonly (readonly Value[])[];
  readonly next: string | undefined;
}

export function* writePage({ context, count, rows, next }: PageParts, write: RowWriter["write"]): Generator<string> {
  yield `{${context}${count === undefined ? "" : `"@odata.count":${count},`}"value":[`;
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    yield `${at === 0 ? "" : ","}${rows
      .slice(at, at + ROWS_AT_ONCE)
      .map(write)
      .join(",")}`;
  yield `]${next === undefined ? "" : `,"@odata.nextLink":${JSON.stringify(next)}`}}`;
}
