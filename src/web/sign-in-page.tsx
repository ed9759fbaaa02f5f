/** The page on which somebody signs in. */
import type { Lang } from "../kernel/locale.ts";
import { Page } from "./layout.tsx";
import { signInWords } from "./words-sign-in.ts";

export interface SignInProps {
  readonly lang: Lang;
  /** Where to go afterwards; empty: to the desk. */
  readonly next: string;
  /** What was typed before. */
  readonly name: string;
  readonly problem?: string | undefined;
  /** Is there a single sign-on? */
  readonly sso?: boolean | undefined;
  /** Who is signed in already, and the hidden field of the form that ends it. */
  readonly signedIn?: { readonly name: string; readonly csrf: JSX.Element } | undefined;
}

export function SignInPage({ lang, next, name, problem, signedIn, sso = false }: SignInProps): JSX.Element {
  const t = signInWords[lang];
  const path = next === "" ? "/masuk" : `/masuk?next=${encodeURIComponent(next)}`;
  return (
    <Page lang={lang} title={`${t.title} · Jendela Sulsel`} description={t.lead} path={path} styles={["sign-in.css"]}>
      <div class="sign-in">
        <h1 safe>{t.title}</h1>
        {signedIn === undefined ? (
          <form method="post" action="/masuk" class="pane">
            <p safe>{t.lead}</p>
            {problem !== undefined && (
              <p class="notice wrong" role="alert" id="masalah" safe>
                {problem}
              </p>
            )}
            <input type="hidden" name="next" value={next} />
            <label for="nama" safe>
              {t.name}
            </label>
            <input
              id="nama"
              name="nama"
              value={name}
              autocomplete="username"
              autocapitalize="none"
              spellcheck="false"
              required
              maxlength="100"
              autofocus={name === ""}
              aria-describedby={problem === undefined ? undefined : "masalah"}
            />
            <label for="kata-sandi" safe>
              {t.password}
            </label>
            <input
              id="kata-sandi"
              name="kata_sandi"
              type="password"
              autocomplete="current-password"
              required
              maxlength="200"
              autofocus={name !== ""}
            />
            <button class="button main" type="submit" safe>
              {t.submit}
            </button>
            <p class="small" safe>
              {t.forgotten}
            </p>
            {sso && (
              <p>
                <a class="button" href={`/masuk/sso${next === "" ? "" : `?next=${encodeURIComponent(next)}`}`} safe>
                  {t.sso}
                </a>
              </p>
            )}
          </form>
        ) : (
          <form method="post" action="/keluar" class="pane">
            {signedIn.csrf}
            <p safe>{t.signedIn(signedIn.name)}</p>
            <p>
              <a class="button main" href="/kerja" safe>
                {t.toDesk}
              </a>{" "}
              <button class="button" type="submit" safe>
                {t.signOut}
              </button>
            </p>
          </form>
        )}
      </div>
    </Page>
  );
}
