/**
 * Why a dataset was found: its title with the words that matched, and the first other text in which they stand. Marks are parts of a
 * list, never markup: whoever shows them escapes them.
 */
import { inLanguage, type Lang } from "../kernel/locale.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { Dataset } from "./datasets.ts";
import { collectValues, type PreparedSearch, tsqueryOf } from "./search-terms.ts";

export interface MatchPart {
  readonly text: string;
  readonly hit: boolean;
}

export type MatchField = "title" | "keywords" | "fields" | "description" | "categories";

export interface Match {
  readonly title: readonly MatchPart[];
  /** Where else; absent where only the title has the words. */
  readonly found?: { readonly field: MatchField; readonly parts: readonly MatchPart[] } | undefined;
}

/** Of Unicode's private use: taken out of every text before. */
const [START, STOP] = ["\uE000", "\uE001"];
const MAX_TEXT = 5_000;
const FIELDS: readonly MatchField[] = ["keywords", "fields", "description", "categories"];

/** By slug. */
export async function explainMatches(
  tx: ReadTx,
  search: PreparedSearch,
  datasets: readonly Dataset[],
  lang: Lang,
): Promise<ReadonlyMap<string, Match>> {
  const values = collectValues();
  const tsquery = tsqueryOf({ ...search, loose: true });
  const titles = datasets.map((dataset) => textOf(dataset, "title", lang));
  if (tsquery === undefined)
    return new Map(datasets.map(({ slug }, index) => [slug, { title: readParts(titles[index] ?? "") }]));
  const ids = values.add(datasets.map(({ id }) => id));
  const columns = (["title", ...FIELDS.slice(0, 3)] as MatchField[]).map(
    (field) => `${values.add(datasets.map((dataset) => textOf(dataset, field, lang)))}::text[]`,
  );
  const config = lang === "id" ? "indonesian" : "english";
  const short = "MaxFragments=1, MaxWords=18, MinWords=6, ShortWord=2";
  const marked = (text: string, options: string): string =>
    `ts_headline('${config}', ${text}, t.query, ${values.add(`StartSel="${START}", StopSel="${STOP}", ${options}`)})`;
  const rows = await tx.query<{ id: number } & Record<MatchField, string>>(
    `select x.id, ${marked("x.title", "HighlightAll=true")} as title, ${FIELDS.map((field) => `${marked(field === "categories" ? "left(coalesce(s.categories, ''), 5000)" : `x.${field}`, short)} as ${field}`).join(", ")}
     from unnest(${ids}::integer[], ${columns.join(", ")}) x (id, title, ${FIELDS.slice(0, 3).join(", ")})
     left join catalogue.search_entry s on s.dataset = x.id cross join (select ${values.add(tsquery)}::tsquery as query) t`,
    values.list,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(datasets.map(({ id, slug }) => [slug, toMatch(byId.get(id))]));
}

function toMatch(row: Record<MatchField, string> | undefined): Match {
  const title = readParts(row?.title ?? "");
  const field = FIELDS.find((name) => row?.[name].includes(START) === true);
  return row === undefined || field === undefined
    ? { title }
    : { title, found: { field, parts: readParts(row[field]) } };
}

function textOf({ current, package: declared }: Dataset, field: MatchField, lang: Lang): string {
  const pkg = current?.package ?? declared;
  const texts = {
    title: () => inLanguage(pkg.title, lang),
    keywords: () => pkg.keywords.join(" · "),
    fields: () =>
      pkg.schema.fields.map(({ name, title }) => (title === undefined ? name : inLanguage(title, lang))).join(" · "),
    description: () => inLanguage(pkg.description, lang),
    categories: () => "",
  };
  return texts[field]()
    .replace(/[\uE000\uE001]/g, "")
    .slice(0, MAX_TEXT);
}

function readParts(marked: string): readonly MatchPart[] {
  return marked.split(new RegExp(`(${START}[^${STOP}]*${STOP})`)).flatMap((text): readonly MatchPart[] => {
    if (text === "") return [];
    return text.startsWith(START) ? [{ text: text.slice(1, -1), hit: true }] : [{ text, hit: false }];
  });
}
