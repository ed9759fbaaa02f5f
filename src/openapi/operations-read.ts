/** The calls of those who read: downloads, GraphQL, OData, CKAN's, feeds, and how the server does. */
import { FORMATS } from "../formats/formats.ts";
import {
  anything,
  type Content,
  inQuery,
  json,
  list,
  mapOf,
  type Operation,
  object,
  operation,
  type Parameter,
  ref,
  text,
  whole,
} from "./operation.ts";

/** Of rows: which, in what order, how many. A field's own name chooses among its values; the reference of a dataset names them. */
const CHOICE: readonly Parameter[] = [
  inQuery("_columns", text, "Hanya kolom ini, dengan urutan ini", "Only these fields, in this order"),
  inQuery(
    "_sort",
    text,
    "Urutkan menurut kolom ini; “-” untuk menurun",
    "In the order of these fields; “-” for descending",
  ),
  inQuery("_limit", { type: "integer", minimum: 0 }, "Paling banyak sekian baris", "At most so many rows", 5),
  inQuery(
    "_updatedAfter",
    text,
    "Hanya baris yang datang atau berubah sesudah versi atau waktu itu",
    "Only rows that came or were changed after that version or time",
  ),
  inQuery(
    "_status",
    { enum: ["0", "1"] },
    "Status nilai di kolom sebelahnya",
    "The status of a value in a column beside it",
    "1",
  ),
  inQuery("_excel", { enum: ["0", "1"] }, "Csv untuk Excel berbahasa Indonesia", "Csv for Excel in Indonesia"),
];
const WHICH: readonly Parameter[] = [
  inQuery("_version", { type: "integer", minimum: 1 }, "Versi lain", "Another version", 1),
  inQuery("_asOf", text, "Versi yang berlaku saat itu", "The version of that time"),
];
export const ROW_PARAMETERS: readonly Parameter[] = [...CHOICE, ...WHICH];

/** What a media type's answer looks like, as far as JSON can say. */
const filesOf = (endings: readonly string[]): Content =>
  Object.fromEntries(
    FORMATS.filter(({ ending }) => endings.includes(ending)).map(({ ending, mediaType }) => [
      mediaType,
      ending === "json" ? list(mapOf(anything)) : ending.endsWith(".json") ? mapOf(anything) : undefined,
    ]),
  );
const ALL_FILES = filesOf(FORMATS.map(({ ending }) => ending));
const DIFF: Content = { ...filesOf(["csv", "ndjson"]), "application/json": anything };
const diffParameters: readonly Parameter[] = [CHOICE.find(({ name }) => name === "_status")].flatMap(
  (one) => one ?? [],
);

const downloads: readonly Operation[] = [
  operation(
    "downloads",
    "get /download/{slug}.{format}",
    "download",
    { id: "Versi sekarang sebagai berkas", en: "The current version as a file" },
    ALL_FILES,
    { open: true, query: ROW_PARAMETERS },
  ),
  operation(
    "downloads",
    "get /download/{slug}/v{n}.{format}",
    "downloadVersion",
    { id: "Versi n sebagai berkas, selamanya sama", en: "Version n as a file, for ever the same" },
    ALL_FILES,
    { open: true, query: CHOICE },
  ),
  operation(
    "downloads",
    "get /download/{slug}/v{m}..v{n}.diff.{diffFormat}",
    "downloadDifference",
    { id: "Baris yang berbeda antara dua versi", en: "The rows that differ between two versions" },
    DIFF,
    { open: true, query: diffParameters },
  ),
  operation(
    "downloads",
    "get /download/{slug}.diff.{diffFormat}",
    "downloadDelta",
    { id: "Yang berubah sejak suatu versi atau waktu", en: "What changed since a version or a time" },
    DIFF,
    {
      open: true,
      query: [
        inQuery("_since", text, "Versi atau waktu salinan Anda", "The version or time of your copy", "1"),
        ...diffParameters,
      ],
    },
  ),
  operation(
    "downloads",
    "get /dataset/{slug}/datapackage.json",
    "getDataPackage",
    { id: "Data Package versi sekarang", en: "The Data Package of the current version" },
    json(mapOf(anything)),
    { open: true },
  ),
  operation(
    "downloads",
    "get /dataset/{slug}/v{n}/datapackage.json",
    "getVersionDataPackage",
    { id: "Data Package versi n", en: "The Data Package of version n" },
    json(mapOf(anything)),
    { open: true },
  ),
  ...(
    [
      ["csv-metadata", "Csvw", { "application/csvm+json": mapOf(anything) }],
      ["croissant", "Croissant", { "application/ld+json": mapOf(anything) }],
    ] as const
  ).flatMap(([name, id, content]) => [
    operation(
      "downloads",
      `get /dataset/{slug}/${name}.json`,
      `get${id}`,
      { id: `Versi sekarang menurut ${id}`, en: `The current version in ${id}` },
      content,
      { open: true },
    ),
    operation(
      "downloads",
      `get /dataset/{slug}/v{n}/${name}.json`,
      `getVersion${id}`,
      { id: `Versi n menurut ${id}`, en: `Version n in ${id}` },
      content,
      { open: true },
    ),
  ]),
];

