/** `/data.json` by DCAT-US 1.1: one document that lists everything. Only what is public is taken. */
import { BadDocument, isRecord, type Loose, parseJson, recordsIn } from "./document.ts";
import { type ListPage, toRemoteDataset } from "./remote-dataset.ts";

/** The document's address of a portal's. */
export function dataJsonStart(portal: string): string {
  const url = new URL(portal);
  if (!/\.json$/i.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/+$/, "")}/data.json`;
  return url.href;
}

/** Throws BadDocument. */
export function readDataJson(text: string, address: string): ListPage {
  const answer = parseJson(text);
  const list = Array.isArray(answer) ? answer : isRecord(answer) ? answer.dataset : undefined;
  if (!Array.isArray(list)) throw new BadDocument("data.json");
  return {
    datasets: recordsIn(list)
      .filter(({ accessLevel }) => accessLevel === undefined || accessLevel === "public")
      .flatMap((dataset) => toDataset(dataset, address) ?? []),
  };
}

function toDataset(said: Loose, base: string): ListPage["datasets"][number] | undefined {
  const { identifier } = said;
  return toRemoteDataset(
    {
      id: identifier,
      name: typeof identifier === "string" ? lastPartOf(identifier) : undefined,
      title: said.title,
      description: said.description,
      keywords: Array.isArray(said.keyword) ? said.keyword : [],
      license: { path: said.license },
      page: said.landingPage,
      files: recordsIn(said.distribution).map(({ downloadURL, mediaType, format, title }) => ({
        address: downloadURL,
        format: format || mediaType,
        title,
      })),
    },
    base,
  );
}

/** Of an address, its last part; a name otherwise. */
export const lastPartOf = (identifier: string): string =>
  identifier.split(/[?#]/, 1)[0]?.replace(/\/+$/, "").split("/").at(-1) ?? identifier;
