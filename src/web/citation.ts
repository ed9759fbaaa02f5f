/** How a version is cited, as a sentence and as BibTeX. Its address never changes what it gives. */
import type { Version } from "../catalogue/versions.ts";
import type { Lang } from "../kernel/locale.ts";
import { showDay, showText } from "./show.ts";
import { datasetWords } from "./words-dataset.ts";

const yearOf = (time: Date): string =>
  new Intl.DateTimeFormat("en", { year: "numeric", timeZone: "Asia/Makassar" }).format(time);

const addressOf = ({ slug, number }: Version, baseUrl: string): string => `${baseUrl}/dataset/${slug}/v${number}`;

export function citeVersion(version: Version, baseUrl: string, now: Date, lang: Lang): string {
  const t = datasetWords[lang];
  const { agencyName, package: pkg, number, publishedAt } = version;
  return `${agencyName} (${yearOf(publishedAt)}). ${showText(pkg.title, lang)}, ${t.version.toLowerCase()} ${number}. Jendela Sulsel. ${addressOf(version, baseUrl)} (${t.retrieved} ${showDay(now, lang)}).`;
}

/** Characters that mean something to BibTeX are taken out of the texts. */
const plain = (text: string): string =>
  text
    .replace(/[{}\\@%#$&~^_]/g, " ")
    .replace(/\s+/g, " ")
    .trim();

export function bibtexOf(version: Version, baseUrl: string, now: Date, lang: Lang): string {
  const { slug, number, agencyName, package: pkg, publishedAt } = version;
  return `@misc{${slug}-v${number},
  author = {{${plain(agencyName)}}},
  title = {{${plain(showText(pkg.title, lang))}}},
  year = {${yearOf(publishedAt)}},
  version = {${number}},
  publisher = {Jendela Sulsel},
  url = {${addressOf(version, baseUrl)}},
  urldate = {${now.toISOString().slice(0, 10)}}
}
`;
}
