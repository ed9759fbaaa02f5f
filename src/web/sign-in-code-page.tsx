/** The page of the second step. */
import type { Lang } from "../kernel/locale.ts";
import { Page } from "./layout.tsx";
import { signInWords } from "./words-sign-in.ts";

interface CodePageProps {
  readonly lang: Lang;
  readonly problem?: string | undefined;
}

export function CodePage({ lang, problem }: CodePageProps): JSX.Element {
  const t = signInWords[lang];
  return (
    <Page
      lang={lang}
      title={`${t.codeTitle} · Jendela Sulsel`}
      description={t.codeLead}
      path="/masuk/kode"
      styles={["sign-in.css"]}
    >
      <div class="sign-in">
        <h1 safe>{t.codeTitle}</h1>
        <form method="post" action="/masuk/kode" class="pane">
          <p safe>{t.codeLead}</p>
          {problem !== undefined && (
            <p class="notice wrong" role="alert" id="masalah" safe>
              {problem}
            </p>
          )}
          <label for="kode" safe>
            {t.code}
          </label>
          <input
            id="kode"
            name="kode"
            autocomplete="one-time-code"
            autocapitalize="none"
            spellcheck="false"
            required
            maxlength="40"
            autofocus
            aria-describedby={problem === undefined ? "lain" : "masalah lain"}
          />
          <button class="button main" type="submit" safe>
            {t.codeSubmit}
          </button>
          <p class="small" id="lain" safe>
            {t.codeElse}
          </p>
          <p class="small">
            <a href="/masuk" safe>
              {t.startAgain}
            </a>
          </p>
        </form>
      </div>
    </Page>
  );
}
