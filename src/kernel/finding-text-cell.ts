/** Sentences of findings about one cell. Parts of the catalogue in `finding-text.ts`. */
import type { Bilingual } from "./locale.ts";

type P = Readonly<Record<string, string | number>>;

/** Ends a sentence with the suggestion where there is one. */
const meant = (suggestion: string | number | undefined): { readonly id: string; readonly en: string } =>
  suggestion === undefined || suggestion === ""
    ? { id: "", en: "" }
    : { id: ` Mungkin maksudnya ${suggestion}.`, en: ` Perhaps it is meant to be ${suggestion}.` };

const levelWords: Readonly<Record<string, { readonly id: string; readonly en: string }>> = {
  province: { id: "provinsi", en: "provinces" },
  regency: { id: "kabupaten/kota", en: "regencies and cities" },
  district: { id: "kecamatan", en: "districts" },
  village: { id: "desa/kelurahan", en: "villages" },
};

export const cellText = {
  "cell/not-a-number": {
    id: ({ value, example, suggestion }) =>
      `“${value}” bukan angka yang dapat dibaca. Tulis seperti ${example}.${meant(suggestion).id}`,
    en: ({ value, example, suggestion }) =>
      `“${value}” is not a number that can be read. Write it like ${example}.${meant(suggestion).en}`,
  },
  "cell/number-other-mark": {
    id: ({ value, mark, suggestion }) =>
      `“${value}” memakai tanda desimal lain daripada sel lain di kolom ini (${mark}).${meant(suggestion).id} Samakan penulisannya.`,
    en: ({ value, mark, suggestion }) =>
      `“${value}” uses another decimal mark than the other cells of this column (${mark}).${meant(suggestion).en} Write them alike.`,
  },
  "cell/number-scaled": {
    id: ({ value, word, suggestion }) =>
      `“${value}” memuat kata “${word}”; dibaca sebagai ${suggestion}. Bila benar, tidak perlu diubah; lebih aman tulis angkanya lengkap.`,
    en: ({ value, word, suggestion }) =>
      `“${value}” holds the word “${word}” and was read as ${suggestion}. If that is right nothing need change; writing the full number is safer.`,
  },
  "cell/number-in-exponent": {
    id: ({ value, suggestion }) =>
      `“${value}” tertulis dalam bentuk pangkat dan dibaca sebagai ${suggestion}; digit belakangnya mungkin hilang. Atur format sel menjadi Angka lalu simpan ulang.`,
    en: ({ value, suggestion }) =>
      `“${value}” is written with an exponent and was read as ${suggestion}; its last digits may be lost. Format the cell as Number and save again.`,
  },
  "cell/other-unit": {
    id: ({ value, unit, expected }) =>
      `“${value}” bersatuan ${unit}, padahal kolom ini bersatuan ${expected}. Ubah angkanya ke ${expected}, lalu hapus satuannya dari sel.`,
    en: ({ value, unit, expected }) =>
      `“${value}” is in ${unit}, but this column is in ${expected}. Convert the number to ${expected} and leave the unit out of the cell.`,
  },
  "cell/not-whole": {
    id: ({ value, suggestion }) =>
      `“${value}” bukan bilangan bulat, padahal kolom ini hanya berisi bilangan bulat.${meant(suggestion).id} Perbaiki angkanya.`,
    en: ({ value, suggestion }) =>
      `“${value}” is not a whole number, but this column holds whole numbers only.${meant(suggestion).en} Correct the number.`,
  },
  "cell/number-too-large": {
    id: ({ value }) =>
      `“${value}” terlalu besar untuk kolom bilangan bulat. Bila ini nomor atau kode, jadikan kolomnya bertipe teks (string).`,
    en: ({ value }) =>
      `“${value}” is too large for a column of whole numbers. If it is a number plate or code, declare the column as text (string).`,
  },
  "cell/lost-grouping": {
    id: ({ value, suggestion, unit }) =>
      `“${value}” ${unit} mempunyai tepat tiga angka di belakang tanda desimal: kemungkinan pemisah ribuan terbaca sebagai desimal, jadi seharusnya ${suggestion}. Periksa pada sumbernya.`,
    en: ({ value, suggestion, unit }) =>
      `“${value}” ${unit} has exactly three digits behind its decimal mark: a thousands separator was probably taken for a decimal mark, so that ${suggestion} is meant. Check the source.`,
  },
  "cell/percent-over-100": {
    id: ({ value }) =>
      `“${value}” lebih dari 100 persen. Bila memang demikian (misalnya pertumbuhan) biarkan; bila tidak, perbaiki angka atau letak tanda desimalnya.`,
    en: ({ value }) =>
      `“${value}” is over 100 per cent. If that is right (growth, for example) leave it; if not, correct the number or the place of its decimal mark.`,
  },
  "cell/far-from-others": {
    id: ({ value, low, high, suggestion }) =>
      `“${value}” berbeda sekitar seribu kali dari angka lain di kolom ini (biasanya ${low}–${high} digit).${meant(suggestion).id} Periksa satuan dan pemisah ribuannya.`,
    en: ({ value, low, high, suggestion }) =>
      `“${value}” is about a thousand times off the other numbers of this column (usually ${low}–${high} digits).${meant(suggestion).en} Check its unit and its thousands separator.`,
  },
  "cell/far-from-last-version": {
    id: ({ read, before, version, key, suggestion }) =>
      `Di sini ${read}, padahal di versi ${version} ${before} (${key}): sekitar seribu kali bedanya. Mungkin pemisah ribuannya hilang dan maksudnya ${suggestion}: perbaiki. Bila dibiarkan, yang terbit ${read}; bila memang benar, setujui dengan alasan.`,
    en: ({ read, before, version, key, suggestion }) =>
      `Here it is ${read}, in version ${version} it was ${before} (${key}): about a thousand times apart. Perhaps a thousands separator was lost and ${suggestion} is meant: correct it. Left as it is, ${read} will be published; if that is right, override this with the reason.`,
  },
  "cell/id-in-exponent": {
    id: ({ value }) =>
      `“${value}” adalah nomor panjang yang sudah dirusak Excel; digit belakangnya hilang. Atur kolomnya sebagai Teks, isi ulang dari sumbernya, lalu simpan.`,
    en: ({ value }) =>
      `“${value}” is a long number that Excel has damaged; its last digits are gone. Format the column as Text, fill it in again from the source, and save.`,
  },
  "cell/code-became-date": {
    id: ({ value }) =>
      `“${value}” tampak seperti kode yang diubah Excel menjadi tanggal. Atur kolomnya sebagai Teks, lalu tulis kembali kodenya.`,
    en: ({ value }) =>
      `“${value}” looks like a code that Excel turned into a date. Format the column as Text and write the code again.`,
  },
  "cell/not-a-boolean": {
    id: ({ value, example }) => `“${value}” bukan jawaban ya atau tidak. Tulis salah satu dari: ${example}.`,
    en: ({ value, example }) => `“${value}” is neither yes nor no. Write one of: ${example}.`,
  },
  "cell/not-a-date": {
    id: ({ value, example, suggestion }) =>
      `“${value}” bukan tanggal yang dapat dibaca atau tidak ada di kalender. Tulis seperti ${example}.${meant(suggestion).id}`,
    en: ({ value, example, suggestion }) =>
      `“${value}” is no date that can be read, or is not in the calendar. Write it like ${example}.${meant(suggestion).en}`,
  },
  "cell/not-a-time": {
    id: ({ value, example }) => `“${value}” bukan jam yang dapat dibaca. Tulis seperti ${example}.`,
    en: ({ value, example }) => `“${value}” is no time of day that can be read. Write it like ${example}.`,
  },
  "cell/not-a-year": {
    id: ({ value, example }) => `“${value}” bukan tahun. Tulis seperti ${example}.`,
    en: ({ value, example }) => `“${value}” is not a year. Write it like ${example}.`,
  },
  "cell/not-a-period": {
    id: ({ value, example }) =>
      `“${value}” bukan periode yang dapat dibaca. Tulis seperti ${example}: tahun, semester, triwulan, bulan atau tanggal.`,
    en: ({ value, example }) =>
      `“${value}” is no period that can be read. Write it like ${example}: a year, half-year, quarter, month or day.`,
  },
  "cell/wrong-format": {
    id: ({ value, format }) => `“${value}” tidak sesuai bentuk yang ditetapkan (${format}). Perbaiki isinya.`,
    en: ({ value, format }) => `“${value}” has not the declared form (${format}). Correct it.`,
  },
  "cell/excel-date-number": {
    id: ({ value, suggestion }) =>
      `“${value}” adalah nomor tanggal Excel, kemungkinan ${suggestion}. Atur format sel menjadi Tanggal (yyyy-mm-dd) lalu simpan ulang.`,
    en: ({ value, suggestion }) =>
      `“${value}” is Excel's number for a date, probably ${suggestion}. Format the cell as a date (yyyy-mm-dd) and save again.`,
  },
  "cell/required": {
    id: ({ name }) => `Kolom “${name}” wajib diisi, tetapi sel ini kosong. Isi nilainya.`,
    en: ({ name }) => `The column “${name}” must be filled in, but this cell is empty. Fill in its value.`,
  },
  "cell/not-unique": {
    id: ({ value, first }) =>
      `“${value}” sudah ada di baris ${first}; setiap nilai kolom ini hanya boleh sekali. Perbaiki salah satunya.`,
    en: ({ value, first }) =>
      `“${value}” is already in row ${first}; each value of this column may occur once. Correct one of them.`,
  },
  "cell/pattern": {
    id: ({ value, pattern, suggestion }) =>
      `“${value}” tidak sesuai pola ${pattern}.${meant(suggestion).id} Perbaiki penulisannya.`,
    en: ({ value, pattern, suggestion }) =>
      `“${value}” does not match the pattern ${pattern}.${meant(suggestion).en} Correct it.`,
  },
  "cell/not-in-list": {
    id: ({ value, list, suggestion }) =>
      `“${value}” tidak ada dalam daftar pilihan (${list}).${meant(suggestion).id} Pakai salah satu dari daftar itu.`,
    en: ({ value, list, suggestion }) =>
      `“${value}” is not in the list of choices (${list}).${meant(suggestion).en} Use one of that list.`,
  },
  "cell/below-minimum": {
    id: ({ value, minimum }) =>
      `“${value}” lebih kecil daripada batas terendah ${minimum}. Periksa angkanya pada sumbernya.`,
    en: ({ value, minimum }) => `“${value}” is below the least value ${minimum}. Check it against the source.`,
  },
  "cell/above-maximum": {
    id: ({ value, maximum }) =>
      `“${value}” lebih besar daripada batas tertinggi ${maximum}. Periksa angkanya pada sumbernya.`,
    en: ({ value, maximum }) => `“${value}” is above the greatest value ${maximum}. Check it against the source.`,
  },
  "cell/too-short": {
    id: ({ value, length }) => `“${value}” terlalu pendek; paling sedikit ${length} karakter. Lengkapi isinya.`,
    en: ({ value, length }) => `“${value}” is too short; at least ${length} characters. Complete it.`,
  },
  "cell/too-long": {
    id: ({ value, length }) => `“${value}” terlalu panjang; paling banyak ${length} karakter. Ringkas isinya.`,
    en: ({ value, length }) => `“${value}” is too long; at most ${length} characters. Shorten it.`,
  },
  "cell/formula-without-value": {
    id: () =>
      "Sel ini berisi rumus tanpa hasil tersimpan. Buka di Excel, tunggu sampai terhitung, simpan, lalu unggah lagi.",
    en: () =>
      "This cell holds a formula without a stored result. Open it in Excel, let it calculate, save, and upload again.",
  },
  "cell/error-value": {
    id: ({ value }) =>
      `Sel ini berisi galat Excel “${value}”. Perbaiki rumusnya, atau kosongkan selnya bila datanya tidak ada.`,
    en: ({ value }) =>
      `This cell holds the Excel error “${value}”. Mend its formula, or empty the cell if there is no value.`,
  },
  "cell/region-unknown": {
    id: ({ value, suggestion }) =>
      `“${value}” tidak dikenal sebagai wilayah Sulawesi Selatan.${meant(suggestion).id} Tulis nama resminya atau kode Kemendagri, misalnya 73.06.`,
    en: ({ value, suggestion }) =>
      `“${value}” is not known as a region of South Sulawesi.${meant(suggestion).en} Write its official name or Kemendagri code, 73.06 for example.`,
  },
  "cell/region-outside": {
    id: ({ value }) =>
      `“${value}” adalah kode wilayah di luar Sulawesi Selatan. Hapus barisnya, atau perbaiki kodenya.`,
    en: ({ value }) =>
      `“${value}” is the code of a region outside South Sulawesi. Remove the row, or correct the code.`,
  },
  "cell/region-two-readings": {
    id: ({ value, choices }) => `“${value}” dapat berarti beberapa wilayah: ${choices}. Tulis kodenya agar pasti.`,
    en: ({ value, choices }) => `“${value}” can mean several regions: ${choices}. Write its code to be certain.`,
  },
  "cell/region-wrong-level": {
    id: ({ value, region, level }) =>
      `“${value}” adalah ${region}, padahal kolom ini berisi ${levelWords[String(level)]?.id ?? level}. Perbaiki wilayahnya.`,
    en: ({ value, region, level }) =>
      `“${value}” is ${region}, but this column holds ${levelWords[String(level)]?.en ?? level}. Correct the region.`,
  },
  "cell/region-zero-lost": {
    id: ({ value, suggestion }) =>
      `Kode “${value}” kehilangan angka nol di belakang karena terbaca sebagai bilangan; dibaca sebagai ${suggestion}. Atur kolom kode sebagai Teks.`,
    en: ({ value, suggestion }) =>
      `The code “${value}” has lost its last zero because it was taken for a number; it was read as ${suggestion}. Format the code column as Text.`,
  },
  "cell/region-former": {
    id: ({ value, region, until }) =>
      `“${value}” (${region}) tidak berlaku lagi sejak ${until}. Pastikan datanya memang dari masa itu.`,
    en: ({ value, region, until }) =>
      `“${value}” (${region}) is no longer valid since ${until}. Make sure that the data are of that time.`,
  },
  "cell/region-residual": {
    id: ({ value }) =>
      `“${value}” bukan satu wilayah tertentu, sehingga barisnya tidak dapat ditempatkan. Hapus barisnya, atau bagikan ke wilayahnya.`,
    en: ({ value }) =>
      `“${value}” is no particular region, so its row cannot be placed. Remove the row, or share it out among its regions.`,
  },
  "cell/reference-unknown": {
    id: ({ value, resource, suggestion }) =>
      `“${value}” tidak ada dalam data rujukan “${resource}”.${meant(suggestion).id} Perbaiki isinya, atau lengkapi data rujukannya lebih dahulu.`,
    en: ({ value, resource, suggestion }) =>
      `“${value}” is not in the reference data “${resource}”.${meant(suggestion).en} Correct it, or complete the reference data first.`,
  },
} satisfies Record<string, Bilingual<P>>;
