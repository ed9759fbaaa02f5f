/**
 * What a dataset is found by, written with its package: folded text in three configurations (the word as written, its Indonesian stem,
 * its English stem), the title and the keywords also by themselves. What its rows hold follows in the background (`search-values.ts`).
 */
import type { DatasetId } from "../kernel/ids.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { DataPackage } from "../kernel/package.ts";
import type { WriteTx } from "../store/transaction.ts";

/** Small letters without accents, one space between words. */
export const foldText = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

/** How many words of a search count, and how long each may be. */
const MAX_WORDS = 12;
const MAX_WORD = 60;

/** "Angka Kemiskinan 2024" → its words, folded. A dot stays within a code: "73.06". */
export const searchWords = (search: string): readonly string[] =>
  (foldText(search).match(/[\p{L}\p{N}]+(?:\.\p{N}+)*/gu) ?? [])
    .map((word) => word.slice(0, MAX_WORD))
    .slice(0, MAX_WORDS);

const bothLanguages = (text: LocalisedText | undefined): readonly string[] =>
  text === undefined ? [] : typeof text === "string" ? [text] : [text.id, text.en ?? ""];

/** Beyond this a text adds nothing to finding it. */
const MAX_TEXT = 20_000;

const folded = (texts: readonly string[]): string => foldText(texts.join(" . ")).slice(0, MAX_TEXT);

/** A folded text as PostgreSQL searches it: its words without their places; `value` is SQL. */
export const vectorOf = (value: string): string =>
  `strip(to_tsvector('simple', ${value}) || to_tsvector('indonesian', ${value}) || to_tsvector('english', ${value}))`;

/** What a package says of its dataset, folded. */
interface SearchTexts {
  readonly title: string;
  readonly keywords: string;
  readonly description: string;
}

const searchTexts = (pkg: DataPackage): SearchTexts => ({
  title: folded([...bothLanguages(pkg.title), pkg.name.replaceAll("-", " ")]),
  keywords: folded([
    ...pkg.keywords,
    ...pkg.schema.fields.flatMap((field) => [field.name.replaceAll("_", " "), ...bothLanguages(field.title)]),
  ]),
  description: folded(bothLanguages(pkg.description)),
});

/** Writes what the dataset is found and sorted by into its entry: of the published package, or of the declared one before that. */
export async function indexDataset(tx: WriteTx, dataset: DatasetId, pkg: DataPackage): Promise<void> {
  const { title, keywords, description } = searchTexts(pkg);
  await learnWords(tx, [title, keywords, description]);
  await tx.query(
    `with about as (
       select $2::text as title,
         concat_ws(' . ', $3::text, (select lower(public.unaccent(string_agg(concat_ws(' ', t.title_id, t.title_en), ' . ')))
                                     from catalogue.topic t where t.slug = any($5::text[]))) as keywords,
         concat_ws(' . ', $4::text, (select lower(public.unaccent(concat_ws(' ', a.name, a.name_en, a.short_name)))
                                     from catalogue.dataset d join catalogue.agency a on a.slug = d.agency where d.id = $1)) as description
     ), made as (
       select ${vectorOf("title")} as title, ${vectorOf("keywords")} as keys,
         ${vectorOf("concat_ws(' ', title, keywords, description)")} as texts
       from about
     )
     update catalogue.search_entry e set title = m.title, keys = m.keys, texts = m.texts, terms = m.texts || ${vectorOf("e.categories")},
       topics = $5::text[], keywords = $6::text[], frequency = $7, license = $8, title_key = $9 from made m where e.dataset = $1`,
    [
      dataset,
      title,
      keywords,
      description,
      pkg.topics,
      pkg.keywords,
      pkg.frequency ?? null,
      pkg.licenses[0]?.name ?? null,
      foldText(bothLanguages(pkg.title)[0] ?? pkg.name).slice(0, 500),
    ],
  );
}

/** Adds to the words that are known. In their order, so that two who learn the same words wait for each other and not in a circle. */
export async function learnWords(tx: WriteTx, texts: readonly string[]): Promise<void> {
  const words = new Set(texts.join(" ").match(/\p{L}{3,40}/gu) ?? []);
  await tx.query(
    "insert into catalogue.search_word (word) select word from unnest($1::text[]) word order by word on conflict do nothing",
    [[...words]],
  );
}
