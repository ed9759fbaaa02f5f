/**
 * Answers kept in memory for as long as what they read is as it was, and the tags by which a client asks whether it still is. A tag
 * names the parts that were read, so that any server can tell from the tag alone, without reading a row or remembering the answer,
 * whether the same question would be answered the same. A tag that somebody made up deceives nobody but them.
 */
import { hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { LRUCache } from "lru-cache";
import { type Read, readNow, stillHolds } from "../catalogue/reading.ts";
import { EVERYTHING, type Part, REFERENCE, type States } from "../catalogue/states.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import { type ETag, listTags } from "./conditional.ts";

/** Everything that decides an answer besides the states of what it reads: who may ask, the question, the schema; in one short word. */
export type AnswerKey = string & { readonly brand: "AnswerKey" };

export interface KeptAnswer {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly read: Read;
  /** Does it name the version of every row in it? Then it may be kept without asking, for a while. */
  readonly lasting: boolean;
  /** How it was sent to a GET; absent while it was to a POST only. */
  readonly head?: Head | undefined;
}

export interface KeptAnswers {
  readonly states: States;
  /** Undefined when it is not kept, or something that it read has changed. */
  readonly find: (key: AnswerKey) => KeptAnswer | undefined;
  readonly keep: (key: AnswerKey, answer: KeptAnswer) => void;
  /** What was answered to a GET at this place, if it is kept and still holds. */
  readonly findAt: (place: string) => KeptAnswer | undefined;
  readonly keepAt: (place: string, key: AnswerKey) => void;
}

/** Headers as they were sent, the names and values in turn. */
export interface Head {
  readonly etag: ETag;
  readonly whole: readonly string[];
  /** For 304: without what describes the bytes. */
  readonly unchanged: readonly string[];
}

/** Where an answer to a GET is found again before anybody has looked at the question. */
export const placeOf = (address: string, accept: string | undefined): string => `${accept ?? ""} ${address}`;

/** What an entry takes besides its bytes, about. */
const OVERHEAD = 500;
/** Parts of the memory: a large answer is larger than a sixteenth of it; together they have a third. */
const LARGE = 16;
const LARGE_SHARE = 3;
const MAX_PLACES = 10_000;
const MAX_PLACE = 8000;

export function createKeptAnswers(states: States, maxBytes: number): KeptAnswers {
  if (maxBytes === 0)
    return { states, find: () => undefined, keep: () => {}, findAt: () => undefined, keepAt: () => {} };
  // Large answers have a place of their own: whoever walks through the whole catalogue shall not drive out hundreds of small ones.
  const share = Math.ceil(maxBytes / LARGE_SHARE);
  const large = createCache(share, share);
  const small = createCache(maxBytes - share, Math.ceil(maxBytes / LARGE));
  const places = new LRUCache<string, AnswerKey>({ max: MAX_PLACES });
  const find = (key: AnswerKey): KeptAnswer | undefined => {
    const answer = small.get(key) ?? large.get(key);
    if (answer === undefined || stillHolds(states, answer.read)) return answer;
    small.delete(key);
    large.delete(key);
    return undefined;
  };
  return {
    states,
    find,
    keep: (key, answer) => {
      const [place, other] = sizeOf(answer) > small.maxEntrySize ? [large, small] : [small, large];
      other.delete(key);
      place.set(key, answer);
    },
    findAt: (place) => {
      const key = places.get(place);
      return key === undefined ? undefined : find(key);
    },
    keepAt: (place, key) => {
      if (place.length <= MAX_PLACE) places.set(place, key);
    },
  };
}

const sizeOf = ({ bytes }: KeptAnswer): number => bytes.length + OVERHEAD;

/** What is larger than `maxEntrySize` is not kept. */
const createCache = (maxSize: number, maxEntrySize: number): LRUCache<AnswerKey, KeptAnswer> =>
  new LRUCache({ maxSize, maxEntrySize, sizeCalculation: sizeOf });

export const answerKey = (...question: readonly (string | null)[]): AnswerKey =>
  hash("sha256", JSON.stringify(question), "base64url") as AnswerKey; // the only place that makes one

/** Characters of a tag that are a hash of question and states: 132 bits. */
const HASH_LENGTH = 22;
const LASTING = "L";
const PASSING = "P";
/** What is no slug and not written as it is. */
const MARKS: readonly (readonly [Part, string])[] = [
  [REFERENCE, "R"],
  [EVERYTHING, "E"],
];

/** `"<hash><L or P><parts, "_" between>"`: a slug is small letters, digits and hyphens, so nothing is mistaken for one. */
export function tagOf(key: AnswerKey, read: Read, lasting: boolean): ETag {
  const mark = lasting ? LASTING : PASSING;
  const parts = read.map(([part]) => MARKS.find(([marked]) => marked === part)?.[1] ?? part).join("_");
  return `"${hash("sha256", `${key}${mark}${JSON.stringify(read)}`, "base64url").slice(0, HASH_LENGTH)}${mark}${parts}"`;
}

/** The tag of an `If-None-Match` that would be the answer's tag now; undefined when there is none, or nobody can tell. */
export function findFreshTag(
  { "if-none-match": given }: IncomingHttpHeaders,
  key: AnswerKey,
  states: States,
): { readonly etag: ETag; readonly lasting: boolean } | undefined {
  if (given === undefined) return undefined;
  for (const tag of listTags(given)) {
    const inside = tag.slice(1 + HASH_LENGTH, -1);
    const lasting = inside.startsWith(LASTING);
    const parts = partsOf(inside.slice(1));
    const now = parts && readNow(states, parts);
    if (now === undefined) continue;
    const etag = tagOf(key, now, lasting);
    if (etag === tag) return { etag, lasting };
  }
  return undefined;
}

function partsOf(text: string): readonly Part[] | undefined {
  const parts = text.split("_").map(partOf);
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known : undefined;
}

function partOf(text: string): Part | undefined {
  const marked = MARKS.find(([, mark]) => mark === text)?.[0];
  return marked ?? (isDatasetSlug(text) ? text : undefined);
}
