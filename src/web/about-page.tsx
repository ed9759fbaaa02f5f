/** Prose about the house, and how the server stands. */
import type { Standing } from "../catalogue/standing.ts";
import type { Lang } from "../kernel/locale.ts";
import { timeInWords } from "../kernel/wita.ts";
import { Page } from "./layout.tsx";
import { showCount, showDay } from "./show.ts";
import { aboutWords } from "./words-about.ts";

export function AboutPage({ lang }: { readonly lang: Lang }): string | Promise<string> {
  const t = aboutWords[lang].about;
  return (
    <Page lang={lang} title={`${t.title} · Jendela Sulsel`} description={t.lead} path="/tentang">
      <h1 safe>{t.title}</h1>
      <p class="lead" safe>
        {t.lead}
      </p>
      {t.sections.map(({ title, paragraphs }) => (
        <section>
          <h2 safe>{title}</h2>
          {paragraphs.map((paragraph) => (
            <p safe>{paragraph}</p>
          ))}
        </section>
      ))}
    </Page>
  );
}

export interface StatusPageProps {
  readonly lang: Lang;
  readonly now: Date;
  readonly software: string;
  /** Undefined while the database is away. */
  readonly standing: Standing | undefined;
  /** How long it took to answer. */
  readonly ms: number;
}

export function StatusPage({ lang, now, software, standing, ms }: StatusPageProps): string | Promise<string> {
  const t = aboutWords[lang].status;
  const rows =
    standing === undefined
      ? [[t.software, software] as const]
      : ([
          [t.database, t.reachable(showCount(ms, lang))],
          [t.software, software],
          [t.datasets, showCount(standing.datasets, lang)],
          [t.versions, showCount(standing.versions, lang)],
          [t.last, standing.lastPublishedAt === null ? t.never : showDay(standing.lastPublishedAt, lang)],
          [t.checking, showCount(standing.checking, lang)],
          [t.reviewing, showCount(standing.reviewing, lang)],
        ] as const);
  return (
    <Page lang={lang} title={`${t.title} · Jendela Sulsel`} description={t.title} path="/status">
      <h1 safe>{t.title}</h1>
      <p class={standing === undefined ? "notice" : "lead"} safe>
        {standing === undefined ? t.away : t.good}
      </p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col" safe>
                {t.item}
              </th>
              <th scope="col" safe>
                {t.value}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, value]) => (
              <tr>
                <th scope="row" safe>
                  {name}
                </th>
                <td safe>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="meta" safe>
        {`${t.at} ${timeInWords(now, lang)}. ${t.machines}`}
      </p>
    </Page>
  );
}
