/** The frame of every page: one language, one main thing, nothing asked of another host, no script needed. */
import type { Children } from "@kitajs/html";
import type { Lang } from "../kernel/locale.ts";
import { assetAddress } from "./assets.ts";
import type { ThemeName } from "./theme.ts";
import { type FrameWords, frameWords } from "./words-frame.ts";

export interface PageProps {
  readonly lang: Lang;
  readonly title: string;
  readonly description: string;
  /** The page's own address without `lang` and `tema`, beginning with "/". */
  readonly path: string;
  /** Style sheets of its group, by their names among the assets. */
  readonly styles?: readonly string[] | undefined;
  /** Module scripts of its group, likewise. */
  readonly scripts?: readonly string[] | undefined;
  /** More of the head: feeds, other forms, what machines read. */
  readonly head?: Children;
  readonly children?: Children;
}

/** A whole HTML document. */
export function Page({
  lang,
  title,
  description,
  path,
  styles = [],
  scripts = [],
  head,
  children,
}: PageProps): JSX.Element {
  const t = frameWords[lang];
  return (
    <>
      {"<!doctype html>"}
      <html lang={lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title safe>{title}</title>
          <meta name="description" content={description} />
          <meta name="color-scheme" content="light dark" />
          <link
            rel="preload"
            href={assetAddress("plus-jakarta-sans.woff2")}
            as="font"
            type="font/woff2"
            crossorigin="anonymous"
          />
          {["jendela.css", ...styles].map((name) => (
            <link rel="stylesheet" href={assetAddress(name)} />
          ))}
          {["jendela.js", ...scripts].map((name) => (
            <script type="module" src={assetAddress(name)}></script>
          ))}
          <link rel="alternate" href="/feed.atom" type="application/atom+xml" title="Jendela Sulsel" />
          <link rel="icon" href={assetAddress("jendela.svg")} type="image/svg+xml" />
          {head}
        </head>
        <body>
          <a class="skip" href="#isi" safe>
            {t.skip}
          </a>
          <Header t={t} lang={lang} path={path} />
          <main id="isi" class="page">
            {children}
          </main>
          <Footer t={t} lang={lang} path={path} />
        </body>
      </html>
    </>
  );
}

interface PartProps {
  readonly t: FrameWords;
  readonly lang: Lang;
  readonly path: string;
}

/** The same page with one thing else in its address. */
const withQuery = (path: string, query: string): string => `${path}${path.includes("?") ? "&" : "?"}${query}`;

function Header({ t, lang, path }: PartProps): JSX.Element {
  const other: Lang = lang === "id" ? "en" : "id";
  const rooms = [
    ["/dataset", t.data],
    ["/indikator", t.indicators],
    ["/wilayah", t.regions],
    ["/instansi", t.agencies],
    ["/pengembang", t.api],
  ] as const;
  return (
    <header class="top">
      <div class="page">
        <a class="brand" href="/">
          <img src={assetAddress("jendela.svg")} width="28" height="28" alt="" />
          Jendela Sulsel
        </a>
        <nav aria-label={t.mainMenu}>
          {rooms.map(([href, name]) => (
            <a href={href} aria-current={isIn(path, href) ? "page" : undefined} safe>
              {name}
            </a>
          ))}
          <a
            href={withQuery(path, `lang=${other}`)}
            hreflang={other}
            lang={other}
            title={frameWords[other].thisLanguage}
            safe
          >
            {frameWords[other].thisLanguageShort}
          </a>
        </nav>
      </div>
    </header>
  );
}

/** `/wilayah`, what is below it, and either with a query. */
const isIn = (path: string, room: string): boolean => new RegExp(`^${room}(?:[/?]|$)`).test(path);

function Footer({ t, lang, path }: PartProps): JSX.Element {
  const other: Lang = lang === "id" ? "en" : "id";
  const themes: readonly (readonly [ThemeName, string])[] = [
    ["terang", t.light],
    ["gelap", t.dark],
    ["sistem", t.system],
  ];
  return (
    <footer>
      <div class="page">
        <p safe>{`Jendela Sulsel · ${t.footer}`}</p>
        <nav aria-label={t.footerMenu}>
          <ul>
            <li>
              <a href="/tentang" safe>
                {t.about}
              </a>
            </li>
            <li>
              <a href="/status" safe>
                {t.status}
              </a>
            </li>
            <li>
              <a href="/graphql" safe>
                {t.explorer}
              </a>
            </li>
            <li>
              <a href="/feed.atom" safe>
                {t.feed}
              </a>
            </li>
            <li>
              <a href={withQuery(path, `lang=${other}`)} hreflang={other} lang={other} safe>
                {frameWords[other].thisLanguage}
              </a>
            </li>
          </ul>
          <ul class="themes">
            <li safe>{`${t.theme}:`}</li>
            {themes.map(([name, words]) => (
              <li class={`theme-${name}`}>
                <a href={withQuery(path, `tema=${name}`)} rel="nofollow" safe>
                  {words}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </footer>
  );
}
