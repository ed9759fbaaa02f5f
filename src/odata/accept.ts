/**
 * In which form an answer is wanted: `$format`, else `Accept`. JSON with little, no or full control information; numbers beyond a double's
 * digits as text where `IEEE754Compatible=true` asks for it; metadata as XML unless JSON is liked better.
 */
import type { IncomingMessage } from "node:http";
import { Fault } from "../kernel/fault.ts";

export interface JsonForm {
  readonly metadata: "minimal" | "full" | "none";
  /** 64-bit and decimal numbers as JSON strings. */
  readonly numbersAsText: boolean;
}

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

const JSON_TYPE = "application/json";
const JSON_RANGES = [JSON_TYPE, "application/*", "*/*"];
const XML_RANGES = ["application/xml", "application/*", "*/*"];

/** Throws request.not-acceptable when no JSON is. */
export function chooseJson(request: IncomingMessage, format: string | undefined): JsonForm {
  const range = best(rangesOf(request, format), JSON_RANGES);
  if (range === undefined) throw notAcceptable("application/json");
  const { parameters } = range;
  const level = parameters.get("odata.metadata") ?? parameters.get("metadata") ?? "minimal";
  return {
    metadata: level === "full" || level === "none" ? level : "minimal",
    numbersAsText: parameters.get("ieee754compatible") === "true",
  };
}

/** Of `$metadata`. Throws request.not-acceptable when neither is. */
export function chooseMetadata(request: IncomingMessage, format: string | undefined): "xml" | "json" {
  const ranges = rangesOf(request, format);
  const [xml, json] = [best(ranges, XML_RANGES), best(ranges, JSON_RANGES)];
  if (xml === undefined && json === undefined) throw notAcceptable("application/xml, application/json");
  return (json?.quality ?? 0) > (xml?.quality ?? 0) ? "json" : "xml";
}

/** Plain text, for counts and raw values. Throws request.not-acceptable. */
export function demandText(request: IncomingMessage, format: string | undefined): void {
  if (best(rangesOf(request, format), ["text/plain", "text/*", "*/*", ...JSON_RANGES]) === undefined)
    throw notAcceptable("text/plain");
}

export const jsonContentType = ({ metadata, numbersAsText }: JsonForm): string =>
  `application/json;odata.metadata=${metadata}${numbersAsText ? ";IEEE754Compatible=true" : ""};charset=utf-8`;

const notAcceptable = (available: string): Fault => new Fault("request.not-acceptable", { available });

const SHORT: ReadonlyMap<string, string> = new Map([
  ["json", JSON_TYPE],
  ["xml", "application/xml"],
]);
const MAX_RANGES = 40;

function rangesOf({ headers }: IncomingMessage, format: string | undefined): readonly MediaRange[] {
  const text = format === undefined ? (headers.accept ?? "*/*") : (SHORT.get(format) ?? format);
  return text.split(",").slice(0, MAX_RANGES).map(parseRange);
}

function parseRange(text: string): MediaRange {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim());
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const [name = "", value = ""] = part.split("=", 2);
    parameters.set(
      name.trim().toLowerCase(),
      value
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .toLowerCase(),
    );
  }
  const quality = Number(parameters.get("q") ?? "1");
  return { type: type.toLowerCase(), parameters, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The range that likes one of `types` best; of two alike the more exact one, then the first. */
function best(ranges: readonly MediaRange[], types: readonly string[]): MediaRange | undefined {
  let found: MediaRange | undefined;
  for (const type of types) {
    for (const range of ranges) {
      if (range.type === type && range.quality > (found?.quality ?? 0)) found = range;
    }
  }
  return found;
}
