/**
 * Is a column personal data? A header that says so and one cell that looks so; or, without a header, several cells and a good share of
 * those that could. Names of people are recognised by their company: a name beside sex and a birth date, one person a row.
 */
import type { PersonalKind } from "./personal.ts";

/** What was counted of one column. */
export interface PersonalCounts {
  /** Cells with something in them. */
  filled: number;
  readonly hits: { [K in PersonalKind]: number };
  readonly examples: { [K in PersonalKind]?: string[] };
  /** Cells of ten or more digits and nothing else. */
  longNumbers: number;
  sixteen: number;
  eighteen: number;
  /** 7.37101E+15. */
  exponents: number;
}

export const newPersonalCounts = (): PersonalCounts => ({
  filled: 0,
  hits: { nik: 0, kk: 0, npwp: 0, nip: 0, phone: 0, email: 0, "bank-account": 0 },
  examples: {},
  longNumbers: 0,
  sixteen: 0,
  eighteen: 0,
  exponents: 0,
});

const plainHeader = (header: string): string =>
  header
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "_")
    .replace(/^_+|_+$/g, "");

const headers: readonly (readonly [PersonalKind, RegExp])[] = [
  ["nik", /(?:^|_)(?:nik|no_?ktp|nomor_ktp|nomor_induk_kependudukan|no_induk_kependudukan)(?:_|$)/],
  ["kk", /(?:^|_)(?:no_?kk|nomor_kk|nkk|no_kartu_keluarga|nomor_kartu_keluarga|kartu_keluarga)(?:_|$)/],
  ["npwp", /(?:^|_)npwp(?:_|$)/],
  ["nip", /(?:^|_)(?:nip|nomor_induk_pegawai)(?:_|$)/],
  ["phone", /(?:^|_)(?:telp|tlp|telepon|no_?hp|hp|handphone|ponsel|no_?wa|whatsapp|phone|nomor_hp)(?:_|$)/],
  ["email", /(?:^|_)(?:e_?mail|surel)(?:_|$)/],
  [
    "bank-account",
    /^(?:no|nomor)_?(?:rek|rekening)(?:_|$)|^norek(?:_|$)|(?:^|_)rekening_bank(?:_|$)|(?:^|_)bank_account/,
  ],
];

/** The kind of personal data that a header announces. "kode_rekening" is a budget code and announces nothing. */
export function personalKindOfHeader(header: string): PersonalKind | undefined {
  const plain = plainHeader(header);
  return headers.find(([, pattern]) => pattern.test(plain))?.[0];
}

/** Of what kind a column is, and how many cells say so; undefined: not personal, or not enough to say it. */
export function judgePersonal(
  counts: PersonalCounts,
  header: string,
): { readonly kind: PersonalKind; readonly count: number } | undefined {
  const announced = personalKindOfHeader(header);
  const { hits } = counts;
  if (announced === "nik" || announced === "kk") {
    const count = hits.nik + counts.exponents;
    if (count > 0) return { kind: announced, count };
  }
  if (announced === "bank-account" && counts.longNumbers > 0) return { kind: announced, count: counts.longNumbers };
  if (announced === "npwp" && hits.npwp + counts.longNumbers > 0) {
    return { kind: announced, count: hits.npwp + counts.longNumbers };
  }
  if (announced !== undefined && hits[announced] > 0) return { kind: announced, count: hits[announced] };
  if (hits.nip >= 2 && hits.nip * 2 >= counts.eighteen) return { kind: "nip", count: hits.nip };
  // One in thirty random numbers of sixteen digits has the form of a NIK; of real ones nearly all do.
  if (hits.nik >= 2 && hits.nik * 2 >= counts.sixteen) return { kind: "nik", count: hits.nik };
  if (hits.npwp >= 2) return { kind: "npwp", count: hits.npwp };
  if (hits.email >= 2) return { kind: "email", count: hits.email };
  if (hits.phone >= 3 && hits.phone * 2 >= counts.filled) return { kind: "phone", count: hits.phone };
  return undefined;
}

/** What a header says of a person: their name, sex, birth date, home. */
export type PersonHeader = "name" | "sex" | "birth" | "address";

export function personHeader(header: string): PersonHeader | undefined {
  const plain = plainHeader(header);
  if (
    /^(?:nama|nama_lengkap|nama_(?:penduduk|siswa|pasien|pegawai|warga|korban|penerima|anggota|ibu|ayah|anak|balita|guru|kepala_keluarga|kk|pemohon|pelapor|wajib_pajak|peserta)(?:_.*)?|full_name|name)$/.test(
      plain,
    )
  ) {
    return "name";
  }
  if (/^(?:jenis_kelamin|jk|kelamin|l_p|sex|gender)$/.test(plain)) return "sex";
  if (
    /^(?:tgl_lahir|tanggal_lahir|tempat_tanggal_lahir|ttl|tempat_tgl_lahir|birth_?date|date_of_birth|umur|usia)$/.test(
      plain,
    )
  ) {
    return "birth";
  }
  return /^(?:alamat|alamat_rumah|alamat_lengkap|address)$/.test(plain) ? "address" : undefined;
}

/**
 * Do these columns together describe persons? A name with sex, birth or address, where nearly every row has a name of its own and the
 * names are no regions: a table by sex of regencies is statistics, not people.
 */
export function isIdentity(
  columns: readonly { readonly header: PersonHeader; readonly distinctShare: number; readonly regionShare: number }[],
): boolean {
  const name = columns.find((column) => column.header === "name");
  if (name === undefined || name.distinctShare < 0.5 || name.regionShare > 0.5) return false;
  const others = new Set(columns.map((column) => column.header));
  return others.has("birth") || others.has("sex") || others.has("address");
}
