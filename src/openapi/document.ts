/** The OpenAPI 3.1 document of the interface, made from the tables of calls beside it. */
import type { Lang, Text } from "../kernel/locale.ts";
import { type Content, type JsonSchema, type Operation, type Parameter, ref, type Tag } from "./operation.ts";
import { harvestOperations } from "./operations-harvest.ts";
import { readOperations } from "./operations-read.ts";
import { sdmxOperations } from "./operations-sdmx.ts";
import { workOperations } from "./operations-work.ts";
import { schemas } from "./schemas.ts";

export type OpenapiDocument = Readonly<Record<string, unknown>>;

export const OPERATIONS: readonly Operation[] = [
  ...workOperations,
  ...harvestOperations,
  ...readOperations,
  ...sdmxOperations,
];

export const TAGS: Readonly<Record<Tag, Text>> = {
  downloads: {
    id: "Unduhan: satu alamat bagi tiap versi dan bentuk",
    en: "Downloads: one address for each version and format",
  },
  datasets: { id: "Dataset dan paketnya", en: "Datasets and their packages" },
  uploads: { id: "Unggahan: periksa, putuskan, ajukan, terbitkan", en: "Uploads: check, decide, submit, publish" },
  versions: { id: "Versi dan riwayatnya", en: "Versions and their history" },
  changes: {
    id: "Apa yang berubah, bagi mesin yang menyimpan salinan",
    en: "What changed, for machines that keep a copy",
  },
  webhooks: { id: "Webhook", en: "Webhooks" },
  harvest: { id: "Panen", en: "Harvesting" },
  admin: { id: "Instansi, orang, token, jejak audit", en: "Agencies, people, tokens, the audit trail" },
  graphql: { id: "GraphQL", en: "GraphQL" },
  odata: { id: "OData v4, bagi Excel dan Power BI", en: "OData v4, for Excel and Power BI" },
  sdmx: { id: "SDMX REST 2, bagi perkakas statistik", en: "SDMX REST 2, for statistical tools" },
  ckan: { id: "API CKAN, bagi kliennya", en: "CKAN's API, for its clients" },
  dcat: { id: "DCAT, bagi katalog lain", en: "DCAT, for other catalogues" },
  feeds: { id: "Umpan Atom", en: "Atom feeds" },
  discovery: { id: "Agar ditemukan mesin pencari", en: "Being found by search engines" },
  server: { id: "Server itu sendiri", en: "The server itself" },
};

const WORDS = {
  title: "Jendela Sulsel",
  about: {
    id: "Katalog data terbuka dan layanan data dasar Sulawesi Selatan. Membaca tidak memerlukan token; angka dijawab dengan angka desimal yang tersimpan.",
    en: "The open-data catalogue and basic-data service of South Sulawesi. Reading needs no token; numbers have their stored digits.",
  },
  problem: { id: "Permintaan ditolak; “code” menyebut sebabnya", en: "The request is refused; “code” says why" },
  done: { id: "Berhasil", en: "Done" },
  token: { id: "Token dari administrator", en: "A token from an administrator" },
} as const;

/** Parts of paths, by name. */
const PATH_PARAMETERS: Readonly<
  Record<string, { readonly schema: JsonSchema; readonly says: Text; readonly example?: unknown }>
