/** What a dataset is found and sorted by: folded text, the same for what is stored and for what is asked. */

import type { DatasetId } from "../kernel/ids.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { DataPackage } from "../kernel/package.ts";
import type { WriteTx } from "../store/transaction.ts";

/** Small letters without accents, one space between words. */
export const foldText = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

/** How many words of a search count, and how long each may be. */
const MAX_WORDS = 10;
const MAX_WORD = 60;

/** "Angka Kemiskinan 2024" → its words, folded. */
export const searchWords = (search: string): readonly string[] =>
  foldText(search)
    .split(/[^\p{L}\p{N}.]+/u)
    .filter((word) => word !== "")
    .map((word) => word.slice(0, MAX_WORD))
    .slice(0, MAX_WORDS);

const bothLanguages = (text: LocalisedText | undefined): readonly string[] =>
  text === undefined ? [] : typeof text === "string" ? [text] : [text.id, text.en ?? ""];

/** Beyond this a description adds nothing to finding it. */
const MAX_SEARCH = 20_000;

/** Writes what the dataset is found by, from a package: the published one, or the declared one before that. */
export async function indexDataset(tx: WriteTx, dataset: DatasetId, pkg: DataPackage): Promise<void> {
  const texts = [
    ...bothLanguages(pkg.title),
    pkg.name,
    ...pkg.keywords,
    ...pkg.topics,
    ...bothLanguages(pkg.description),
    ...pkg.schema.fields.flatMap((field) => [field.name.replaceAll("_", " "), ...bothLanguages(field.title)]),
  ];
  await tx.query(
    `update catalogue.dataset d set title_key = $2,
       search = $3 || ' ' || coalesce((select lower(public.unaccent(concat_ws(' ', a.name, a.name_en, a.short_name)))
                                       from catalogue.agency a where a.slug = d.agency), '')
     where d.id = $1`,
    [
      dataset,
      foldText(bothLanguages(pkg.title)[0] ?? pkg.name).slice(0, 500),
      foldText(texts.join(" ")).slice(0, MAX_SEARCH),
    ],
  );
}
