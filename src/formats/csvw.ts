/**
 * CSV on the Web (W3C): how the canonical csv of a version is read as a table with types and a key. Types are those of the canonical form;
 * what has no type there is text.
 */
import type { Version } from "../catalogue/versions.ts";
import { inLanguage, type Lang, type LocalisedText } from "../kernel/locale.ts";
import type { Field, FieldConstraints } from "../kernel/package.ts";
import type { StoredFile } from "../store/files.ts";
import { webAddress } from "./schema-org.ts";

export function describeInCsvw(
  version: Version,
  csv: StoredFile,
  baseUrl: string,
  lang: Lang,
  pinned: boolean,
): Readonly<Record<string, unknown>> {
  const { slug, number, package: pkg, agencyName, publishedAt, rows } = version;
  const { fields, primaryKey } = pkg.schema;
  const license = webAddress(pkg.licenses[0]?.path);
  const dataset = `${baseUrl}/dataset/${slug}`;
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": lang }],
    "@type": "Table",
    // A reader passes over a description that does not name the very address it came from.
    url: `${baseUrl}/download/${slug}${pinned ? `/v${number}` : ""}.csv`,
    "dc:title": inLanguage(pkg.title, lang),
    ...words("dc:description", pkg.description, lang),
    "dc:publisher": { "schema:name": agencyName, "schema:url": { "@id": `${baseUrl}/instansi/${pkg.agency}` } },
    "dc:issued": { "@value": publishedAt.toISOString(), "@type": "xsd:dateTime" },
    "dc:isVersionOf": { "@id": dataset },
    "schema:version": String(number),
    ...(license === undefined ? {} : { "dc:license": { "@id": license } }),
    ...(pkg.keywords.length === 0 ? {} : { "dcat:keyword": pkg.keywords }),
    "dcat:byteSize": { "@value": csv.bytes, "@type": "xsd:integer" },
    "spdx:checksum": {
      "@type": "spdx:Checksum",
      "spdx:algorithm": { "@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256" },
      "spdx:checksumValue": { "@value": csv.sha256, "@type": "xsd:hexBinary" },
    },
    "schema:numberOfItems": rows,
    dialect: {
      encoding: "utf-8",
      delimiter: ",",
      quoteChar: '"',
      doubleQuote: true,
      header: true,
      headerRowCount: 1,
      lineTerminators: ["\n"],
      skipInitialSpace: false,
      trim: false,
    },
    tableSchema: {
      columns: fields.map((field) => ({
        ...describeColumn(field, primaryKey.includes(field.name), lang),
        ...referenceOf(field, version, baseUrl),
      })),
      ...(primaryKey.length === 0 ? {} : { primaryKey }),
    },
  };
}

function describeColumn(field: Field, isKey: boolean, lang: Lang): Readonly<Record<string, unknown>> {
  const { name, title, description, definition, unit, constraints } = field;
  return {
    name,
    // What the header says; what people call it stands beside.
    titles: name,
    ...words("rdfs:label", title, lang),
    ...words("dc:description", definition ?? description, lang),
    ...(unit === undefined ? {} : { "schema:unitText": unit }),
    datatype: datatypeOf(field),
    null: "",
    required: isKey || constraints?.required === true,
  };
}

/**
 * A region and an agency have addresses of their own. CSVW's foreign keys lead to tables of the same description only, so another dataset
 * is named.
 */
function referenceOf(
  field: Field,
  { package: { schema } }: Version,
  baseUrl: string,
): Readonly<Record<string, unknown>> {
  const { name } = field;
  const key = schema.foreignKeys.find(({ fields }) => fields.some((one) => one === name));
  const { resource = "", fields = [] } = key?.reference ?? {};
  if (field.role === "region" || (resource === "wilayah" && fields[0] === "code"))
    return { valueUrl: `${baseUrl}/wilayah/{${name}}` };
  if (resource === "instansi") return { valueUrl: `${baseUrl}/instansi/{${name}}` };
  return resource === "" || resource === "wilayah"
    ? {}
    : { "dc:references": { "@id": `${baseUrl}/dataset/${resource}` } };
}

const words = (name: string, text: LocalisedText | undefined, lang: Lang): Readonly<Record<string, string>> => {
  const said = text === undefined ? "" : inLanguage(text, lang);
  return said === "" ? {} : { [name]: said };
};

type Datatype = string | Readonly<Record<string, unknown>>;

function datatypeOf({ type, role, constraints = {} }: Field): Datatype {
  if (role === "region") return "string";
  switch (type) {
    case "integer":
      return bounded("integer", constraints);
    case "number":
      return bounded("decimal", constraints);
    case "year":
      return bounded("gYear", constraints);
    case "yearmonth":
      return bounded("gYearMonth", constraints);
    case "date":
      return bounded("date", constraints);
    case "datetime":
      return bounded("dateTime", constraints);
    case "time":
      return bounded("time", constraints);
    case "boolean":
      return { base: "boolean", format: "true|false" };
    default:
      return textType(constraints);
  }
}

const BOUNDS = {
  minimum: "minimum",
  maximum: "maximum",
  exclusiveMinimum: "minExclusive",
  exclusiveMaximum: "maxExclusive",
} as const;

/** Bounds are text with their digits, as CSVW allows. */
function bounded(base: string, constraints: FieldConstraints): Datatype {
  const bounds = Object.entries(BOUNDS).flatMap(([name, said]) => {
    const text = constraints[name as keyof typeof BOUNDS]; // the keys of the table above
    return text === undefined ? [] : [[said, text] as const];
  });
  return bounds.length === 0 ? base : { base, ...Object.fromEntries(bounds) };
}

function textType({ minLength, maxLength }: FieldConstraints): Datatype {
  if (minLength === undefined && maxLength === undefined) return "string";
  return {
    base: "string",
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}
