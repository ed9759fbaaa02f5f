/**
 * A follower as somebody outside would write it: it has downloads, differences and schemas, and knows nothing of how we keep rows. This
 * is the whole of the rule that docs/following.md gives.
 */

/** Field, or `<field>_status`, → text; null where empty. */
export type Row = Readonly<Record<string, string | null>>;

export interface Schema {
  readonly version: number;
  readonly fields: readonly { readonly name: string; readonly previousNames?: readonly string[] | undefined }[];
  readonly primaryKey: readonly string[];
}

export interface Change {
  readonly _change: "added" | "removed" | "changed";
  readonly before: Row | null;
  readonly after: Row | null;
}

/** "1.50" and "1.5" are one value. */
const plain = (value: string | null | undefined): string =>
  value == null ? "∅" : /^-?\d+\.\d*$/.test(value) ? value.replace(/\.?0+$/, "") : value;

const isSame = (one: Row, other: Row): boolean =>
  Object.keys(other).every((name) => plain(one[name]) === plain(other[name]));

/** Which field of the earlier version a field of the newer one continues: that of its own name, else its first former name there. */
const continued = ({ name, previousNames = [] }: Schema["fields"][number], older: Schema): string | undefined =>
  [name, ...previousNames].find((known) => older.fields.some((field) => field.name === known));

/** The values of the fields that go on, under their names in the other version; whatever else it has is empty. */
function carryOver(row: Row, from: Schema, to: Schema): Row {
  const sourceOf = (field: Schema["fields"][number]): string | undefined =>
    from.version <= to.version
      ? continued(field, from)
      : from.fields.find((newer) => continued(newer, to) === field.name)?.name;
  return Object.fromEntries(
    to.fields.flatMap((field) => {
      const { name } = field;
      const source = sourceOf(field);
      const value = source === undefined ? null : (row[source] ?? null);
      const status = source === undefined ? null : (row[`${source}_status`] ?? null);
      return to.primaryKey.includes(name)
        ? [[name, value]]
        : [
            [name, value],
            [`${name}_status`, status],
          ];
    }),
  );
}

function takeOut(copy: Row[], row: Row): void {
  const at = copy.findIndex((kept) => isSame(kept, row));
  if (at < 0) throw new Error(`the copy has no row ${JSON.stringify(row)} among ${JSON.stringify(copy)}`);
  copy.splice(at, 1);
}

/** With json or ndjson: take out what each change had before, carry the others over, put in what it has after. */
export function applyJson(copy: readonly Row[], from: Schema, to: Schema, changes: readonly Change[]): readonly Row[] {
  const rest = [...copy];
  for (const { before } of changes) if (before) takeOut(rest, before);
  const added = changes.flatMap(({ after }) => (after ? [after] : []));
  return inOrder([...rest.map((row) => carryOver(row, from, to)), ...added], to);
}

/** With csv, which has only the later fields: carry over first; then by the key where it is the same one, else by content. */
export function applyCsv(
  copy: readonly Row[],
  from: Schema,
  to: Schema,
  changes: readonly (Row & { readonly _change: string })[],
): readonly Row[] {
  const rest = copy.map((row) => carryOver(row, from, to));
  for (const { _change, ...row } of changes) {
    const key = Object.fromEntries(to.primaryKey.map((name) => [name, row[name] ?? null]));
    if (_change === "changed") takeOut(rest, key);
    if (_change === "removed") takeOut(rest, row);
    if (_change !== "removed") rest.push(row);
  }
  return inOrder(rest, to);
}

/** By the key: numbers by value, text by code point. Rows without a key have no order that a difference could tell. */
function inOrder(rows: readonly Row[], { primaryKey }: Schema): readonly Row[] {
  if (primaryKey.length === 0) return rows.toSorted((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
  return rows.toSorted((one, other) => {
    for (const name of primaryKey) {
      const [a, b] = [one[name] ?? "", other[name] ?? ""];
      if (plain(a) === plain(b)) continue;
      const bothNumbers = /^-?\d/.test(a) && /^-?\d/.test(b);
      return bothNumbers ? Number(a) - Number(b) : a < b ? -1 : 1;
    }
    return 0;
  });
}

/** For comparing: every member in order of its name. */
export const textOf = (row: Row): string =>
  JSON.stringify(
    Object.keys(row)
      .sort()
      .map((name) => [name, plain(row[name])]),
  );

/** Canonical CSV: a missing value is empty, quotes are doubled. */
export function readCsv(text: string): readonly Row[] {
  const lines = [...text.matchAll(/(?:"(?:[^"]|"")*"|[^"\n])*\n/g)].map(([line]) =>
    [...line.slice(0, -1).matchAll(/(?<=^|,)(?:"(?:[^"]|"")*"|[^,"]*)(?=,|$)/g)].map(([cell]) =>
      cell === "" ? null : cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    ),
  );
  const [names = [], ...rows] = lines;
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name ?? "", row[index] ?? null])));
}

/** NDJSON with numbers as their own text. */
export const readChanges = (text: string): readonly Change[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line.replaceAll(/(":)(-?\d+(?:\.\d+)?|true|false)(?=[,}])/g, '$1"$2"')) as Change);
