/** `/api/rujukan`: every call of the interface for people, from the same tables as `/openapi.json`. */
import { Router } from "express";
import { contextOf } from "../http/context.ts";
import type { Lang, Text } from "../kernel/locale.ts";
import { OPERATIONS, TAGS } from "../openapi/document.ts";
import type { Operation } from "../openapi/operation.ts";
import { Page } from "./layout.tsx";
import { sendPage } from "./send-page.ts";

const WORDS = {
  title: { id: "Rujukan API", en: "API reference" },
  lead: {
    id: "Setiap panggilan yang dijawab server ini. Membaca tidak memerlukan token; panggilan bertanda “token” memerlukannya di tajuk Authorization: Bearer.",
    en: "Every call that this server answers. Reading needs no token; calls marked “token” need one in the header Authorization: Bearer.",
  },
  machines: { id: "Rujukan yang sama untuk mesin (OpenAPI 3.1)", en: "The same for machines (OpenAPI 3.1)" },
  ownFields: {
    id: "Setiap dataset juga mempunyai rujukannya sendiri, dengan kolomnya, di /dataset/{slug}/openapi.json.",
    en: "Each dataset has a reference of its own too, with its fields, at /dataset/{slug}/openapi.json.",
  },
  contents: { id: "Isi", en: "Contents" },
  parameter: { id: "Parameter", en: "Parameter" },
  meaning: { id: "Arti", en: "Meaning" },
  example: { id: "Contoh", en: "Example" },
  body: { id: "Isi permintaan", en: "Body" },
  answer: { id: "Jawaban", en: "Answer" },
  nothing: { id: "tanpa isi", en: "no body" },
} as const satisfies Readonly<Record<string, Text>>;

export function referenceRoutes(): Router {
  const router = Router();
  router.get("/api/rujukan", async (request, response) => {
    const { lang } = contextOf(request);
    sendPage(request, response, await ReferencePage({ lang }));
  });
  return router;
}

function ReferencePage({ lang }: { readonly lang: Lang }): string | Promise<string> {
  const groups = Object.entries(TAGS).map(([tag, says]) => ({
    tag,
    says: says[lang],
    calls: OPERATIONS.filter((one) => one.tag === tag),
  }));
  return (
    <Page lang={lang} title={WORDS.title[lang]} description={WORDS.lead[lang]} path="/api/rujukan">
      <h1 safe>{WORDS.title[lang]}</h1>
      <p class="lead" safe>
        {WORDS.lead[lang]}
      </p>
      <p>
        <a href="/openapi.json" type="application/json" safe>
          {WORDS.machines[lang]}
        </a>{" "}
        <span safe>{WORDS.ownFields[lang]}</span>
      </p>
      <nav aria-label={WORDS.contents[lang]}>
        <ul>
          {groups.map(({ tag, says }) => (
            <li>
              <a href={`#${tag}`} safe>
                {says}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {groups.map(({ tag, says, calls }) => (
        <section aria-labelledby={tag}>
          <h2 id={tag} safe>
            {says}
          </h2>
          {calls.map((call) => (
            <Call call={call} lang={lang} />
          ))}
        </section>
      ))}
    </Page>
  );
}

function Call({ call, lang }: { readonly call: Operation; readonly lang: Lang }): JSX.Element {
  const { id, method, path, says, needsToken, parameters, body, status, answer } = call;
  const types = (content: Operation["answer"]): string => Object.keys(content ?? {}).join(", ");
  return (
    <article aria-labelledby={id}>
      <h3 id={id} safe>
        {says[lang]}
      </h3>
      <p>
        <code id={`${id}-alamat`} safe>{`${method.toUpperCase()} ${path}`}</code>
        {needsToken && " · token"}
      </p>
      {parameters.length > 0 && (
        <div class="scroll" role="region" aria-labelledby={`${id} ${id}-alamat`} tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col" safe>
                  {WORDS.parameter[lang]}
                </th>
                <th scope="col" safe>
                  {WORDS.meaning[lang]}
                </th>
                <th scope="col" safe>
                  {WORDS.example[lang]}
                </th>
              </tr>
            </thead>
            <tbody>
              {parameters.map((parameter) => (
                <tr>
                  <th scope="row">
                    <code safe>{parameter.name}</code>
                  </th>
                  <td safe>{parameter.says[lang]}</td>
                  <td safe>{parameter.example === undefined ? "" : String(parameter.example)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {body !== undefined && <p safe>{`${WORDS.body[lang]}: ${types(body.content)}`}</p>}
      <p safe>{`${WORDS.answer[lang]} ${status}: ${answer === undefined ? WORDS.nothing[lang] : types(answer)}`}</p>
    </article>
  );
}
