/**
 * Identifiers of tables and columns. SQL is joined only from names that this file made out of numbers and parsed ids; no name that a
 * person typed (field, slug, sheet) ever becomes one.
 */
import type { DatasetId, UploadId, VersionNumber } from "../kernel/ids.ts";

declare const brand: unique symbol;

/** A name as it is written into SQL, quoted and qualified. */
export interface SqlIdent {
  readonly quoted: string;
  readonly [brand]: "SqlIdent";
}

const made = new WeakSet<object>();

function ident(...names: readonly string[]): SqlIdent {
  // The brand exists in types only; the set keeps a look-alike object from passing at run time.
  const result = Object.freeze({
    quoted: names.map((name) => `"${name.replaceAll('"', '""')}"`).join("."),
  }) as SqlIdent;
  made.add(result);
  return result;
}

export const isSqlIdent = (thing: object): thing is SqlIdent => made.has(thing);

/** Rows of a dataset, of all its versions: `data.d7`. */
export const tableOf = (dataset: DatasetId): SqlIdent => ident("data", `d${positive(dataset)}`);

/** The dataset's table by its bare name, as RENAME wants it. */
export const tableName = (dataset: DatasetId): SqlIdent => ident(`d${positive(dataset)}`);

/** The number of a row, which every dataset's table has. */
export const rowIdIdent: SqlIdent = ident("row_id");

/**
 * key: one live row for each key. order: live rows in file order, where there is no key. place: region and period, of all versions.
 * born: rows that came after the first version. died: rows that have ended. figures: live rows by period and dimensions, with their
 * measures.
 */
export type IndexKind = "key" | "order" | "place" | "born" | "died" | "figures";

/** An index as CREATE and RENAME name it, and as DROP and ALTER find it. */
export interface IndexIdent {
  readonly bare: SqlIdent;
  readonly inData: SqlIdent;
}

const indexIdent = (name: string): IndexIdent => ({ bare: ident(name), inData: ident("data", name) });

/** An index of a dataset's table, with the version that made it: `d7_key_3`. */
export const tableIndex = (dataset: DatasetId, kind: IndexKind, version: VersionNumber): IndexIdent =>
  indexIdent(`d${positive(dataset)}_${kind}_${positive(version)}`);

/** The same on a stage that may become a dataset's table. */
export const stageIndex = (upload: UploadId, kind: IndexKind): IndexIdent => indexIdent(`${stageName(upload)}_${kind}`);

/** "d7_key_3", as the system catalogue tells it; undefined when it is no index of this dataset and kind. */
export function indexFromName(dataset: DatasetId, kind: IndexKind, name: string): IndexIdent | undefined {
  return new RegExp(`^d${positive(dataset)}_${kind}_[1-9]\\d*$`).test(name) ? indexIdent(name) : undefined;
}

/** A physical column of a dataset's table: `c12`. Numbers are never given twice within a dataset. */
export const columnIdent = (number: number): SqlIdent => ident(`c${positive(number)}`);

/** "c12" as kept with a version → its identifier. Throws on anything else. */
export function columnFromName(name: string): SqlIdent {
  const number = /^c([1-9]\d{0,8})$/.exec(name)?.[1];
  if (number === undefined) throw new RangeError(`no physical column: ${name}`);
  return columnIdent(Number(number));
}

/** "c12": how a version remembers a physical column. */
export const columnName = (number: number): string => `c${positive(number)}`;

/** The staged rows of an upload in flight: `stage.u0198…`. */
export const stageTable = (upload: UploadId): SqlIdent => ident("stage", stageName(upload));

/** Which staged rows differ from which stored ones: `stage.u0198…_delta`. */
export const deltaTable = (upload: UploadId): SqlIdent => ident("stage", `${stageName(upload)}_delta`);

/** A first version's stage after it has moved to the datasets' schema, before it has its name. */
export const movedStage = (upload: UploadId): SqlIdent => ident("data", stageName(upload));

/** The sequence that numbers a stage's rows. */
export const stageSequence = (upload: UploadId): SqlIdent => ident("data", `${stageName(upload)}_row_id_seq`);
export const tableSequence = (dataset: DatasetId): SqlIdent => ident(`d${positive(dataset)}_row_id_seq`);

function stageName(upload: UploadId): string {
  if (!/^[0-9a-f-]{36}$/.test(upload)) throw new RangeError("no upload id");
  return `u${upload.replaceAll("-", "")}`;
}

/** "u0198…" or "u0198…_delta" → the upload's id; undefined when the table is not of that form. */
export function uploadOfStage(table: string): UploadId | undefined {
  const match = /^u([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})(?:_delta)?$/.exec(table);
  // Five groups of the id's own form: parsing is the proof.
  return match ? (match.slice(1, 6).join("-") as UploadId) : undefined;
}

function positive(number: number): number {
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`not a positive whole number: ${number}`);
  return number;
}
