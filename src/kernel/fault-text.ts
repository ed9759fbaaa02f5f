/**
 * Every code a fault can have: its HTTP status, a short title, and a sentence that says what to do next. Codes are `area.what` and
 * never change; `docs/codes.md` is made from this file.
 */
import type { Bilingual, Text } from "./locale.ts";

type P = Readonly<Record<string, string | number>>;

interface FaultText {
  readonly status: number;
  readonly title: Text;
  readonly detail: Bilingual<P>;
}

const catalogue = {
  "server.internal": {
    status: 500,
    title: { id: "Kesalahan pada sistem", en: "Internal error" },
    detail: {
      id: () => "Ada yang salah di pihak kami, bukan pada permintaan Anda. Coba lagi; bila berulang, sampaikan nomor permintaan ini.",
      en: () => "Something went wrong on our side, not in your request. Try again; if it happens again, tell us this request's number.",
    },
  },
  "server.database-away": {
    status: 503,
    title: { id: "Basis data sedang tidak dapat dihubungi", en: "The database is away" },
    detail: {
      id: () => "Basis data sedang tidak dapat dihubungi. Coba lagi sebentar lagi.",
      en: () => "The database cannot be reached at the moment. Try again shortly.",
    },
  },
  "request.not-found": {
    status: 404,
    title: { id: "Tidak ditemukan", en: "Not found" },
    detail: {
      id: ({ path }) => `Tidak ada apa pun di alamat ${path}. Periksa ejaannya, atau mulai dari /dataset.`,
      en: ({ path }) => `There is nothing at ${path}. Check its spelling, or start from /dataset.`,
    },
  },
  "dataset.unknown": {
    status: 404,
    title: { id: "Dataset tidak ditemukan", en: "No such dataset" },
    detail: {
      id: ({ slug }) => `Tidak ada dataset “${slug}” yang dapat Anda lihat. Cari namanya di /dataset.`,
      en: ({ slug }) => `There is no dataset “${slug}” that you can see. Look for its name at /dataset.`,
    },
  },
  "version.unknown": {
    status: 404,
    title: { id: "Versi tidak ditemukan", en: "No such version" },
    detail: {
      id: ({ slug, version }) => `Dataset “${slug}” tidak mempunyai versi ${version}.`,
      en: ({ slug, version }) => `The dataset “${slug}” has no version ${version}.`,
    },
  },
  "version.none-then": {
    status: 404,
    title: { id: "Belum ada versi pada waktu itu", en: "No version at that time" },
    detail: {
      id: ({ slug, asOf }) => `Pada ${asOf} dataset “${slug}” belum terbit.`,
      en: ({ slug, asOf }) => `At ${asOf} the dataset “${slug}” was not yet published.`,
    },
  },
  "version.withdrawn": {
    status: 410,
    title: { id: "Versi ditarik", en: "Version withdrawn" },
    detail: {
      id: ({ slug, version, reason }) => `Versi ${version} dari “${slug}” telah ditarik: ${reason}`,
      en: ({ slug, version, reason }) => `Version ${version} of “${slug}” has been withdrawn: ${reason}`,
    },
  },
} satisfies Record<string, FaultText>;

export type FaultCode = keyof typeof catalogue;

export const faultText: { readonly [C in FaultCode]: FaultText } = catalogue;
