/** The developers' page: every way to ask, each with a line that runs as it stands. */
import type { Lang } from "../kernel/locale.ts";
import { Page } from "./layout.tsx";
import { aboutWords } from "./words-about.ts";

/** A dataset for the examples, with a field and a value to filter by. */
export interface ApiExample {
  readonly slug: string;
  readonly field: string;
  readonly value: string;
}

export interface ApiPageProps {
  readonly lang: Lang;
  readonly baseUrl: string;
  readonly example: ApiExample;
}

export function ApiPage({ lang, baseUrl, example: { slug, field, value } }: ApiPageProps): string | Promise<string> {
  const t = aboutWords[lang].api;
  const s = t.sections;
  const rows = `{dataset(slug:"${slug}"){title,rows(filter:[{field:"${field}",value:"${value}"}],first:5){totalCount,nodes}}}`;
  const snippets = [
    ["unduh", s.download, `curl -O ${baseUrl}/download/${slug}.csv`],
    ["saring", s.filter, `curl '${baseUrl}/download/${slug}.csv?${field}=${value}&_limit=10'`],
    ["versi", s.version, `curl -O ${baseUrl}/download/${slug}/v1.csv`],
    ["graphql", s.graphql, `curl -g '${baseUrl}/graphql?query=${rows}'`],
    ["bertipe", s.typed, `curl ${baseUrl}/graphql/${slug}/schema.graphql`],
    ["perubahan", s.changes, `curl '${baseUrl}/api/v1/changes?since=0&first=10'`],
    ["salinan", s.follow, `npx jendela follow ${baseUrl} salinan --once`],
    [
      "webhook",
      s.webhooks,
      `curl -X POST ${baseUrl}/api/v1/webhooks -H "Authorization: Bearer $TOKEN" \\\n  -H 'Content-Type: application/json' \\\n  -d '{"name":"portal","url":"https://contoh.go.id/jendela"}'`,
    ],
    ["umpan", s.feeds, `curl '${baseUrl}/feeds/dataset.atom?q=penduduk'`],
  ] as const;
  return (
    <Page
      lang={lang}
      title={`${t.title} · Jendela Sulsel`}
      description={t.lead}
      path="/pengembang"
      styles={["jendela-window.css"]}
    >
      <h1 safe>{t.title}</h1>
      <p class="lead" safe>
        {t.lead}
      </p>
      <p>
        <a href="/api/rujukan" safe>
          {t.reference}
        </a>
      </p>
      {snippets.map(([anchor, section, snippet]) => (
        <section>
          <h2 id={anchor} safe>
            {section.title}
          </h2>
          <p safe>{section.text}</p>
          <pre tabindex="0">
            <code id={`contoh-${anchor}`} safe>
              {snippet}
            </code>
          </pre>
          <button type="button" class="copy" data-copy={`#contoh-${anchor}`} hidden safe>
            {t.copy}
          </button>
          {"link" in section && (
            <p class="after-code">
              <a href="/graphql" safe>
                {section.link}
              </a>
            </p>
          )}
        </section>
      ))}
      <h2>ETag</h2>
      <p safe>{t.again}</p>
    </Page>
  );
}
