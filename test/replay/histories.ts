/** Random histories of one dataset: replaced, appended to, restored and withdrawn, with and without a key, under changing schemas. */
import { fc } from "../setup/properties.ts";
import type { GivenRow } from "../store/given.ts";
import type { Row } from "./follower.ts";

export type Draw = fc.GeneratorValue;

export interface Declared {
  readonly fields: readonly DeclaredField[];
  readonly primaryKey: readonly string[];
}

interface DeclaredField {
  readonly name: string;
  readonly type: string;
  readonly previousNames?: readonly string[] | undefined;
}

const NAMES = ["a", "b", "c", "d", "e", "f"];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  string: ["x", "y", 'kata "z", q', "dua\nbaris"],
  number: ["1", "1.0", "2.50", "-3"],
  integer: ["1", "2", "10"],
  boolean: ["true", "false"],
};
const TYPES = Object.keys(VALUES);

export function one<T>(draw: Draw, list: readonly T[]): T {
  const chosen = list[draw(fc.nat, { max: list.length - 1 })];
  if (chosen === undefined) throw new RangeError("nothing to choose from");
  return chosen;
}
export const chance = (draw: Draw, percent: number): boolean => draw(fc.nat, { max: 99 }) < percent;

export function firstSchema(draw: Draw): Declared {
  const fields = ["a", "b", "c"].map((name) => ({ name, type: one(draw, TYPES) }));
  return { fields, primaryKey: one(draw, [[], ["a"], ["b", "a"]]) };
}

/** Nothing, one or two changes. */
export function nextSchema(draw: Draw, schema: Declared): Declared {
  let next: Declared = { ...schema, fields: schema.fields.map(({ name, type }) => ({ name, type })) };
  for (let left = one(draw, [0, 0, 1, 1, 2]); left > 0; left -= 1) next = changeSchema(draw, next);
  return next;
}

function changeSchema(draw: Draw, { fields, primaryKey }: Declared): Declared {
  const target = one(draw, fields);
  const { name } = target;
  const free = NAMES.filter(
    (known) => !fields.some((field) => [field.name, ...(field.previousNames ?? [])].includes(known)),
  );
  const put = (field: DeclaredField): readonly DeclaredField[] => fields.map((old) => (old === target ? field : old));
  switch (one(draw, ["add", "remove", "rename", "forget", "retype", "reorder", "key"])) {
    case "add":
      return free.length === 0
        ? { fields, primaryKey }
        : { fields: [...fields, { name: one(draw, free), type: one(draw, TYPES) }], primaryKey };
    case "remove":
      return fields.length === 1 || primaryKey.includes(name)
        ? { fields, primaryKey }
        : { fields: fields.filter((field) => field !== target), primaryKey };
    case "rename":
    case "forget": {
      if (free.length === 0) return { fields, primaryKey };
      const to = one(draw, free);
      // A rename that nobody declares is one field gone and another come.
      const renamed = chance(draw, 75)
        ? { ...target, name: to, previousNames: [name, ...(target.previousNames ?? [])] }
        : { name: to, type: target.type };
      return { fields: put(renamed), primaryKey: primaryKey.map((key) => (key === name ? to : key)) };
    }
    case "retype":
      return { fields: put({ ...target, type: one(draw, TYPES) }), primaryKey };
    case "reorder":
      return { fields: fields.toReversed(), primaryKey: primaryKey.toReversed() };
    default:
      return { fields, primaryKey: one(draw, [[], [name], primaryKey]) };
  }
}

/** The rows that are there with some gone, some changed, some come; or others altogether. */
export function nextRows(draw: Draw, schema: Declared, current: readonly Row[]): readonly GivenRow[] {
  const kept = chance(draw, 85) ? current.filter(() => chance(draw, 80)) : [];
  const rows = [...kept, ...Array.from({ length: draw(fc.nat, { max: 4 }) }, (): Row => ({}))];
  const given = rows.map((row) => nextRow(draw, schema, row));
  return schema.primaryKey.length === 0 ? given : withUniqueKeys(schema, given);
}

function nextRow(draw: Draw, { fields, primaryKey }: Declared, row: Row): GivenRow {
  const statuses: Record<string, string> = {};
  const values = fields.map(({ name, type, previousNames = [] }) => {
    const pool = VALUES[type] ?? [];
    const old = [name, ...previousNames].map((known) => row[known]).find((value) => value !== undefined);
    const isKey = primaryKey.includes(name);
    const stays = old !== undefined && old !== null && fits(type, old) && chance(draw, isKey ? 95 : 75);
    const value = stays ? old : isKey || chance(draw, 75) ? one(draw, pool) : null;
    const status = stays
      ? row[`${name}_status`]
      : chance(draw, 25)
        ? value === null
          ? "not-available"
          : "provisional"
        : null;
    if (status && !isKey) statuses[name] = status;
    return value;
  });
  return [...values, statuses];
}

const fits = (type: string, value: string): boolean => (VALUES[type] ?? []).includes(value);

function withUniqueKeys({ fields, primaryKey }: Declared, rows: readonly GivenRow[]): readonly GivenRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = primaryKey.map((name) => {
      const value = row[fields.findIndex((field) => field.name === name)];
      return typeof value === "string" ? value.replace(/\.0$/, "") : null;
    });
    const text = JSON.stringify(key);
    return !seen.has(text) && seen.add(text) && true;
  });
}