const question = json(
  object({ "query?": text, "variables?": mapOf(anything), "operationName?": text, "extensions?": mapOf(anything) }),
);
const answer: Content = {
  "application/graphql-response+json": ref("GraphqlAnswer"),
  "application/json": ref("GraphqlAnswer"),
};
const asked: readonly Parameter[] = [
  inQuery("query", text, "Kuerinya", "The query", "{ __typename }"),
  inQuery("variables", text, "Variabelnya, sebagai JSON", "Its variables, as JSON"),
  inQuery("operationName", text, "Operasi yang mana", "Which operation"),
  inQuery("extensions", text, "Kueri tersimpan, sebagai JSON", "A persisted query, as JSON"),
];
const graphqlAt = (path: string, name: string, id: string, en: string): readonly Operation[] => [
  operation("graphql", `get ${path}`, `ask${name}`, { id, en }, answer, { open: true, query: asked }),
  operation("graphql", `post ${path}`, `post${name}`, { id, en }, answer, { open: true, body: question }),
];
const graphql: readonly Operation[] = [
  ...graphqlAt("/graphql", "Graphql", "GraphQL atas seluruh katalog", "GraphQL over the whole catalogue"),
  ...graphqlAt(
    "/graphql/{slug}",
    "DatasetGraphql",
    "Satu dataset sebagai skema GraphQL bertipe",
    "One dataset as a typed GraphQL schema",
  ),
  ...graphqlAt(
    "/graphql/{slug}/v{major}",
    "MajorGraphql",
    "Skema itu pada satu versi mayor",
    "That schema at one major version",
  ),
  operation(
    "graphql",
    "get /graphql/{slug}/schema.graphql",
    "getDatasetSdl",
    { id: "Skema bertipe sebagai teks", en: "The typed schema as text" },
    { "text/plain": text },
    { open: true },
  ),
  operation(
    "graphql",
    "get /graphql/{slug}/v{major}/schema.graphql",
    "getMajorSdl",
    { id: "Skema satu versi mayor sebagai teks", en: "The schema of one major version as text" },
    { "text/plain": text },
    { open: true },
  ),
];

const option = (name: string, id: string, en: string, example?: unknown): Parameter =>
  inQuery(name, text, id, en, example);
