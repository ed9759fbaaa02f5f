/**
 * The recipe that a table's layout and a dataset's declared schema suggest together: what becomes rows is the layout's to say, what the
 * fields are called is the schema's. A table that has the declared fields as its columns needs none.
 */
import type { Field, TableSchema } from "../kernel/package.ts";
import { matchFields, plainHeader } from "./fields.ts";
import { dimensionPath } from "./header-columns.ts";
import { oneLine } from "./locate-cells.ts";
import type { LocatedColumn, LocatedTable } from "./located-table.ts";
import type { Melt, Recipe } from "./recipe.ts";
import { proposeCategories, proposeRecipe } from "./recipe-propose.ts";
import { isTime } from "./time-reader.ts";
import { isTotalWord } from "./totals-words.ts";

/** Undefined where the table is best read as it is. */
export function proposeForSchema(table: LocatedTable, schema: TableSchema): Recipe | undefined {
  const match = matchFields(schema, table.columns);
  const asColumns = new Set(match.columns);
  if (table.layout === "wide") {
    // The schema itself has the file's period columns as fields ("2022", "2023"): then nothing is turned.
    if (table.periodColumns.some(({ column }) => asColumns.has(column))) return undefined;
    return declared(proposeRecipe(table), table, schema);
  }
  const absent = schema.fields.filter((_, index) => match.columns[index] === undefined);
  const categories = listedCategories(table, absent) ?? headedCategories(table, absent);
  return categories === undefined ? undefined : declared(categories, table, schema);
}

/** Headers that are the listed values of an absent dimension: "Laki-laki", "Perempuan". */
function listedCategories(table: LocatedTable, absent: readonly Field[]): Recipe | undefined {
  if (!absent.some(isMeasure)) return undefined;
  for (const { name, constraints } of absent) {
    const listed = new Map((constraints?.enum ?? []).map((value) => [plainHeader(value), value]));
    const columns = table.columns.filter(({ title }) => title !== "" && listed.has(plainHeader(title)));
    if (columns.length < 2) continue;
    return {
      recipe: 1,
      keep: keepOthers(table, columns),
      melt: {
        columns: columns.map(({ title }) => ({ title, values: { [name]: listed.get(plainHeader(title)) ?? title } })),
        dimensions: [{ name }],
        value: "nilai",
      },
      drop: [],
    };
  }
  return undefined;
}

const keepOthers = (table: LocatedTable, columns: readonly LocatedColumn[]): Recipe["keep"] =>
  table.columns
    .filter((column) => column.title !== "" && !columns.includes(column))
    .map(({ title, name }) => ({ title, name }));

/** Columns under one upper header, where the schema lacks exactly a dimension and a measure. */
function headedCategories(table: LocatedTable, absent: readonly Field[]): Recipe | undefined {
  const [dimensions, measures] = [absent.filter(isDimension), absent.filter(isMeasure)];
  return dimensions.length === 1 && measures.length === 1 ? proposeCategories(table) : undefined;
}

const isMeasure = ({ role }: Field): boolean => role === "measure";
const isDimension = ({ role }: Field): boolean => role === "dimension";

/** The recipe under the declared names. Columns that are no declared field stay, for their content may say what they are. */
function declared(recipe: Recipe, table: LocatedTable, schema: TableSchema): Recipe {
  const kept = recipe.keep.map(({ title, name }, index) => ({ column: index + 1, title, name }));
  const match = matchFields(schema, kept);
  const fieldAt = (column: number): Field | undefined => schema.fields[match.columns.indexOf(column)];
  const keep = kept.map(({ column, title, name }) => ({ title, name: fieldAt(column)?.name ?? name }));
  const absent = schema.fields.filter((_, index) => match.columns[index] === undefined);
  const melt = recipe.melt === undefined ? undefined : declaredMelt(recipe.melt, table, absent);
  const taken = new Set(melt === undefined ? [] : namesOf(melt));
  // A column whose own name the schema gives to what is melted must not stand in its way.
  const free = keep.map(({ title, name }) => ({ title, name: taken.has(name) ? `${name.slice(0, 58)}_asal` : name }));
  return { ...recipe, keep: free, ...(melt === undefined ? {} : { melt }) };
}

