/** A dataset as DCAT-US 1.1 lists it in `/data.json`. */
import { type DatasetDetails, modifiedAt } from "../catalogue/open-datasets.ts";
import { formatsOf } from "../formats/formats.ts";
import { inLanguage } from "../kernel/locale.ts";
import { datasetUri, type Surroundings } from "./dataset.ts";
import { toIri } from "./graph.ts";
import { formatTitle, REPEATS } from "./vocabulary.ts";

export const DATA_JSON_HEAD = {
  "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
  "@type": "dcat:Catalog",
  conformsTo: "https://project-open-data.cio.gov/v1.1/schema",
  describedBy: "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
} as const;

export function toDataJson(
  details: DatasetDetails,
  { baseUrl, contactEmail, agencies, topics, regions }: Surroundings,
): unknown {
  const { dataset, current, years, regions: codes } = details;
  const { package: pkg, number, withdrawn } = current;
  const { slug } = dataset;
  const title = inLanguage(pkg.title, "id");
  const description = inLanguage(pkg.description, "id");
  const license = toIri(pkg.licenses[0]?.path);
  const agency = agencies.get(dataset.agency)?.name ?? dataset.agency;
  const [first, last] = [years.at(0), years.at(-1)];
  const places = [...new Set(codes.map((code) => code.slice(0, 5)))].map(
    (code) => regions.get(code)?.shortName ?? code,
  );
  return {
    "@type": "dcat:Dataset",
    identifier: datasetUri(baseUrl, slug),
    title,
    description: description === "" ? title : description,
    keyword: pkg.keywords.length === 0 ? [agency] : pkg.keywords,
    modified: modifiedAt(details).toISOString(),
    issued: dataset.createdAt.toISOString(),
    accessLevel: "public",
    language: ["id"],
    landingPage: datasetUri(baseUrl, slug),
    publisher: { "@type": "org:Organization", name: agency },
    contactPoint: {
      "@type": "vcard:Contact",
      fn: agency,
      // Demanded, but none is better than one that nobody reads.
      ...(contactEmail === undefined ? {} : { hasEmail: `mailto:${contactEmail}` }),
    },
    ...(license === undefined ? {} : { license }),
    ...(pkg.frequency === undefined ? {} : { accrualPeriodicity: REPEATS[pkg.frequency] }),
    ...(pkg.topics.length === 0 ? {} : { theme: pkg.topics.map((topic) => topics.get(topic)?.title.id ?? topic) }),
    ...(first === undefined || last === undefined ? {} : { temporal: `${first}-01-01/${last}-12-31` }),
    ...(places.length === 0 ? {} : { spatial: places.join(", ") }),
    ...(withdrawn === undefined
      ? {
          describedBy: `${baseUrl}/dataset/${slug}/v${number}/datapackage.json`,
          describedByType: "application/json",
          distribution: formatsOf(current).map(({ ending, mediaType }) => ({
            "@type": "dcat:Distribution",
            title: formatTitle(ending),
            downloadURL: `${baseUrl}/download/${slug}.${ending}`,
            // Of a media type DCAT-US takes no parameters.
            mediaType: mediaType.split(";", 1)[0],
            format: formatTitle(ending),
          })),
        }
      : {}),
  };
}
