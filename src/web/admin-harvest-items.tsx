/** What was fetched from a source last, file by file: when, and by which SHA-256 whoever doubts can compare it with the source's own. */
import type { HarvestItem } from "../catalogue/harvest-items.ts";
import type { Lang } from "../kernel/locale.ts";
import { timeInWords } from "../kernel/wita.ts";
import { showCount } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { harvestWords } from "./words-admin-harvest.ts";

const MOST = 200;

interface HarvestItemsProps {
  readonly items: readonly HarvestItem[];
  readonly lang: Lang;
}

export function HarvestItems({ items, lang }: HarvestItemsProps): JSX.Element {
  const t = harvestWords[lang];
  // A source's page that led to files is no file.
  const files = items.filter(({ sha256 }) => sha256 !== undefined);
  if (files.length === 0) return "";
  const shown = files.slice(0, MOST);
  return (
    <>
      <h2 safe>{t.files}</h2>
      <p class="meta" safe>
        {t.filesLead(showCount(shown.length, lang), showCount(files.length, lang))}
      </p>
      <StaffTable label={t.files} headings={[t.dataset, t.fetched, t.file].map((text) => ({ text }))}>
        {shown.map(({ title, address, sha256, fetchedAt, goneAt }) => (
          <tr>
            <th scope="row" safe>
              {title}
            </th>
            <td>
              <span safe>{fetchedAt === undefined ? "–" : timeInWords(fetchedAt, lang)}</span>
              {goneAt !== undefined && (
                <span class="tag late" safe>
                  {t.gone(timeInWords(goneAt, lang))}
                </span>
              )}
            </td>
            <td class="why">
              <span safe>{address}</span>
              <br />
              <span class="meta">SHA-256 </span>
              <code safe>{sha256}</code>
            </td>
          </tr>
        ))}
      </StaffTable>
    </>
  );
}