const namesOf = ({ dimensions, period, value }: Melt): readonly string[] => [
  ...dimensions.map(({ name }) => name),
  ...(period === undefined ? [] : [period]),
  ...(typeof value === "string" ? [value] : value.fields.map(({ name }) => name)),
];

function declaredMelt(melt: Melt, table: LocatedTable, absent: readonly Field[]): Melt {
  const period = absent.find(({ role }) => role === "period") ?? absent.find(isTime);
  const measures = absent.filter(isMeasure);
  const across = measuresAcross(melt, table, measures);
  const rest = melt.dimensions.filter(({ level }) => across === undefined || level !== across.level);
  const open = absent.filter((field) => field !== period && !isMeasure(field) && field.role !== "region");
  const dimensions = rest.map((dimension) => declaredDimension(dimension, table, open));
  const renamed = new Map(rest.map(({ name }, index) => [name, dimensions[index]?.name ?? name]));
  const [value] = measures.length === 1 ? measures : measures.filter((field) => isTitled(field, table));
  // Measures across have their own units, which are declared.
  const { unit, ...timed } = melt;
  return {
    ...timed,
    ...(unit === undefined || across !== undefined ? {} : { unit }),
    columns: melt.columns === "periods" ? melt.columns : melt.columns.map((column) => renameValues(column, renamed)),
    dimensions,
    ...(melt.period === undefined || period === undefined ? {} : { period: period.name }),
    value: across ?? value?.name ?? melt.value,
  };
}

type MeltColumn = Exclude<Melt["columns"], string>[number];

const renameValues = (column: MeltColumn, names: ReadonlyMap<string, string>): MeltColumn =>
  column.values === undefined
    ? column
    : {
        ...column,
        values: Object.fromEntries(
          Object.entries(column.values).map(([name, value]) => [names.get(name) ?? name, value]),
        ),
      };

type Dimension = Melt["dimensions"][number];

/** By name, by its listed values, or the only one there is; columns of totals are left out unless the schema lists them. */
function declaredDimension(dimension: Dimension, table: LocatedTable, open: readonly Field[]): Dimension {
  const { name, level } = dimension;
  const texts = level === undefined ? [] : textsOf(table, level);
  const lists = ({ constraints }: Field): boolean =>
    constraints?.enum?.some((value) => texts.some((text) => plainHeader(text) === plainHeader(value))) === true;
  const roles = open.filter(isDimension);
  const field =
    open.find((one) => one.name === name) ?? open.find(lists) ?? (roles.length === 1 ? roles[0] : undefined);
  const listed = new Set(field?.constraints?.enum ?? []);
  const leave = texts.filter((text) => isTotalWord(text) && !listed.has(text));
  return {
    name: field?.name ?? name,
    ...(level === undefined ? {} : { level }),
    ...(leave.length === 0 ? {} : { leave }),
  };
}

/** The distinct texts of one header level over the columns of periods. */
function textsOf(table: LocatedTable, level: number): readonly string[] {
  const texts = table.columns.flatMap((column) =>
    column.period === undefined ? [] : [oneLine(dimensionPath(column, column.period.slice(0, 4))[level - 1] ?? "")],
  );
  return [...new Set(texts)].filter((text) => text !== "");
}

/** A level of the header that names two or more of the declared measures. */
function measuresAcross(
  melt: Melt,
  table: LocatedTable,
  measures: readonly Field[],
): Exclude<Melt["value"], string> | undefined {
  if (measures.length < 2) return undefined;
  for (const { level } of melt.dimensions) {
    if (level === undefined) continue;
    const header = textsOf(table, level).map((title, index) => ({ column: index + 1, title }));
    const { columns } = matchFields({ fields: measures, primaryKey: [], foreignKeys: [], missingValues: [] }, header);
    const fields = measures.flatMap(({ name }, index) => {
      const title = header.find(({ column }) => column === columns[index])?.title;
      return title === undefined ? [] : [{ title, name: name as string }];
    });
    if (fields.length >= 2) return { level, fields };
  }
  return undefined;
}

/** Does the table's own title name the field? */
const isTitled = (field: Field, { title }: LocatedTable): boolean => {
  if (title === null) return false;
  const { columns } = matchFields({ fields: [field], primaryKey: [], foreignKeys: [], missingValues: [] }, [
    { column: 1, title },
  ]);
  return columns[0] !== undefined;
};