const odataRows: readonly Parameter[] = [
  option("$select", "Kolom yang diambil", "The properties to give"),
  option("$filter", "Syarat baris", "Which rows"),
  option("$orderby", "Urutan", "In which order"),
  inQuery("$top", { type: "integer", minimum: 0 }, "Paling banyak sekian baris", "At most so many rows", 2),
  inQuery("$skip", { type: "integer", minimum: 0, maximum: 100_000 }, "Lewati sekian baris", "Pass over so many rows"),
  inQuery("$count", { enum: ["true", "false"] }, "Sertakan jumlah seluruhnya", "With the total", "true"),
];
const odata: readonly Operation[] = [
  operation(
    "odata",
    "get /odata",
    "getCatalogueService",
    { id: "Layanan OData katalog", en: "The OData service of the catalogue" },
    json(object({ "@odata.context": text, value: list(mapOf(anything)) })),
    { open: true },
  ),
  operation(
    "odata",
    "get /odata/{slug}",
    "getService",
    { id: "Layanan OData satu dataset", en: "The OData service of one dataset" },
    json(object({ "@odata.context": text, value: list(mapOf(anything)) })),
    { open: true },
  ),
  operation(
    "odata",
    "get /odata/{slug}/{resource}",
    "getResource",
    { id: "Baris, satu baris menurut kuncinya, atau $metadata", en: "The rows, one row by its key, or $metadata" },
    { ...json(mapOf(anything)), "application/xml": undefined },
    { open: true, query: odataRows },
  ),
  operation(
    "odata",
    "get /odata/{slug}/{resource}/{part}",
    "getPart",
    { id: "$count, atau satu nilai", en: "$count, or one value" },
    { "text/plain": text, ...json(mapOf(anything)) },
    { open: true },
  ),
  operation(
    "odata",
    "get /odata/{slug}/{resource}/{part}/{value}",
    "getRawValue",
    { id: "Satu nilai sebagai teks", en: "One value as text" },
    { "text/plain": text },
    { open: true },
  ),
];

const action = json(ref("ActionAnswer"));
const ckan: readonly Operation[] = [
  ...["/api", "/api/3"].map((path, index) =>
    operation(
      "ckan",
      `get ${path}`,
      `getCkanVersion${index}`,
      { id: "Versi API CKAN", en: "The version of CKAN's API" },
      json(object({ version: whole })),
      { open: true },
    ),
  ),
  ...["/api/3/action/{name}", "/api/action/{name}"].flatMap((path, index) => [
    operation("ckan", `get ${path}`, `callAction${index}`, { id: "Satu aksi CKAN", en: "An action of CKAN" }, action, {
      open: true,
    }),
    operation("ckan", `post ${path}`, `postAction${index}`, { id: "Satu aksi CKAN", en: "An action of CKAN" }, action, {
      open: true,
      body: json(mapOf(anything)),
      bodyOptional: true,
    }),
  ]),
  operation(
    "ckan",
    "get /datastore/dump/{id}",
    "dumpDatastore",
    { id: "Baris sebuah dataset sebagai berkas", en: "The rows of a dataset as a file" },
    { "text/csv": text, "text/tab-separated-values": text, "application/json": anything, "text/xml": text },
    {
      open: true,
      query: [inQuery("format", { enum: ["csv", "tsv", "json", "xml"] }, "Bentuknya", "In which form", "csv")],
    },
  ),
];

const RDF: Content = {
  "text/turtle": text,
  "application/rdf+xml": text,
  "application/ld+json": anything,
  "text/n3": text,
};
const dcat: readonly Operation[] = [
  operation(
    "dcat",
    "get /catalog.{rdf}",
    "getCatalogue",
    { id: "Katalog dalam DCAT", en: "The catalogue in DCAT" },
    RDF,
    {
      open: true,
      query: [
        inQuery("page", { type: "integer", minimum: 1 }, "Halaman", "Which page", 1),
        inQuery("modified_since", text, "Berubah sejak hari atau waktu ini", "Changed since this day or time"),
      ],
    },
  ),
  operation(
    "dcat",
    "get /dataset/{slug}.{rdf}",
    "getDatasetInDcat",
    { id: "Satu dataset dalam DCAT", en: "A dataset in DCAT" },
    RDF,
    { open: true },
  ),
  operation(
    "dcat",
    "get /data.json",
    "getDataJson",
    { id: "Katalog dalam DCAT-US", en: "The catalogue in DCAT-US" },
    json(mapOf(anything)),
    {
      open: true,
    },
  ),
];