> = {
  slug: {
    schema: { type: "string", pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" },
    says: { id: "Nama dataset di alamat", en: "The dataset's name in addresses" },
    example: "jumlah-penduduk",
  },
  id: { schema: { type: "string" }, says: { id: "Pengenalnya", en: "Its id" } },
  number: {
    schema: { type: "integer", minimum: 1 },
    says: { id: "Nomor versi", en: "A version's number" },
    example: 1,
  },
  n: { schema: { type: "integer", minimum: 1 }, says: { id: "Nomor versi", en: "A version's number" }, example: 1 },
  m: {
    schema: { type: "integer", minimum: 1 },
    says: { id: "Nomor versi sebelumnya", en: "The number of the version before" },
    example: 1,
  },
  major: {
    schema: { type: "integer", minimum: 1 },
    says: { id: "Versi mayor skema", en: "A major version of the schema" },
    example: 1,
  },
  file: {
    schema: { type: "integer", minimum: 1 },
    says: { id: "Berkas peta situs", en: "A file of the sitemap" },
    example: 1,
  },
  rdf: {
    schema: { enum: ["ttl", "rdf", "jsonld", "n3"] },
    says: { id: "Bentuk RDF", en: "The form of RDF" },
    example: "ttl",
  },
  ending: {
    schema: { enum: ["json", "csv", "xlsx"] },
    says: { id: "Bentuk laporan", en: "The report's form" },
    example: "json",
  },
  format: {
    schema: { type: "string" },
    says: {
      id: "Bentuk berkas: csv, xlsx, json, ndjson, parquet, zip, …",
      en: "The file's format: csv, xlsx, json, ndjson, parquet, zip, …",
    },
    example: "csv",
  },
  diffFormat: {
    schema: { enum: ["csv", "json", "ndjson"] },
    says: { id: "Bentuk berkas", en: "The file's format" },
    example: "csv",
  },
  person: { schema: { type: "string" }, says: { id: "Pengenal atau nama orang", en: "A person's id or name" } },
  name: { schema: { type: "string" }, says: { id: "Nama aksi", en: "An action's name" }, example: "status_show" },
  resource: {
    schema: { type: "string" },
    says: {
      id: "$metadata, himpunan baris, atau satu baris dengan kuncinya",
      en: "$metadata, the set of rows, or one row with its key",
    },
    example: "jumlah_penduduk",
  },
  part: {
    schema: { type: "string" },
    says: { id: "$count, atau nama kolom", en: "$count, or a field's name" },
    example: "$count",
  },
  value: {
    schema: { const: "$value" },
    says: { id: "Nilai sebagai teks", en: "The value as text" },
    example: "$value",
  },
  structureType: {
    schema: { enum: ["agencyscheme", "dataflow", "datastructure", "conceptscheme", "codelist"] },
    says: { id: "Jenis artefak", en: "A type of artefact" },
    example: "dataflow",
  },
  sdmxAgency: {
    schema: { type: "string" },
    says: { id: "Lembaga yang memelihara", en: "The agency that maintains it" },
    example: "SULSEL",
  },
  artefact: {
    schema: { type: "string" },
    says: { id: "Pengenal artefak", en: "An artefact's id" },
    example: "JUMLAH_PENDUDUK",
  },
  dataflow: {
    schema: { type: "string" },
    says: { id: "Nama dataset berhuruf besar, “_” bagi “-”", en: "The dataset's name in capitals, “_” for “-”" },
    example: "JUMLAH_PENDUDUK",
  },
  context: {
    schema: { enum: ["dataflow", "*"] },
    says: { id: "Data menurut dataflow", en: "Data by dataflow" },
    example: "dataflow",
  },
  sdmxVersion: {
    schema: { type: "string" },
    says: { id: "3.0.0, ~ (yang berlaku), atau * (semua)", en: "3.0.0, ~ (the current one) or * (all)" },
    example: "~",
  },
  key: {
    schema: { type: "string" },
    says: { id: "Kunci: 7306..jumlah, atau * untuk semua", en: "A key: 7306..jumlah, or * for everything" },
    example: "*",
  },
  component: {
    schema: { type: "string" },
    says: { id: "Dimensi, atau * untuk semua", en: "A dimension, or * for all" },
    example: "*",
  },
};

export function writeDocument(
  baseUrl: string,
  lang: Lang,
  {
    operations = OPERATIONS,
    title = WORDS.title,
    about = WORDS.about[lang],
    more = {},
  }: {
    readonly operations?: readonly Operation[];
    readonly title?: string;
    readonly about?: string;
    /** Schemas besides those of the interface. */
    readonly more?: Readonly<Record<string, JsonSchema>>;
  } = {},
): OpenapiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const one of operations) {
    const path = paths[one.path] ?? {};
    path[one.method] = describe(one, lang);
    paths[one.path] = path;
  }
  const refusals = new Set(operations.map(refusalOf));
  const responses = Object.fromEntries(
    Object.entries(REFUSALS).flatMap(([name, mediaType]) => {
      const content = { [mediaType]: { schema: ref(name) } };
      return refusals.has(name) ? [[name, { description: WORDS.problem[lang], content }]] : [];
    }),
  );
  const tags = Object.entries(TAGS).filter(([name]) => operations.some(({ tag }) => tag === name));
  return {
    openapi: "3.1.1",
    info: {
      title,
      version: "1",
      description: about,
      license: { name: "CC-BY-4.0", url: "https://creativecommons.org/licenses/by/4.0/" },
      contact: { name: "Jendela Sulsel", url: `${baseUrl}/` },
    },
    servers: [{ url: baseUrl }],
    tags: tags.map(([name, says]) => ({ name, description: says[lang] })),
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: WORDS.token[lang] } },
      responses,
      schemas: usedBy({ ...schemas, ...more }, { paths, responses }),
    },
  };
}

