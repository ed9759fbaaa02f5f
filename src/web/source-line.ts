/** Where the figures of a picture are from, in a line that goes inside the picture: whose, which dataset, which version. */
import type { Agency } from "../catalogue/agencies.ts";
import type { DatasetBrief } from "../catalogue/dataset-brief.ts";
import type { Figure } from "../catalogue/indicator-figure.ts";
import type { Lang } from "../kernel/locale.ts";
import { windowWords } from "./words-window.ts";

export function sourceLine(
  figures: readonly Figure[],
  sources: ReadonlyMap<string, DatasetBrief>,
  agencies: readonly Agency[],
  lang: Lang,
): string {
  const used = new Map(figures.filter(({ value }) => value !== null).map((figure) => [figure.dataset, figure.version]));
  const t = windowWords[lang].indicator;
  const named = [...used]
    .map(([dataset, version]) => {
      const slug = sources.get(dataset)?.agency;
      const agency = agencies.find((each) => each.slug === slug);
      return t.from(agency?.shortName ?? agency?.name ?? slug ?? "", dataset, version);
    })
    .join("; ");
  return named === "" ? "" : t.fromAll(named);
}
