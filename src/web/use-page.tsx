/** `/dataset/{slug}/pakai`: how to take this dataset into one's own program, as examples that run as they are. */
import type { Version } from "../catalogue/versions.ts";
import type { Lang } from "../kernel/locale.ts";
import { Code } from "./dataset-view.tsx";
import { Page } from "./layout.tsx";
import { showText } from "./show.ts";
import { type Snippet, snippetsOf } from "./snippets.ts";
import { datasetWords } from "./words-dataset.ts";

export interface UsePageProps {
  readonly lang: Lang;
  readonly version: Version;
  readonly baseUrl: string;
}

export function UsePage({ lang, version, baseUrl }: UsePageProps): string | Promise<string> {
  const t = datasetWords[lang];
  const title = showText(version.package.title, lang);
  const path = `/dataset/${version.slug}`;
  const snippets = snippetsOf(version, baseUrl, t.snippets);
  const nameOf = ({ id, name }: Snippet): string => (id === "graphql-bertipe" ? t.typed : name);
  return (
    <Page
      lang={lang}
      title={`${t.useTitle}: ${title}`}
      description={t.useLead}
      path={`${path}/pakai`}
      styles={["dataset.css"]}
    >
      <nav class="crumbs" aria-label={t.breadcrumb}>
        <a href="/dataset" safe>
          {t.data}
        </a>
        <a href={path} safe>
          {title}
        </a>
      </nav>
      <h1 class="dataset-title" safe>
        {t.useTitle}
      </h1>
      <p class="lead" safe>
        {t.useLead}
      </p>
      <nav class="tabs" aria-label={t.useTitle}>
        {snippets.map((snippet) => (
          <a href={`#${snippet.id}-bagian`} safe>
            {nameOf(snippet)}
          </a>
        ))}
      </nav>
      {snippets.map((snippet) => (
        <section id={`${snippet.id}-bagian`} class="snippet">
          <h2 safe>{nameOf(snippet)}</h2>
          {snippet.hint === "excel" && <p safe>{t.useExcelSteps}</p>}
          {snippet.hint === "excel" && (
            <p>
              <code class="address" safe>{`${baseUrl}/download/${version.slug}.csv`}</code>
            </p>
          )}
          {snippet.hint === "qgis" && <p safe>{t.useQgisSteps}</p>}
          <Code id={snippet.id} label={nameOf(snippet)} text={snippet.text} copy={t.copy} quiet />
        </section>
      ))}
    </Page>
  );
}
