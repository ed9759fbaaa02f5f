/** What the words of a form of statistical metadata must say, and the words of MS-Ind and MS-Var. */
import type { Lang } from "../kernel/locale.ts";
import type { Item, StatisticalForm } from "../kernel/statistical-form.ts";
import type { INDICATOR, VARIABLE } from "../kernel/statistical-variable.ts";

/** A label, a word of help; why readers miss it where they do; the names of what may be chosen. */
export interface ItemWords {
  readonly label: string;
  readonly help: string;
  readonly why?: string;
  readonly options?: Readonly<Record<string, string>>;
}

type WordsOf<I extends Item> = ItemWords &
  (I extends { readonly missed: true } ? { readonly why: string } : unknown) &
  (I extends { readonly options: readonly (infer O extends string)[] }
    ? { readonly options: { readonly [K in O]: string } }
    : unknown);

export type FormWords<F extends StatisticalForm> = { readonly [N in keyof F]: WordsOf<F[N]> };

export const indicatorWords: { readonly [L in Lang]: FormWords<typeof INDICATOR> } = {
  id: {
    interpretation: {
      label: "Interpretasi",
      help: "Apa artinya bila angkanya naik atau turun. Contoh: makin tinggi, makin banyak penduduk yang miskin.",
      why: "Tanpa interpretasi, pembaca menebak apakah naik itu baik atau buruk.",
    },
    method: {
      label: "Metode penghitungan",
      help: "Langkahnya dalam kalimat: dari angka apa, dibagi atau dijumlahkan dengan apa.",
      why: "Angka yang tidak dapat dihitung ulang sulit dipercaya.",
    },
    formula: { label: "Rumus", help: "Misalnya P = penduduk miskin / penduduk × 100." },
    composite: { label: "Indikator komposit", help: "Ya bila dibentuk dari beberapa indikator lain, seperti IPM." },
    builtFrom: {
      label: "Sumber pembangun",
      help: "Komposit: publikasi tempat indikator pembangunnya. Bukan komposit: kode atau judul kegiatannya.",
    },
    builtOf: {
      label: "Pembangun",
      help: "Komposit: nama indikator pembangunnya. Bukan komposit: variabel yang dipakai.",
    },
    estimationLevel: {
      label: "Level estimasi",
      help: "Wilayah terkecil yang angkanya masih dapat dipercaya.",
      options: {
        national: "nasional",
        province: "provinsi",
        regency: "kabupaten/kota",
        district: "kecamatan",
        village: "desa/kelurahan",
      },
    },
    open: { label: "Dapat diakses umum", help: "Kosongkan bila sama dengan keterbukaan datasetnya." },
  },
  en: {
    interpretation: {
      label: "Interpretation",
      help: "What it means when the figure rises or falls. For example: the higher, the more people are poor.",
      why: "Without it readers guess whether a rise is good or bad.",
    },
    method: {
      label: "Method of calculation",
      help: "The steps in sentences: from which figures, divided by or added to what.",
      why: "A figure that cannot be worked out again is hard to trust.",
    },
    formula: { label: "Formula", help: "Such as P = poor people / people × 100." },
    composite: { label: "Composite indicator", help: "Yes where it is made of several others, as the HDI is." },
    builtFrom: {
      label: "Source of its parts",
      help: "Composite: the publication of its parts. Otherwise: code or title of the activity.",
    },
    builtOf: {
      label: "Its parts",
      help: "Composite: the indicators it is made of. Otherwise: the variables that are used.",
    },
    estimationLevel: {
      label: "Level of estimation",
      help: "The smallest region whose figures can be trusted.",
      options: {
        national: "national",
        province: "province",
        regency: "regency or city",
        district: "district",
        village: "village",
      },
    },
    open: { label: "Open to the public", help: "Leave it empty where it is as open as the dataset." },
  },
};

export const variableWords: { readonly [L in Lang]: FormWords<typeof VARIABLE> } = {
  id: {
    alias: { label: "Alias", help: "Nama lain yang dipakai orang, bila ada." },
    selectionReference: {
      label: "Referensi pemilihan",
      help: "Peraturan atau acuan yang dipakai, misalnya Permendagri 72/2019.",
    },
    timeReference: {
      label: "Referensi waktu",
      help: "Keadaan kapan yang dicatat, misalnya “akhir tahun” atau “selama setahun”.",
    },
    question: { label: "Kalimat pertanyaan", help: "Seperti di kuesioner; hanya bila ada kuesioner." },
    open: { label: "Dapat diakses umum", help: "Kosongkan bila sama dengan keterbukaan datasetnya." },
  },
  en: {
    alias: { label: "Alias", help: "Another name that people use, if any." },
    selectionReference: {
      label: "Reference",
      help: "The regulation or standard followed, such as Permendagri 72/2019.",
    },
    timeReference: {
      label: "Time reference",
      help: "The moment or span recorded, such as “end of the year” or “over the year”.",
    },
    question: { label: "Wording of the question", help: "As in the questionnaire; only where there is one." },
    open: { label: "Open to the public", help: "Leave it empty where it is as open as the dataset." },
  },
};
