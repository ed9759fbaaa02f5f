/**
 * A dataset in the words of schema.org, with what searches for datasets ask for. Its files are those of the version that is described,
 * which never change, so that hash and size stay true. What is not known is left out.
 */
import type { Agency } from "../catalogue/agencies.ts";
import { type DatasetDetails, modifiedAt } from "../catalogue/open-datasets.ts";
import type { Region } from "../catalogue/reference.ts";
import type { Version } from "../catalogue/versions.ts";
import { type Bilingual, inLanguage, type Lang, type LocalisedText } from "../kernel/locale.ts";
import { formatsOf } from "./formats.ts";

export interface Described {
  readonly details: DatasetDetails;
  readonly agencies: ReadonlyMap<string, Pick<Agency, "name" | "nameEn">>;
  readonly regions: ReadonlyMap<string, Pick<Region, "shortName">>;
  readonly baseUrl: string;
  readonly lang: Lang;
}

export function toSchemaOrg(described: Described): Record<string, unknown> {
  const { details, agencies, baseUrl, lang } = described;
  const { dataset, current, years } = details;
  const { package: pkg, number, publishedAt } = current;
  const uri = `${baseUrl}/dataset/${dataset.slug}`;
  const agency = agencies.get(dataset.agency);
  const agencyName = (lang === "en" ? agency?.nameEn : undefined) ?? agency?.name ?? current.agencyName;
  const organization = {
    "@type": "Organization",
    "@id": `${baseUrl}/instansi/${dataset.agency}`,
    name: agencyName,
    url: `${baseUrl}/instansi/${dataset.agency}`,
  };
  const [first, last] = [years.at(0), years.at(-1)];
  return {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    "@id": uri,
    name: inLanguage(pkg.title, lang),
    ...alternateName(pkg.title, lang),
    description: describe(current, agencyName, lang),
    url: uri,
    identifier: uri,
    version: String(number),
    isAccessibleForFree: true,
    inLanguage: "id",
    ...some("license", pkg.licenses.map(({ path, name }) => webAddress(path) ?? name).slice(0, 1)),
    ...some("keywords", pkg.keywords),
    datePublished: dataset.createdAt.toISOString(),
    dateModified: modifiedAt(details).toISOString(),
    ...(first === undefined || last === undefined ? {} : { temporalCoverage: `${first}-01-01/${last}-12-31` }),
    ...some("spatialCoverage", placesOf(described)),
    creator: organization,
    publisher: organization,
    includedInDataCatalog: { "@type": "DataCatalog", "@id": `${baseUrl}/`, name: "Jendela Sulsel", url: `${baseUrl}/` },
    ...some(
      "isBasedOn",
      pkg.sources.map(({ path }) => webAddress(path)),
    ),
    ...some("variableMeasured", variablesOf(current, lang)),
    ...(current.withdrawn === undefined
      ? { distribution: filesOf(details, baseUrl) }
      : { creativeWorkStatus: "Withdrawn", expires: current.withdrawn.at.toISOString() }),
    sdDatePublished: publishedAt.toISOString(),
  };
}

/** The text of a `<script type="application/ld+json">`: no "<" in it, so that no text of a dataset ends the element or opens another. */
export const inScript = (json: unknown): string => JSON.stringify(json).replaceAll("<", "\\u003c");

/** An address of the web that somebody wrote; undefined where it is none. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === "http:" || protocol === "https:" ? href : undefined;
}

/** Says something only where there is something to say; one thing alone needs no list. */
function some(name: string, values: readonly unknown[]): Record<string, unknown> {
  const known = values.filter((value) => value !== undefined && value !== "");
  return known.length === 0 ? {} : { [name]: known.length === 1 ? known[0] : known };
}

function alternateName(title: LocalisedText, lang: Lang): Record<string, unknown> {
  const other = inLanguage(title, lang === "id" ? "en" : "id");
  return other === inLanguage(title, lang) ? {} : { alternateName: other };
}

/** Searches for datasets pass over descriptions of fewer characters, and cut off longer ones. */
const SHORTEST = 50;
const LONGEST = 5000;

const SENTENCE: Bilingual<{ title: string; agency: string; rows: number; number: number }> = {
  id: ({ title, agency, rows, number }) =>
    `${title}. Data terbuka dari ${agency}, Provinsi Sulawesi Selatan: ${rows} baris, versi ${number}.`,
  en: ({ title, agency, rows, number }) =>
    `${title}. Open data of ${agency}, Province of South Sulawesi: ${rows} rows, version ${number}.`,
};

function describe({ package: { title, description }, rows, number }: Version, agency: string, lang: Lang): string {
  const written = inLanguage(description, lang).trim();
  if (written.length >= SHORTEST) return written.slice(0, LONGEST);
  const sentence = SENTENCE[lang]({ title: inLanguage(title, lang), agency, rows, number });
  return written === "" ? sentence : `${written}\n${sentence}`;
}

/** Districts and villages are told by their regency. */
const placesOf = ({ details, regions, baseUrl }: Described): readonly unknown[] =>
  [...new Set(details.regions.map((code) => code.slice(0, 5)))].sort().map((code) => ({
    "@type": "Place",
    "@id": `${baseUrl}/wilayah/${code}`,
    name: regions.get(code)?.shortName ?? code,
    identifier: code,
  }));

const variablesOf = ({ package: { schema } }: Version, lang: Lang): readonly unknown[] =>
  schema.fields
    .filter(({ role }) => role === "measure")
    .map(({ name, title, unit, definition, description }) => {
      const text = definition ?? description;
      return {
        "@type": "PropertyValue",
        name: title === undefined ? name : inLanguage(title, lang),
        identifier: name,
        ...(text === undefined ? {} : { description: inLanguage(text, lang) }),
        ...(unit === undefined ? {} : { unitText: unit }),
      };
    });

const filesOf = ({ dataset: { slug }, current, files }: DatasetDetails, baseUrl: string): readonly unknown[] =>
  formatsOf(current).map(({ ending, mediaType }) => {
    const kept = files.find((file) => file.ending === ending);
    return {
      "@type": "DataDownload",
      encodingFormat: mediaType,
      contentUrl: `${baseUrl}/download/${slug}/v${current.number}.${ending}`,
      ...(kept === undefined ? {} : { contentSize: `${kept.bytes} B`, sha256: kept.sha256 }),
    };
  });
