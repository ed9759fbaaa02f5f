/** What a person sees where a program gets problem details: what is wrong, in a sentence, and where to go from here. */
import type { Request } from "express";
import { contextOf } from "../http/context.ts";
import { type Fault, faultMessage } from "../kernel/fault.ts";
import type { Lang } from "../kernel/locale.ts";
import { Page } from "./layout.tsx";
import { SearchBox } from "./search-box.tsx";
import { themeOf, withTheme } from "./theme.ts";

const words: { readonly [L in Lang]: { readonly [name: string]: string } } = {
  id: {
    404: "Halaman ini tidak ada",
    410: "Versi ini sudah ditarik",
    401: "Anda perlu masuk dahulu",
    403: "Halaman ini bukan untuk Anda",
    429: "Terlalu banyak permintaan",
    503: "Sedang tidak dapat dijangkau",
    500: "Ada yang salah di pihak kami",
    400: "Permintaan ini tidak dapat dipahami",
    again: "Coba lagi sebentar lagi. Data yang sudah terbit tidak hilang.",
    search: "Mungkin yang Anda cari ada di sini:",
    home: "Ke beranda",
    all: "Lihat semua dataset",
    number: "Nomor permintaan",
  },
  en: {
    404: "There is no such page",
    410: "This version was withdrawn",
    401: "You need to sign in first",
    403: "This page is not for you",
    429: "Too many requests",
    503: "Out of reach at the moment",
    500: "Something went wrong on our side",
    400: "This request cannot be understood",
    again: "Try again in a moment. Nothing that was published is lost.",
    search: "Perhaps you are looking for this:",
    home: "To the front page",
    all: "See all datasets",
    number: "Request number",
  },
};

/** Reads nothing: it must work while the database is away. */
export function makeFaultPage(request: Request, fault: Fault): string {
  const { lang, requestId } = contextOf(request);
  const t = words[lang];
  const { status } = fault;
  const title = t[status] ?? t[status < 500 ? 400 : 500] ?? "";
  const { detail } = faultMessage(fault);
  const page = (
    <Page lang={lang} title={`${title} · Jendela Sulsel`} description={title} path="/">
      <p class="meta">{String(status)}</p>
      <h1 safe>{title}</h1>
      <p class="lead" safe>
        {detail[lang]}
      </p>
      {status >= 500 ? (
        <p safe>{t.again ?? ""}</p>
      ) : (
        <>
          <p safe>{t.search ?? ""}</p>
          <SearchBox lang={lang} search="" />
        </>
      )}
      <ul class="links">
        <li>
          <a href="/" safe>
            {t.home ?? ""}
          </a>
        </li>
        <li>
          <a href="/dataset" safe>
            {t.all ?? ""}
          </a>
        </li>
      </ul>
      <p class="meta" safe>{`${t.number}: ${requestId} · ${fault.code}`}</p>
    </Page>
  );
  return withTheme(String(page), themeOf(request));
}