/** How a refusal is told, and as what. */
const REFUSALS: Readonly<Record<string, string>> = {
  Problem: "application/problem+json",
  ODataError: "application/json",
  ActionError: "application/json",
  SdmxErrors: "application/vnd.sdmx.data+json",
};
const refusalOf = ({ tag, path }: Operation): string =>
  tag === "odata"
    ? "ODataError"
    : tag === "sdmx"
      ? "SdmxErrors"
      : path.includes("/action/")
        ? "ActionError"
        : "Problem";

function describe(one: Operation, lang: Lang): Record<string, unknown> {
  const inPath = [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    const { says, ...rest } = PATH_PARAMETERS[name] ?? { schema: {}, says: { id: name, en: name } };
    return { name, in: "path", required: true, description: says[lang], ...rest };
  });
  return {
    operationId: one.id,
    tags: [one.tag],
    summary: one.says[lang],
    ...(one.deprecated === undefined ? {} : { deprecated: true, "x-sunset": one.deprecated.sunset }),
    security: one.needsToken ? [{ token: [] }] : [{}, { token: [] }],
    parameters: [...inPath, ...one.parameters.map((parameter) => writeParameter(parameter, lang))],
    ...(one.body === undefined
      ? {}
      : { requestBody: { required: one.body.required, content: writeContent(one.body.content) } }),
    responses: {
      [String(one.status)]: {
        description: WORDS.done[lang],
        ...(one.answer === undefined ? {} : { content: writeContent(one.answer, one.example) }),
      },
      "4XX": { $ref: `#/components/responses/${refusalOf(one)}` },
    },
  };
}

const writeParameter = ({ says, ...parameter }: Parameter, lang: Lang): Record<string, unknown> => ({
  ...parameter,
  description: says[lang],
});

/** `example` is of the answer in JSON. */
const writeContent = (content: Content, example?: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(content).map(([type, schema]) => [
      type,
      {
        ...(schema === undefined ? {} : { schema }),
        ...(example === undefined || type !== "application/json" ? {} : { example }),
      },
    ]),
  );

/** Only schemas that the calls name, or schemas that these name. */
function usedBy(all: Readonly<Record<string, JsonSchema>>, users: unknown): Record<string, JsonSchema> {
  const used: Record<string, JsonSchema> = {};
  const look = (value: unknown): void => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const schema = all[name];
      if (schema === undefined || used[name] !== undefined) continue;
      used[name] = schema;
      look(schema);
    }
  };
  look(users);
  return used;
}
