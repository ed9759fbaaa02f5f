/**
 * What was promised with the last release: `schema/released/` keeps the catalogue's schema of GraphQL and the OpenAPI document as they
 * were, and the breaking differences that were decided since, each with its reason. `npm run release:api` writes the first two anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { writeDocument } from "../../src/openapi/document.ts";

const at = (path: string): URL => new URL(`../../schema/${path}`, import.meta.url);
const read = (path: string): string => readFileSync(at(path), "utf8");

export interface Api {
  readonly sdl: string;
  readonly openapi: Readonly<Record<string, unknown>>;
}

/** A breaking difference that was wanted, as the comparison tells it. */
export interface Decided {
  readonly change: string;
  readonly why: string;
  /** Where it was told beforehand: the line of the changelog, or the release that deprecated it. */
  readonly announced: string;
}

export const currentApi = (): Api => ({
  sdl: read("catalogue.graphql"),
  openapi: writeDocument("https://data.sulselprov.go.id", "en"),
});

export const releasedApi = (): Api => ({
  sdl: read("released/catalogue.graphql"),
  openapi: JSON.parse(read("released/openapi.json")),
});

export const decidedBreaks = (): readonly Decided[] => JSON.parse(read("released/breaking.json"));

/** A release begins anew: nothing is broken yet. */
export function writeReleased({ sdl, openapi }: Api): void {
  writeFileSync(at("released/catalogue.graphql"), sdl);
  writeFileSync(at("released/openapi.json"), `${JSON.stringify(openapi, null, 1)}\n`);
  writeFileSync(at("released/breaking.json"), "[]\n");
}