const ATOM: Content = { "application/atom+xml": text };
const lang = inQuery("lang", { enum: ["id", "en"] }, "Bahasa", "Language", "en");
const feeds: readonly Operation[] = [
  operation("feeds", "get /feed.atom", "getNews", { id: "Apa yang baru", en: "What is new" }, ATOM, {
    open: true,
    query: [lang],
  }),
  operation(
    "feeds",
    "get /feeds/dataset.atom",
    "getDatasetFeed",
    { id: "Dataset, versi terbaru dahulu", en: "Datasets, the newest version first" },
    ATOM,
    {
      open: true,
      query: [
        lang,
        ...["q", "agency", "topic", "keyword", "frequency"].map((name) =>
          inQuery(name, text, "Pilih di antaranya", "Choose among them"),
        ),
      ],
    },
  ),
  ...(["Organization", "Group", "Tag"] as const).map((kind) =>
    operation(
      "feeds",
      `get /feeds/${kind.toLowerCase()}/{id}.atom`,
      `get${kind}Feed`,
      { id: "Dataset satu instansi, topik, atau kata kunci", en: "The datasets of an agency, a topic or a keyword" },
      ATOM,
      { open: true, query: [lang] },
    ),
  ),
];

const SITEMAP: Content = { "application/xml": text };
const discovery: readonly Operation[] = [
  operation("discovery", "get /sitemap.xml", "getSitemap", { id: "Peta situs", en: "The sitemap" }, SITEMAP, {
    open: true,
  }),
  operation(
    "discovery",
    "get /sitemap-{file}.xml",
    "getSitemapFile",
    { id: "Berkas yang disebut peta situs yang besar", en: "A file that a large sitemap names" },
    SITEMAP,
    { open: true },
  ),
  operation(
    "discovery",
    "get /robots.txt",
    "getRobots",
    { id: "Bagi robot", en: "For robots" },
    { "text/plain": text },
    { open: true },
  ),
  operation(
    "discovery",
    "get /llms.txt",
    "getLlms",
    { id: "Bagi model bahasa", en: "For language models" },
    { "text/markdown": text },
    { open: true },
  ),
  operation(
    "discovery",
    "get /dataset/{slug}/schema-org.jsonld",
    "getSchemaOrg",
    { id: "Dataset menurut schema.org", en: "The dataset in the words of schema.org" },
    { "application/ld+json": mapOf(anything) },
    { open: true },
  ),
];

const status = json(object({ status: text }));
const server: readonly Operation[] = [
  operation(
    "server",
    "get /openapi.json",
    "getOpenapi",
    { id: "Acuan ini", en: "This reference" },
    json(mapOf(anything)),
    { open: true, query: [lang] },
  ),
  operation(
    "server",
    "get /dataset/{slug}/openapi.json",
    "getDatasetOpenapi",
    { id: "Acuan satu dataset dengan kolomnya sendiri", en: "The reference of one dataset with its own fields" },
    json(mapOf(anything)),
    { open: true, query: [lang] },
  ),
  operation("server", "get /healthz", "getHealth", { id: "Proses hidup", en: "The process is alive" }, status, {
    open: true,
  }),
  operation("server", "get /readyz", "getReadiness", { id: "Siap menjawab", en: "Ready to answer" }, status, {
    open: true,
  }),
  operation(
    "server",
    "get /metrics",
    "getMetrics",
    { id: "Angka untuk Prometheus", en: "Figures for Prometheus" },
    { "text/plain": text },
    { open: true },
  ),
];

export const readOperations: readonly Operation[] = [
  ...downloads,
  ...graphql,
  ...odata,
  ...ckan,
  ...dcat,
  ...feeds,
  ...discovery,
  ...server,
];
