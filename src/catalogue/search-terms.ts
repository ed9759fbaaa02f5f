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
  /** The words in all their forms or whatever means the same, as the text of a tsquery; empty where nothing is left of them. */
  readonly query: string;
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
  const corrected = [...spellings].flatMap(([from, { near }]) => (near === undefined ? [] : [{ from, to: near.word }]));
  return { query, terms, corrected, loose: false };
}

interface Spelling {
  /** As PostgreSQL searches it: as written, and by its stems; also as a beginning where only that is known. */
  readonly forms: readonly string[];
  readonly near: Near | undefined;
}

interface Near {
  readonly word: string;
  readonly forms: readonly string[];
}

/** A word's forms, as an array of the texts of tsqueries; `word` is SQL. */
const formsOf = (word: string): string =>
  `array[${["simple", "indonesian", "english"].map((config) => `plainto_tsquery('${config}', ${word})::text`).join(", ")}]`;

async function spell(
  tx: ReadTx,
  words: readonly string[],
  synonyms: SearchKnowledge["synonyms"],
): Promise<ReadonlyMap<string, Spelling>> {
  if (words.length === 0) return new Map();
  // A word that has a meaning of its own is neither unfinished nor misspelt, even where no dataset has it.
  const meant = words.map((word) => synonyms.has(word));
  const rows = await tx.query<{ word: string; forms: string[]; near: Near[] | null }>(
    `select w.word,
       case when begins then array[to_tsquery('simple', w.word || ':*')::text] else '{}' end || ${formsOf("w.word")} as forms,
       case when not (meant or known or begins) and length(w.word) > 3 then (
         select json_agg(json_build_object('word', n.word, 'forms', ${formsOf("n.word")}) order by n.likeness desc, n.word)
         from (select s.word, similarity(s.word, w.word) as likeness from catalogue.search_word s where s.word % w.word
               order by 2 desc, 1 limit 8) n)
       end as near
     from unnest($1::text[], $2::boolean[]) w (word, meant),
       lateral (select exists (select from catalogue.search_word s where s.word = w.word) as known) k,
       lateral (select not meant and not known and position('.' in w.word) = 0 and exists (
         select from catalogue.search_word s where s.word > w.word and s.word < w.word || chr(1114111)) as begins) b`,
    [words, meant],
  );
  return new Map(rows.map(({ word, forms, near }) => [word, { forms, near: nearest(word, near ?? []) }]));
}

/** One slip in a short word, two in a long one. */
function nearest(word: string, candidates: readonly Near[]): Near | undefined {
  const most = word.length < 6 ? 1 : 2;
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate.word, most) }))
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
  const spelt = words.map((word) => spellings.get(word)?.near?.word ?? word);
  const terms: SearchTerm[] = [];
  for (let at = 0; at < words.length; ) {
    let length = Math.min(LONGEST_PHRASE, words.length - at);
    while (length > 1 && !synonyms.has(spelt.slice(at, at + length).join(" "))) length -= 1;
    const own = spelt.slice(at, at + length);
    const every = words.slice(at, at + length).map((word) => queryOf(spellings.get(word)));
    const also = synonyms.get(own.join(" ")) ?? [];
    terms.push({ words: own, query: joined([joined(every, "&"), ...also], "|") });
    at += length;
  }
  return terms;
}

const queryOf = (spelling: Spelling | undefined): string => joined((spelling?.near ?? spelling)?.forms ?? [], "|");

/**
 * Texts of tsqueries as one; PostgreSQL takes no empty operand, weighs what is said twice as twice as frequent, and looks at each row for
 * it twice.
 */
function joined(queries: readonly string[], operator: "&" | "|"): string {
  const different = [...new Set(queries)].filter((query) => query !== "");
  return different.length === 1 ? (different[0] ?? "") : different.map((query) => `(${query})`).join(` ${operator} `);
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

/** What the terms ask for, as the text of a tsquery, which may ask for nothing; undefined where there are no terms. */
export const tsqueryOf = ({ terms, loose }: PreparedSearch): string | undefined =>
  terms.length === 0
    ? undefined
    : joined(
        terms.map(({ query }) => query),
        loose ? "|" : "&",
      );
