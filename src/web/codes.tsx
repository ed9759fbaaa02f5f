/** `/docs/codes`: what every code means, for whoever follows the `type` of an error; from the same tables as the answers themselves. */
import { Router } from "express";
import { packageProblemText } from "../catalogue/package-problem.ts";
import { contextOf } from "../http/context.ts";
import { faultText } from "../kernel/fault-text.ts";
import { findingText } from "../kernel/finding-text.ts";
import type { Bilingual, Lang, Text } from "../kernel/locale.ts";
import { Page } from "./layout.tsx";
import { sendPage } from "./send-page.ts";

const WORDS = {
  title: { id: "Kode kesalahan dan temuan", en: "Codes of errors and issues" },
  lead: {
    id: "Arti sebuah kode tidak pernah berubah. Kata dalam kurung kurawal menggantikan hal yang dibicarakan.",
    en: "A code never changes its meaning. Words in braces stand for what the sentence is about.",
  },
  faults: { id: "Permintaan yang tidak dapat dilayani", en: "What can be wrong with a request" },
  findings: { id: "Isi berkas yang perlu dilihat", en: "What can be wrong with a file" },
  problems: { id: "Paket data yang belum sah", en: "Problems of a data package" },
} as const satisfies Readonly<Record<string, Text>>;

interface Meaning {
  readonly code: string;
  readonly status?: number;
  readonly says: string;
}

type Sentence = Bilingual<Readonly<Record<string, string | number>>>;

/** Every parameter is shown by its name: "{slug}". */
const PLACEHOLDERS: Readonly<Record<string, string>> = new Proxy({}, { get: (_, name) => `{${String(name)}}` });

const byCode = (one: Meaning, other: Meaning): number => (one.code < other.code ? -1 : 1);

const faultMeanings = (lang: Lang): readonly Meaning[] =>
  Object.entries(faultText)
    .map(([code, { status, detail }]) => ({ code, status, says: (detail as Sentence)[lang](PLACEHOLDERS) })) // each takes parameters of its own
    .sort(byCode);

const meanings = (texts: Readonly<Record<string, Sentence>>, lang: Lang): readonly Meaning[] =>
  Object.entries(texts)
    .map(([code, says]) => ({ code, says: says[lang](PLACEHOLDERS) }))
    .sort(byCode);

export function codeRoutes(): Router {
  const router = Router();
  router.get("/docs/codes", async (request, response) => {
    const { lang } = contextOf(request);
    sendPage(request, response, await CodesPage({ lang }));
  });
  return router;
}

function CodesPage({ lang }: { readonly lang: Lang }): string | Promise<string> {
  const parts = [
    [WORDS.faults, faultMeanings(lang)],
    [WORDS.findings, meanings(findingText, lang)],
    [WORDS.problems, meanings(packageProblemText, lang)],
  ] as const;
  return (
    <Page lang={lang} title={`${WORDS.title[lang]} · Jendela Sulsel`} description={WORDS.lead[lang]} path="/docs/codes">
      <h1 safe>{WORDS.title[lang]}</h1>
      <p class="lead" safe>
        {WORDS.lead[lang]}
      </p>
      {parts.map(([title, list]) => (
        <section>
          <h2 safe>{title[lang]}</h2>
          <dl>
            {list.map(({ code, status, says }) => (
              <>
                <dt id={code}>
                  <code safe>{code}</code> {status === undefined ? "" : <span safe>{`HTTP ${status}`}</span>}
                </dt>
                <dd safe>{says}</dd>
              </>
            ))}
          </dl>
        </section>
      ))}
    </Page>
  );
}
