/** What DCAT-AP wants said in the words of the European Union's authority tables, for the values that we have. */
import type { Frequency } from "../kernel/package.ts";
import { inId, type Name, type Node, plain, ref } from "./graph.ts";

const AUTHORITY = "http://publications.europa.eu/resource/authority/";

const FREQUENCIES: { readonly [F in Frequency]: string } = {
  daily: "DAILY",
  weekly: "WEEKLY",
  monthly: "MONTHLY",
  quarterly: "QUARTERLY",
  "four-monthly": "ANNUAL_3",
  semesterly: "ANNUAL_2",
  yearly: "ANNUAL",
  "multi-yearly": "OTHER",
  irregular: "IRREG",
};

/** ISO 8601 repeating intervals, as DCAT-US writes them; what comes irregularly has none. */
export const REPEATS: { readonly [F in Frequency]: string } = {
  daily: "R/P1D",
  weekly: "R/P1W",
  monthly: "R/P1M",
  quarterly: "R/P3M",
  "four-monthly": "R/P4M",
  semesterly: "R/P6M",
  yearly: "R/P1Y",
  "multi-yearly": "irregular",
  irregular: "irregular",
};

export const frequencyNode = (frequency: Frequency): Node =>
  named(`${AUTHORITY}frequency/${FREQUENCIES[frequency]}`, "dct:Frequency");

export const PUBLIC_ACCESS: Node = named(`${AUTHORITY}access-right/PUBLIC`, "dct:RightsStatement");
export const INDONESIAN: Node = named(`${AUTHORITY}language/IND`, "dct:LinguisticSystem");
export const SHA256: Node = named("http://spdx.org/rdf/terms#checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm");

/** Formats that the table of file types knows; of others the name must do. */
const FILE_TYPES: Readonly<Record<string, string>> = { csv: "CSV", xlsx: "XLSX", json: "JSON", zip: "ZIP" };

/** Media types that IANA knows. */
const UNREGISTERED = ["application/x-ndjson"];

/** "jsonstat.json" is JSONSTAT. */
export const formatTitle = (ending: string): string => (ending.split(".")[0] ?? ending).toUpperCase();

export function formatNode(ending: string): Node {
  const known = FILE_TYPES[ending];
  return {
    iri: known === undefined ? undefined : `${AUTHORITY}file-type/${known}`,
    types: ["dct:MediaTypeOrExtent"],
    properties: [["rdfs:label", plain(formatTitle(ending))]],
  };
}

export const mediaTypeNode = (mediaType: string): Node | undefined =>
  UNREGISTERED.includes(mediaType)
    ? undefined
    : named(`https://www.iana.org/assignments/media-types/${mediaType}`, "dct:MediaType");

/** Topics, and the theme of the European table that each belongs to. */
const THEMES: Readonly<Record<string, string>> = {
  kependudukan: "SOCI",
  kemiskinan: "SOCI",
  ketenagakerjaan: "ECON",
  pendidikan: "EDUC",
  kesehatan: "HEAL",
  "pembangunan-manusia": "SOCI",
  ekonomi: "ECON",
  pertanian: "AGRI",
  infrastruktur: "TRAN",
  lingkungan: "ENVI",
  pariwisata: "EDUC",
  pemerintahan: "GOVE",
  "keuangan-daerah": "GOVE",
  wilayah: "REGI",
};

const THEME_LABELS: Readonly<Record<string, string>> = {
  AGRI: "Pertanian, perikanan, kehutanan dan pangan",
  ECON: "Ekonomi dan keuangan",
  EDUC: "Pendidikan, kebudayaan dan olahraga",
  ENVI: "Lingkungan",
  GOVE: "Pemerintahan dan sektor publik",
  HEAL: "Kesehatan",
  REGI: "Wilayah dan kota",
  SOCI: "Penduduk dan masyarakat",
  TRAN: "Perhubungan",
};

const THEME_SCHEME = `${AUTHORITY}data-theme`;
export const THEME_TAXONOMY: Node = {
  iri: THEME_SCHEME,
  types: ["skos:ConceptScheme"],
  properties: [["dct:title", inId("Tema data Uni Eropa")]],
};

export function themeNode(topic: string): Node | undefined {
  const code = Object.hasOwn(THEMES, topic) ? THEMES[topic] : undefined;
  if (code === undefined) return undefined;
  return {
    iri: `${THEME_SCHEME}/${code}`,
    types: ["skos:Concept"],
    properties: [
      ["skos:prefLabel", inId(THEME_LABELS[code] ?? code)],
      ["skos:inScheme", ref(THEME_SCHEME)],
    ],
  };
}

function named(iri: string, type: Name): Node {
  return { iri, types: [type], properties: [] };
}
