/**
 * A page of a DCAT catalogue: its `dcat:Dataset`s with their distributions, whatever RDF form they come in, and the next page by either
 * generation of Hydra. What DCAT leaves open (a title in several languages, a licence at the dataset or its files) is settled here.
 */
import { hostTask } from "../tabular/worker-host.ts";
import { lastPartOf } from "./data-json.ts";
import { BadDocument } from "./document.ts";
import { type Graph, type Term, toGraph } from "./graph.ts";
import { readRdf } from "./rdf.ts";
import { type ListPage, toRemoteDataset } from "./remote-dataset.ts";

const DCAT = "http://www.w3.org/ns/dcat#";
const DCT = "http://purl.org/dc/terms/";
const HYDRA = "http://www.w3.org/ns/hydra/core#";

/** So many characters are read quicker than a thread begins. */
const LENGTH_FOR_A_THREAD = 300_000;
const LIMITS = { memoryMb: 512, seconds: 120 };

/** A long document is read in a thread of its own, since parsing would hold up every other request. Throws BadDocument. */
export async function readDcat(text: string, got: Pick<PageRequest, "address" | "type">): Promise<ListPage> {
  if (text.length < LENGTH_FOR_A_THREAD) return readDcatPage(text, got);
  const { address, type } = got;
  const request: PageRequest = { text, address, type };
  const answer = await hostTask({ module: new URL(import.meta.url), name: "readPage", request }, {}, LIMITS);
  const { page, bad } = answer as Awaited<ReturnType<typeof readPage>>; // the thread's own answer
  if (page === undefined) throw new BadDocument(bad ?? "DCAT");
  return page;
}

interface PageRequest {
  readonly text: string;
  readonly address: string;
  readonly type: string;
}

/**
 * The thread's side, found by its name.
 * @public
 */
export async function readPage({ text, ...got }: PageRequest): Promise<{ page?: ListPage; bad?: string }> {
  try {
    return { page: await readDcatPage(text, got) };
  } catch (error) {
    if (error instanceof BadDocument) return { bad: error.message };
    throw error;
  }
}

/** Throws BadDocument. */
export async function readDcatPage(
  text: string,
  { address, type }: { address: string; type: string },
): Promise<ListPage> {
  const graph = toGraph(await readRdf(text, type, address));
  const subjects = graph.ofType(`${DCAT}Dataset`);
  if (subjects.length === 0 && graph.ofType(`${DCAT}Catalog`).length === 0) throw new BadDocument("DCAT");
  const next = nextOf(graph);
  return {
    datasets: subjects.flatMap((subject) => toDataset(graph, subject, address) ?? []),
    ...(next === undefined || !URL.canParse(next, address) ? {} : { next: new URL(next, address).href }),
  };
}

function nextOf(graph: Graph): string | undefined {
  for (const kind of ["PartialCollectionView", "PagedCollection"])
    for (const page of graph.ofType(`${HYDRA}${kind}`))
      for (const name of ["next", "nextPage"]) {
        const [next] = graph.values(page, `${HYDRA}${name}`);
        if (next !== undefined) return next.value;
      }
  return undefined;
}

function toDataset(graph: Graph, subject: string, base: string): ListPage["datasets"][number] | undefined {
  const said = (name: string): string | undefined => inOneLanguage(graph.values(subject, name));
  const distributions = graph.values(subject, `${DCAT}distribution`).map(({ value }) => value);
  const identifier = said(`${DCT}identifier`);
  const isNamed = /^https?:/.test(subject);
  const license = licenseOf(graph, [subject, ...distributions]);
  return toRemoteDataset(
    {
      // A blank node has another name at every reading.
      id: isNamed ? subject : identifier,
      name: identifier === undefined || /^https?:/.test(identifier) ? lastPartOf(identifier ?? subject) : identifier,
      title: said(`${DCT}title`),
      description: said(`${DCT}description`),
      keywords: inOneLanguageEach(graph.values(subject, `${DCAT}keyword`)),
      ...(license === undefined ? {} : { license }),
      page:
        graph.values(subject, `${DCAT}landingPage`).find(({ value }) => /^https?:[^#]+$/.test(value))?.value ?? subject,
      files: distributions.map((file) => toFile(graph, file)),
    },
    base,
  );
}

function toFile(graph: Graph, file: string) {
  const first = (name: string): string | undefined => graph.values(file, name)[0]?.value;
  return {
    id: /^https?:/.test(file) ? file : undefined,
    address: first(`${DCAT}downloadURL`) ?? first(`${DCAT}accessURL`),
    format: first(`${DCAT}mediaType`) ?? first(`${DCT}format`),
    title: inOneLanguage(graph.values(file, `${DCT}title`)),
  };
}

function licenseOf(graph: Graph, places: readonly string[]) {
  const [found] = places.flatMap((place) => graph.values(place, `${DCT}license`));
  if (found === undefined) return undefined;
  return found.kind === "literal" ? { title: found.value } : { path: found.value };
}

/** Indonesian where there is any, then what names no language, then the first. */
function inOneLanguage(terms: readonly Term[]): string | undefined {
  const texts = terms.filter(({ kind }) => kind === "literal");
  return (texts.find(({ lang }) => lang === "id") ?? texts.find(({ lang }) => lang === "") ?? texts[0])?.value;
}

function inOneLanguageEach(terms: readonly Term[]): readonly string[] {
  const own = terms.filter(({ lang }) => lang === "id" || lang === "");
  return (own.length === 0 ? terms : own).map(({ value }) => value);
}
