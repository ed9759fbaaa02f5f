/** Two reports of one dataset beside each other: causes that are gone, that are left, and that are new. Notes are not counted. */
import type { Upload } from "../catalogue/uploads.ts";
import { findingMessage } from "../kernel/finding.ts";
import type { Lang } from "../kernel/locale.ts";
import type { FindingGroup } from "../tabular/report.ts";
import { showCount } from "./show.ts";
import { deskWords } from "./words-desk.ts";

const MOST = 12;

export interface Comparison {
  readonly gone: readonly string[];
  readonly left: readonly string[];
  readonly fresh: readonly string[];
}

export function compareReports(before: Upload, now: Upload, lang: Lang): Comparison {
  const [earlier, later] = [causesOf(before), causesOf(now)];
  const told = (group: FindingGroup, count: string): string => {
    const [example] = group.examples;
    return example === undefined ? group.code : `${count}: ${findingMessage(example)[lang]}`;
  };
  const t = deskWords[lang];
  const count = (group: FindingGroup): string => t.times(showCount(group.count, lang));
  return {
    gone: pick(
      earlier,
      (key) => !later.has(key),
      (group) => told(group, count(group)),
    ),
    left: pick(
      later,
      (key) => earlier.has(key),
      (group, key) => {
        const was = earlier.get(key);
        return told(group, was === undefined ? count(group) : `${showCount(was.count, lang)} → ${count(group)}`);
      },
    ),
    fresh: pick(
      later,
      (key) => !earlier.has(key),
      (group) => told(group, count(group)),
    ),
  };
}

function causesOf({ report }: Upload): ReadonlyMap<string, FindingGroup> {
  const groups = report?.groups.filter(({ severity }) => severity !== "note") ?? [];
  return new Map(groups.map((group) => [`${group.code} ${group.field ?? ""}`, group]));
}

const pick = (
  groups: ReadonlyMap<string, FindingGroup>,
  wanted: (key: string) => boolean,
  tell: (group: FindingGroup, key: string) => string,
): readonly string[] =>
  [...groups]
    .filter(([key]) => wanted(key))
    .slice(0, MOST)
    .map(([key, group]) => tell(group, key));
