/** Regions: reference data, and the profile of each. */
import { readProfile } from "../catalogue/indicator-figures.ts";
import { indicatorsBySlug } from "../catalogue/indicators.ts";
import type { Region } from "../catalogue/reference.ts";
import { EVERYTHING } from "../catalogue/states.ts";
import type { RegionLevel } from "../store/entities/region.ts";
import type { Question } from "./question.ts";

export async function resolveRegions(
  _root: unknown,
  { level }: { readonly level?: RegionLevel | null },
  question: Question,
): Promise<readonly Region[]> {
  const { byCode } = await question.regions();
  return [...byCode.values()].filter((region) => level === undefined || level === null || region.level === level);
}

export const resolveRegion = async (
  _root: unknown,
  { code }: { readonly code: string },
  question: Question,
): Promise<Region | null> => (await question.regions()).byCode.get(code) ?? null;

export const Region_ = {
  parent: async ({ parent }: Region, _args: unknown, question: Question) =>
    parent === undefined ? null : ((await question.regions()).byCode.get(parent) ?? null),
  children: async ({ code }: Region, _args: unknown, question: Question) =>
    (await question.regions()).children.get(code) ?? [],
  /** Two questions to the database, however many indicators there are. */
  indicators: ({ code }: Region, _args: unknown, { store, actor, reading }: Question) => {
    reading.note(EVERYTHING);
    return store.read(async (tx) => {
      const figures = await readProfile(tx, actor, code);
      const slugs = figures.map(({ indicator }) => indicator);
      const indicators = await indicatorsBySlug(tx, actor, slugs);
      // What was withdrawn between the two is told no more.
      return figures.flatMap((figure) => {
        const indicator = indicators.get(figure.indicator);
        return indicator === undefined ? [] : [{ ...figure, indicator }];
      });
    });
  },
};
