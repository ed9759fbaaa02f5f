/** What feeds say, in both languages. */
import type { Lang } from "../kernel/locale.ts";

interface FeedWords {
  readonly news: string;
  readonly datasets: string;
  readonly chosen: (what: string) => string;
  readonly first: (title: string) => string;
  readonly next: (title: string, version: number) => string;
  readonly restored: (title: string, version: number) => string;
  readonly withdrawn: (title: string, version: number) => string;
  readonly metadata: (title: string) => string;
  readonly removed: (slug: string) => string;
  readonly rows: (added: number, changed: number, removed: number) => string;
  readonly withdrawnNow: (reason: string) => string;
}

export const feedWords: { readonly [L in Lang]: FeedWords } = {
  id: {
    news: "Jendela Sulsel: yang baru dan yang berubah",
    datasets: "Jendela Sulsel: dataset",
    chosen: (what) => `Jendela Sulsel: dataset (${what})`,
    first: (title) => `Dataset baru: ${title}`,
    next: (title, version) => `Diperbarui: ${title}, versi ${version}`,
    restored: (title, version) => `Dipulihkan: ${title}, versi ${version}`,
    withdrawn: (title, version) => `Ditarik: ${title}, versi ${version}`,
    metadata: (title) => `Pengelola atau akses berubah: ${title}`,
    removed: (slug) => `Tidak terbuka lagi: ${slug}`,
    rows: (added, changed, removed) => `${added} baris ditambah, ${changed} diubah, ${removed} dihapus.`,
    withdrawnNow: (reason) => `Versi ini ditarik: ${reason}`,
  },
  en: {
    news: "Jendela Sulsel: new and changed",
    datasets: "Jendela Sulsel: datasets",
    chosen: (what) => `Jendela Sulsel: datasets (${what})`,
    first: (title) => `New dataset: ${title}`,
    next: (title, version) => `Updated: ${title}, version ${version}`,
    restored: (title, version) => `Restored: ${title}, version ${version}`,
    withdrawn: (title, version) => `Withdrawn: ${title}, version ${version}`,
    metadata: (title) => `Agency or access changed: ${title}`,
    removed: (slug) => `No longer open: ${slug}`,
    rows: (added, changed, removed) => `${added} rows added, ${changed} changed, ${removed} removed.`,
    withdrawnNow: (reason) => `This version was withdrawn: ${reason}`,
  },
};
