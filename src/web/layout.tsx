/** The frame of every page: one language, one main thing, nothing asked of another host, no script needed. */
import type { Children } from "@kitajs/html";
import type { Lang } from "../kernel/locale.ts";
import { assetAddress } from "./assets.ts";
import { words } from "./words.ts";

export interface PageProps {
  readonly lang: Lang;
  readonly title: string;
  readonly description: string;
  /** The page's own address without `lang`, beginning with "/". */
  readonly path: string;
  readonly children?: Children;
}

/** A whole HTML document. */
export function Page({ lang, title, description, path, children }: PageProps): JSX.Element {
  const t = words[lang];
  const other: Lang = lang === "id" ? "en" : "id";
  return (
    <>
      {"<!doctype html>"}
      <html lang={lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title safe>{title}</title>
          <meta name="description" content={description} />
          <link
            rel="preload"
            href={assetAddress("plus-jakarta-sans.woff2")}
            as="font"
            type="font/woff2"
            crossorigin="anonymous"
          />
          <link rel="stylesheet" href={assetAddress("jendela.css")} />
          <link rel="alternate" href="/feed.atom" type="application/atom+xml" title="Jendela Sulsel" />
          <link rel="icon" href={assetAddress("jendela.svg")} type="image/svg+xml" />
        </head>
        <body>
          <a class="skip" href="#isi" safe>
            {t.skip}
          </a>
          <header class="top">
            <div class="page">
              <a class="brand" href="/">
                <img src={assetAddress("jendela.svg")} width="28" height="28" alt="" />
                Jendela Sulsel
              </a>
              <nav aria-label={t.mainMenu}>
                <a href="/dataset" aria-current={path.startsWith("/dataset") ? "page" : undefined} safe>
                  {t.data}
                </a>
                <a href="/graphql" safe>
                  {t.explorer}
                </a>
                <a href={`${path}${path.includes("?") ? "&" : "?"}lang=${other}`} hreflang={other} lang={other} safe>
                  {words[other].thisLanguage}
                </a>
              </nav>
            </div>
          </header>
          <main id="isi" class="page">
            {children}
          </main>
          <footer>
            <div class="page" safe>
              {t.footer}
            </div>
          </footer>
        </body>
      </html>
    </>
  );
}
