/**
 * A search made ready for PostgreSQL: its words gathered into terms, each with other ways to say it, a word that is not finished taken as
 * a beginning, and one that no dataset knows taken for the nearest that some do.
 */
import type { ReadTx } from "../store/transaction.ts";
import { editDistance } from "../tabular/region-names.ts";
import type { SearchKnowledge } from "./search-knowledge.ts";
import { type SearchQuery, understandSearch } from "./search-query.ts";

export interface SearchTerm {
  /** One word, or several that have a meaning together. */
  readonly words: readonly string[];
  /** Phrases that mean the same. */
  readonly also: readonly string[];
  /** Is it the beginning of a word? */
  readonly begins: boolean;
}

export interface PreparedSearch {
  readonly query: SearchQuery;
  readonly terms: readonly SearchTerm[];
  /** Misspelt words and what they were taken for. */
  readonly corrected: readonly { readonly from: string; readonly to: string }[];
  /** Did no dataset have all of the terms, so that one of them is enough? */
  readonly loose: boolean;
}

const LONGEST_PHRASE = 4;

/** Undefined for a search that says nothing. */
export async function prepareSearch(
  tx: ReadTx,
  knowledge: SearchKnowledge,
  search: string,
): Promise<PreparedSearch | undefined> {
  const query = understandSearch(search, knowledge.findRegion);
  if (query.words.length === 0 && query.region === undefined && query.period === undefined) return undefined;
  const spellings = await spell(tx, query.words, knowledge.synonyms);
  const terms = gatherTerms(query, knowledge.synonyms, spellings);
  const corrected = [...spellings].flatMap(([from, { near }]) => (near === undefined ? [] : [{ from, to: near }]));
  return { query, terms, corrected, loose: false };
}

interface Spelling {
  /** Some dataset has a word that begins so. */
  readonly begins: boolean;
  readonly near: string | undefined;
}

async function spell(
  tx: ReadTx,
  words: readonly string[],
  synonyms: SearchKnowledge["synonyms"],
): Promise<ReadonlyMap<string, Spelling>> {
  if (words.length === 0) return new Map();
  const rows = await tx.query<{ word: string; known: boolean; begins: boolean; near: string[] | null }>(
    `select w.word, known, begins, case when not known and not begins and length(w.word) > 3 then
         array(select s.word from catalogue.search_word s where s.word % w.word order by similarity(s.word, w.word) desc, s.word limit 8)
       end as near
     from unnest($1::text[]) w (word),
       lateral (select exists (select from catalogue.search_word s where s.word = w.word) as known) k,
       lateral (select exists (select from catalogue.search_word s where s.word > w.word and s.word < w.word || chr(1114111)) as begins) b`,
    [words],
  );
  return new Map(
    rows.map(({ word, known, begins, near }) => [
      word,
      // A word that has a meaning of its own is not misspelt, even where no dataset has it.
      synonyms.has(word)
        ? { begins: false, near: undefined }
        : { begins: begins && !known, near: nearest(word, near ?? []) },
    ]),
  );
}

/** One slip in a short word, two in a long one. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  const most = word.length < 6 ? 1 : 2;
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate, most) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** From the left, the longest phrase that has a meaning of its own. */
function gatherTerms(
  { words }: SearchQuery,
  synonyms: SearchKnowledge["synonyms"],
  spellings: ReadonlyMap<string, Spelling>,
): readonly SearchTerm[] {
  const spelt = words.map((word) => spellings.get(word)?.near ?? word);
  const terms: SearchTerm[] = [];
  for (let at = 0; at < words.length; ) {
    let length = Math.min(LONGEST_PHRASE, words.length - at);
    while (length > 1 && !synonyms.has(spelt.slice(at, at + length).join(" "))) length -= 1;
    const own = spelt.slice(at, at + length);
    const word = words[at] ?? "";
    terms.push({
      words: own,
      also: synonyms.get(own.join(" ")) ?? [],
      begins: length === 1 && spellings.get(word)?.begins === true,
    });
    at += length;
  }
  return terms;
}

/** Collects bound values; gives each its `$n`. */
export interface Values {
  readonly list: unknown[];
  readonly add: (value: unknown) => string;
}

export function collectValues(): Values {
  const list: unknown[] = [];
  return { list, add: (value) => `$${list.push(value)}` };
}

/** The terms as SQL of type tsquery; undefined where there are none. */
export function tsqueryOf({ terms, loose }: PreparedSearch, values: Values): string | undefined {
  if (terms.length === 0) return undefined;
  return terms.map((term) => `(${alternativesOf(term, values)})`).join(loose ? " || " : " && ");
}

function alternativesOf({ words, also, begins }: SearchTerm, values: Values): string {
  const every = words.map((word) => {
    const value = `${values.add(word)}::text`;
    const forms = ["simple", "indonesian", "english"].map((config) => `plainto_tsquery('${config}', ${value})`);
    // Letters and digits only, so that nothing in it can be an operator.
    const beginning = begins && /^[\p{L}\p{N}]+$/u.test(word) ? [`to_tsquery('simple', ${value} || ':*')`] : [];
    return `(${[...forms, ...beginning].join(" || ")})`;
  });
  const phrases = also.flatMap((phrase) => {
    const value = `${values.add(phrase)}::text`;
    return [`plainto_tsquery('simple', ${value})`, `plainto_tsquery('indonesian', ${value})`];
  });
  return [every.join(" && "), ...phrases].join(" || ");
}
