/**
 * Every code a finding can have, with its sentence in both languages. A sentence says what is wrong and what to do next, in words an
 * officer knows. `value` and `suggestion` are given to every sentence besides the parameters written in its type.
 */
import type { Bilingual } from "./locale.ts";

type P = Readonly<Record<string, string | number>>;

const catalogue = {
  "file/empty": {
    id: () => "Berkas kosong: tidak ada satu baris pun di dalamnya. Simpan ulang dari Excel lalu unggah lagi.",
    en: () => "The file is empty: there is not a single row in it. Save it again from Excel and upload it again.",
  },
  "cell/not-a-number": {
    id: ({ value, example }) => `“${value}” bukan angka. Tulis seperti ${example}.`,
    en: ({ value, example }) => `“${value}” is not a number. Write it like ${example}.`,
  },
} satisfies Record<string, Bilingual<P>>;

export type FindingCode = keyof typeof catalogue;

export const findingText: { readonly [C in FindingCode]: Bilingual<P> } = catalogue;
