/** The words of the frame that every page stands in. */
import type { Lang } from "../kernel/locale.ts";

const id = {
  thisLanguage: "Bahasa Indonesia",
  thisLanguageShort: "ID",
  skip: "Langsung ke isi",
  mainMenu: "Menu utama",
  data: "Data",
  indicators: "Indikator",
  regions: "Wilayah",
  agencies: "Instansi",
  api: "API",
  about: "Tentang",
  status: "Status",
  explorer: "Penjelajah GraphQL",
  feed: "Umpan berita (Atom)",
  footerMenu: "Menu bawah",
  footer: "Data terbuka Provinsi Sulawesi Selatan. Setiap angka punya sumber dan versi.",
  theme: "Tampilan",
  light: "Terang",
  dark: "Gelap",
  system: "Ikut perangkat",
};

export type FrameWords = typeof id;

const en: FrameWords = {
  thisLanguage: "English",
  thisLanguageShort: "EN",
  skip: "Skip to content",
  mainMenu: "Main menu",
  data: "Data",
  indicators: "Indicators",
  regions: "Regions",
  agencies: "Agencies",
  api: "API",
  about: "About",
  status: "Status",
  explorer: "GraphQL explorer",
  feed: "News feed (Atom)",
  footerMenu: "Footer menu",
  footer: "Open data of the Province of South Sulawesi. Every number has a source and a version.",
  theme: "Appearance",
  light: "Light",
  dark: "Dark",
  system: "As the device",
};

export const frameWords: { readonly [L in Lang]: FrameWords } = { id, en };
