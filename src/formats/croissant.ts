/**
 * Croissant 1.0 (MLCommons), for those who teach machines: a version's csv with its hash, and its columns as the fields of one record set.
 * There is no decimal type there: numbers are floats to its readers, and exact in the csv.
 */
import type { Version } from "../catalogue/versions.ts";
import { inLanguage, type Lang } from "../kernel/locale.ts";
import type { Field } from "../kernel/package.ts";
import type { StoredFile } from "../store/files.ts";
import { webAddress } from "./schema-org.ts";

/** The context that the specification gives, word for word, so that every reader takes it. */
const CONTEXT = {
  "@vocab": "https://schema.org/",
  citeAs: "cr:citeAs",
  column: "cr:column",
  conformsTo: "dct:conformsTo",
  cr: "http://mlcommons.org/croissant/",
  rai: "http://mlcommons.org/croissant/RAI/",
  data: { "@id": "cr:data", "@type": "@json" },
  dataType: { "@id": "cr:dataType", "@type": "@vocab" },
  dct: "http://purl.org/dc/terms/",
  examples: { "@id": "cr:examples", "@type": "@json" },
  extract: "cr:extract",
  field: "cr:field",
  fileProperty: "cr:fileProperty",
  fileObject: "cr:fileObject",
  fileSet: "cr:fileSet",
  format: "cr:format",
  includes: "cr:includes",
  isLiveDataset: "cr:isLiveDataset",
  jsonPath: "cr:jsonPath",
  key: "cr:key",
  md5: "cr:md5",
  parentField: "cr:parentField",
  path: "cr:path",
  recordSet: "cr:recordSet",
  references: "cr:references",
  regex: "cr:regex",
  repeated: "cr:repeated",
  replace: "cr:replace",
  sc: "https://schema.org/",
  separator: "cr:separator",
  source: "cr:source",
  subField: "cr:subField",
  transform: "cr:transform",
} as const;

const FILE = "data.csv";
const ROWS = "rows";

export function describeInCroissant(
  version: Version,
  csv: StoredFile,
  baseUrl: string,
  lang: Lang,
): Readonly<Record<string, unknown>> {
  const { slug, number, package: pkg, agencyName, publishedAt } = version;
  const { fields, primaryKey } = pkg.schema;
  const title = inLanguage(pkg.title, lang);
  const description = inLanguage(pkg.description, lang);
  const page = `${baseUrl}/dataset/${slug}`;
  const [license] = pkg.licenses;
  return {
    "@context": { "@language": lang, ...CONTEXT },
    "@type": "sc:Dataset",
    conformsTo: "http://mlcommons.org/croissant/1.0",
    name: title,
    description: description === "" ? title : description,
    url: page,
    // Croissant's versions have three numbers.
    version: `${number}.0.0`,
    datePublished: publishedAt.toISOString(),
    ...(license === undefined ? {} : { license: webAddress(license.path) ?? license.name ?? license.title }),
    ...(pkg.keywords.length === 0 ? {} : { keywords: pkg.keywords }),
    creator: { "@type": "Organization", name: agencyName, url: `${baseUrl}/instansi/${pkg.agency}` },
    citeAs: `${agencyName} (${publishedAt.getUTCFullYear()}). ${title}. Jendela Sulsel, ${page}/v${number}`,
    isLiveDataset: false,
    distribution: [
      {
        "@type": "cr:FileObject",
        "@id": FILE,
        name: `${slug}-v${number}.csv`,
        contentUrl: `${baseUrl}/download/${slug}/v${number}.csv`,
        contentSize: `${csv.bytes} B`,
        encodingFormat: "text/csv",
        sha256: csv.sha256,
      },
    ],
    recordSet: [
      {
        "@type": "cr:RecordSet",
        "@id": ROWS,
        name: ROWS,
        description: title,
        ...(primaryKey.length === 0 ? {} : { key: primaryKey.map((name) => ({ "@id": `${ROWS}/${name}` })) }),
        field: fields.map((field) => describeField(field, lang)),
      },
    ],
  };
}

function describeField(field: Field, lang: Lang): Readonly<Record<string, unknown>> {
  const { name, title, definition, description, unit } = field;
  const said = [title, definition ?? description].map((text) => (text === undefined ? "" : inLanguage(text, lang)));
  const about = [...said, unit === undefined ? "" : `[${unit}]`].filter((text) => text !== "").join(" · ");
  return {
    "@type": "cr:Field",
    "@id": `${ROWS}/${name}`,
    name,
    description: about === "" ? name : about,
    dataType: dataTypeOf(field),
    source: { fileObject: { "@id": FILE }, extract: { column: name } },
  };
}

function dataTypeOf({ type, role }: Field): string {
  if (role === "region") return "sc:Text";
  if (type === "integer" || type === "year") return "sc:Integer";
  if (type === "number") return "sc:Float";
  if (type === "boolean") return "sc:Boolean";
  return type === "date" ? "sc:Date" : "sc:Text";
}
