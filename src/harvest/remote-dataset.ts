/**
 * A dataset as another catalogue lists it, whatever that catalogue speaks: what our own dataset is made from, cut to sizes that fit.
 * Of its files only those that can hold a table count, and a table that is offered in several formats counts once.
 */
import { z } from "zod";

const MOST_FILES = 200;
const MOST_KEYWORDS = 100;

const fileShape = z.object({
  /** Of this file at the source; its address where it has no other name. */
  id: z.string(),
  address: z.string(),
  format: z.string(),
  title: z.string(),
});

const datasetShape = z.object({
  /** At the source, for ever. */
  id: z.string(),
  /** A short name for addresses, where the source has one. */
  name: z.string().optional(),
  title: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  license: z
    .object({ name: z.string().optional(), path: z.string().optional(), title: z.string().optional() })
    .optional(),
  /** Where the source shows it to people. */
  page: z.string().optional(),
  files: z.array(fileShape),
});

/** A page of a source's list: what stands on it and where the list goes on. Kept, so that a page that did not change is not sent again. */
export const listPageShape = z.object({ datasets: z.array(datasetShape), next: z.string().optional() });

export type RemoteFile = z.output<typeof fileShape>;
export type RemoteDataset = z.output<typeof datasetShape>;
export type ListPage = z.output<typeof listPageShape>;

type Loose = { readonly [K in keyof Omit<RemoteDataset, "files" | "keywords" | "license">]?: unknown } & {
  readonly keywords?: readonly unknown[];
  readonly license?: { readonly name?: unknown; readonly path?: unknown; readonly title?: unknown };
  readonly files: readonly { readonly [K in keyof RemoteFile]?: unknown }[];
};

/** Text without control characters, cut; undefined for what is no text or empty. */
function textOf(value: unknown, most: number): string | undefined {
  if (typeof value !== "string") return undefined;
  // Half of a character that two code units make is not kept, nor what no database takes.
  const clean = value
    .slice(0, most)
    .replace(/[^\P{Cc}\n\t]/gu, " ")
    .replace(/\p{Cs}/gu, "")
    .trim();
  return clean === "" ? undefined : clean;
}

/** Of what a list says, loosely; undefined where it names no dataset. */
export function toRemoteDataset(said: Loose, base: string): RemoteDataset | undefined {
  const id = textOf(said.id, 1000);
  const title = textOf(said.title, 300) ?? textOf(said.name, 300) ?? id?.slice(0, 300);
  if (id === undefined || title === undefined) return undefined;
  const files = said.files.slice(0, MOST_FILES).flatMap((file) => toRemoteFile(file, base) ?? []);
  const [name, page] = [textOf(said.name, 200), webAddressOf(said.page, base)];
  const license = toLicense(said.license);
  return {
    id,
    ...(name === undefined ? {} : { name }),
    title,
    description: textOf(said.description, 10_000) ?? "",
    keywords: [
      ...new Set((said.keywords ?? []).slice(0, MOST_KEYWORDS).flatMap((keyword) => textOf(keyword, 100) ?? [])),
    ],
    ...(license === undefined ? {} : { license }),
    ...(page === undefined ? {} : { page }),
    files,
  };
}

function toRemoteFile(said: Loose["files"][number], base: string): RemoteFile | undefined {
  const address = webAddressOf(said.address, base);
  if (address === undefined) return undefined;
  return {
    id: textOf(said.id, 1000) ?? address,
    address,
    format: formatOf(textOf(said.format, 200) ?? "", address),
    title: textOf(said.title, 300) ?? "",
  };
}

function toLicense(said: Loose["license"]): RemoteDataset["license"] {
  const [name, path, title] = [textOf(said?.name, 100), textOf(said?.path, 500), textOf(said?.title, 300)];
  if (name === undefined && path === undefined && title === undefined) return undefined;
  return { ...(name ? { name } : {}), ...(path ? { path } : {}), ...(title ? { title } : {}) };
}

function webAddressOf(value: unknown, base: string): string | undefined {
  const text = textOf(value, 2000);
  if (text === undefined || !URL.canParse(text, base)) return undefined;
  const url = new URL(text, base);
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** The formats that our reader takes, those first that lose least. */
const TABULAR = ["csv", "tsv", "xlsx", "ods", "xls"] as const;

const MEANINGS: Readonly<Record<string, (typeof TABULAR)[number]>> = {
  "text/csv": "csv",
  "text/tab-separated-values": "tsv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.ms-excel": "xls",
  excel: "xlsx",
};

/** What a list calls the format, in one small word; the address's ending where it calls it nothing. */
function formatOf(said: string, address: string): string {
  const word = (said.toLowerCase().split(";")[0] ?? "").trim();
  const last = word.split("/").slice(-2).join("/");
  const known = MEANINGS[word] ?? MEANINGS[last] ?? word.split(/[/#.]/).at(-1) ?? "";
  return known === "" ? endingOf(address) : known;
}

const endingOf = (address: string): string =>
  /\.([a-z0-9]{2,7})$/i.exec(new URL(address).pathname)?.[1]?.toLowerCase() ?? "";

/** The tables of a dataset: each file that may hold one, in its best format. Two files are one table when only their endings differ. */
export function tablesOf({ files }: RemoteDataset): readonly RemoteFile[] {
  const best = new Map<string, RemoteFile>();
  const rank = ({ format }: RemoteFile): number => TABULAR.findIndex((known) => known === format);
  for (const file of files) {
    if (rank(file) < 0) continue;
    const { origin, pathname, search } = new URL(file.address);
    const stem = `${origin}${pathname.replace(/\.[a-z0-9.]{2,12}$/i, "")}${search}`;
    const other = best.get(stem);
    if (other === undefined || rank(file) < rank(other)) best.set(stem, file);
  }
  return [...best.values()];
}
