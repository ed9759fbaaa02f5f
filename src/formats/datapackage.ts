/**
 * The Data Package of a published version: a descriptor by which a standard client reads the canonical CSV. What describes the
 * officer's file (its dialect, formats, symbols for missing values) is left out, since the CSV no longer has it.
 */
import { toPackageJson } from "../catalogue/package-json.ts";
import type { Version } from "../catalogue/versions.ts";
import type { FieldName } from "../kernel/ids.ts";
import type { Lang } from "../kernel/locale.ts";
import type { DataPackage, Field, FieldConstraints, TableSchema } from "../kernel/package.ts";
import { showTime } from "../kernel/wita.ts";
import type { StoredFile } from "../store/files.ts";
import type { About } from "./about.ts";

/** The csv, at an address or beside the descriptor. */
interface CsvFile extends StoredFile {
  readonly path: string;
}

/** Of the whole version, found at this server. */
export function describeVersion(
  version: Version,
  csv: StoredFile,
  baseUrl: string,
  lang: Lang,
): Record<string, unknown> {
  const path = `${baseUrl}/download/${version.slug}/v${version.number}.csv`;
  return {
    ...describe(version, version.package.schema, { ...csv, path }, lang),
    id: `${baseUrl}/dataset/${version.slug}`,
    homepage: `${baseUrl}/dataset/${version.slug}`,
  };
}

/** Of a file that lies beside it, with the fields and rows that it holds; nothing of the server that made it. */
export function describeFile({ version, fields }: About, csv: CsvFile, withStatuses: boolean): Record<string, unknown> {
  const { schema } = version.package;
  const isHeld = (name: string) => fields.some((field) => field.name === name);
  const statuses = fields.filter(({ name }) => withStatuses && !schema.primaryKey.includes(name)).map(statusField);
  const held: TableSchema = {
    ...schema,
    fields: [...fields, ...statuses],
    primaryKey: schema.primaryKey.every(isHeld) ? schema.primaryKey : [],
    foreignKeys: schema.foreignKeys.filter((key) => key.fields.every(isHeld)),
  };
  return describe(version, held, csv, "id");
}

const statusField = ({ name }: Field): Field => ({
  // A field's name with a suffix is what the csv calls the column.
  name: `${name}_status` as FieldName,
  type: "string",
});

function describe(
  { package: pkg, agencyName, number, publishedAt }: Version,
  schema: TableSchema,
  { path, bytes, sha256 }: CsvFile,
  lang: Lang,
): Record<string, unknown> {
  return {
    ...toPackageJson(asPublished({ ...pkg, schema }), {
      lang,
      // Foreign keys lead to resources of the same package, and a reader refuses one that is not there.
      ...(schema.foreignKeys.length === 0 ? {} : { schema: { references: schema.foreignKeys } }),
      resource: {
        type: "table",
        path,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes,
        hash: `sha256:${sha256}`,
        dialect: { header: true, delimiter: ",", lineTerminator: "\n", quoteChar: '"', doubleQuote: true },
      },
    }),
    contributors: [{ title: agencyName, roles: ["publisher"] }],
    version: String(number),
    created: showTime(publishedAt),
  };
}

/** The package with its fields as the canonical CSV has them. */
function asPublished(pkg: DataPackage): DataPackage {
  return {
    ...pkg,
    schema: { ...pkg.schema, foreignKeys: [], missingValues: [""], fields: pkg.schema.fields.map(asCanonical) },
  };
}

/** Formats that say what a text is, not how a date is written. */
const TEXT_FORMATS = ["email", "uri", "uuid"];

/** Dates are ISO, numbers have a decimal point, booleans are true and false; a region is the code it was resolved to. */
function asCanonical(field: Field): Field {
  const { format, decimalChar, groupChar, missingValues, trueValues, falseValues, ...rest } = field;
  if (field.role === "region") return { ...rest, type: "string", constraints: ofCodes(field.constraints) };
  const { type } = field;
  return format !== undefined && TEXT_FORMATS.includes(format) ? { ...rest, type, format } : { ...rest, type };
}

/** Whatever else was said of a region was said of what the file had before it became a code. */
const ofCodes = (constraints: FieldConstraints = {}): FieldConstraints | undefined => {
  const { required, unique } = constraints;
  return required === undefined && unique === undefined ? undefined : { required, unique };
};
