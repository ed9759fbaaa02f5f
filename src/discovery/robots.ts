/**
 * `/robots.txt` and `/llms.txt`: where a program that reads the whole site finds what there is. Kept from it are the rooms of staff, and
 * the addresses that show a page in another theme.
 */
import type { OpenEntry } from "../catalogue/open-datasets.ts";

/** The part of the address that is the server's own when it stands below another; "" where it has a host of its own. */
const prefixOf = (baseUrl: string): string => new URL(baseUrl).pathname.replace(/\/$/, "");

const CLOSED = ["/kerja", "/masuk", "/keluar", "/*?tema=", "/*&tema="];

export const writeRobots = (baseUrl: string): string =>
  [
    "User-agent: *",
    ...CLOSED.map((path) => `Disallow: ${prefixOf(baseUrl)}${path}`),
    "",
    `Sitemap: ${baseUrl}/sitemap.xml`,
    "",
  ].join("\n");

/** So many datasets are named; the rest are in the catalogue. */
const NAMED = 200;

/** Markdown, as llmstxt.org has it: what this is, how it is asked, and what there is. */
export const writeLlms = (baseUrl: string, entries: readonly OpenEntry[]): string =>
  `# Jendela Sulsel

> Katalog data terbuka dan layanan data dasar Provinsi Sulawesi Selatan. The open-data catalogue and basic-data service of South Sulawesi, Indonesia.

Setiap dataset punya versi yang tidak pernah berubah; sebut nomornya bila mengutip angka. Every dataset has versions that never change: name the version when you quote a figure.
Regions are codes of Kemendagri with dots (73.06), periods are written 2024, 2024-S1, 2024-Q3 or 2024-05. An empty cell has no value; it is not zero.

## How to ask

- [GraphQL](${baseUrl}/graphql): search, rows, aggregates, indicators by region and period
- [OpenAPI](${baseUrl}/openapi.json): all other calls
- Rows as CSV: ${baseUrl}/download/{slug}.csv, of version n ${baseUrl}/download/{slug}/v{n}.csv; any field filters (?tahun=2024)
- What a dataset's fields mean: ${baseUrl}/dataset/{slug}/datapackage.json
- [What has changed](${baseUrl}/api/v1/changes)

## Datasets

${entries
  .slice(0, NAMED)
  .map(({ slug, title }) => `- [${plain(title)}](${baseUrl}/dataset/${slug})\n`)
  .join("")}${entries.length > NAMED ? `- [${entries.length - NAMED} more](${baseUrl}/dataset)\n` : ""}`;

/** A title as the words of a link. */
const plain = (title: string): string => title.replace(/\s+/g, " ").replace(/[\\[\]<>]/g, "\\$&");
