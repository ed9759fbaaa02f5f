/**
 * What can be wrong with a data package, each with its sentence in both languages. One Fault (`package.invalid`, 422) carries them all,
 * each with a JSON Pointer (RFC 6901) to the thing it names.
 */
import { Fault } from "../kernel/fault.ts";
import type { Bilingual, Text } from "../kernel/locale.ts";

type P = Readonly<Record<string, string | number>>;

const catalogue = {
  "package.wrong-type": {
    id: ({ expected }) => `Isian ini harus berupa ${expected}.`,
    en: ({ expected }) => `This must be ${expected}.`,
  },
  "package.missing": {
    id: ({ property }) => `“${property}” wajib diisi.`,
    en: ({ property }) => `“${property}” is required.`,
  },
  "package.bad-text": {
    id: ({ rule }) => `Teks ini tidak dapat dipakai (${rule}).`,
    en: ({ rule }) => `This text cannot be used (${rule}).`,
  },
  "package.unknown-value": {
    id: ({ value, allowed }) => `“${value}” tidak dikenal di sini. Pilih salah satu: ${allowed}.`,
    en: ({ value, allowed }) => `“${value}” is unknown here. Choose one of: ${allowed}.`,
  },
  "package.bad-slug": {
    id: ({ value }) =>
      `“${value}” bukan nama dataset yang sah. Pakai huruf kecil, angka dan tanda hubung, misalnya penduduk-2024.`,
    en: ({ value }) =>
      `“${value}” is no valid dataset name. Use small letters, digits and hyphens, such as penduduk-2024.`,
  },
  "package.other-slug": {
    id: ({ value, slug }) => `Nama “${value}” berbeda dari alamatnya, “${slug}”. Nama dataset tidak dapat berubah.`,
    en: ({ value, slug }) => `The name “${value}” differs from the address, “${slug}”. A dataset's name never changes.`,
  },
  "package.one-resource": {
    id: ({ count }) => `Paket harus berisi tepat satu sumber daya (resources), bukan ${count}.`,
    en: ({ count }) => `A package holds exactly one resource, not ${count}.`,
  },
  "package.no-fields": {
    id: () => "Skema belum mempunyai kolom. Sebutkan paling sedikit satu dalam “fields”.",
    en: () => "The schema has no fields. Name at least one in “fields”.",
  },
  "package.too-many-fields": {
    id: ({ count, maximum }) => `Skema mempunyai ${count} kolom; paling banyak ${maximum}.`,
    en: ({ count, maximum }) => `The schema has ${count} fields; at most ${maximum} are taken.`,
  },
  "package.bad-field-name": {
    id: ({ value }) =>
      `“${value}” bukan nama kolom yang sah. Pakai huruf kecil, angka dan garis bawah, diawali huruf, paling panjang 63; judul aslinya ditulis dalam “title”.`,
    en: ({ value }) =>
      `“${value}” is no valid field name. Use small letters, digits and underscores, a letter first, at most 63; the header as written goes into “title”.`,
  },
  "package.field-collision": {
    id: ({ value, other }) =>
      `Nama “${value}” sudah dipakai di ${other}. Setiap kolom perlu nama sendiri, nama lama (previousNames) juga.`,
    en: ({ value, other }) =>
      `The name “${value}” is already used at ${other}. Each field needs a name of its own, previousNames too.`,
  },
  "package.unknown-field": {
    id: ({ value }) => `Tidak ada kolom “${value}” dalam skema.`,
    en: ({ value }) => `There is no field “${value}” in the schema.`,
  },
  "package.repeated-field": {
    id: ({ value }) => `Kolom “${value}” disebut dua kali.`,
    en: ({ value }) => `The field “${value}” is named twice.`,
  },
  "package.measure-without-unit": {
    id: ({ field }) => `Kolom ukuran “${field}” belum mempunyai satuan. Isi “unit”, misalnya jiwa atau persen.`,
    en: ({ field }) => `The measure “${field}” has no unit. Fill in “unit”, such as jiwa or persen.`,
  },
  "package.measure-not-numeric": {
    id: ({ field, type }) => `Kolom ukuran “${field}” bertipe ${type}. Ukuran harus number atau integer.`,
    en: ({ field, type }) => `The measure “${field}” has the type ${type}. A measure is a number or an integer.`,
  },
  "package.unknown-constraint": {
    id: ({ value, allowed }) => `Batasan “${value}” tidak dikenal. Yang dikenal: ${allowed}.`,
    en: ({ value, allowed }) => `The constraint “${value}” is unknown. Known: ${allowed}.`,
  },
  "package.constraint-misfit": {
    id: ({ constraint, type }) => `Batasan “${constraint}” tidak berlaku untuk tipe ${type}.`,
    en: ({ constraint, type }) => `The constraint “${constraint}” does not apply to the type ${type}.`,
  },
  "package.bad-bound": {
    id: ({ value, type, example }) => `“${value}” tidak cocok dengan tipe ${type}. Tulis seperti ${example}.`,
    en: ({ value, type, example }) => `“${value}” does not fit the type ${type}. Write it like ${example}.`,
  },
  "package.empty-range": {
    id: ({ from, to }) => `Tidak ada nilai yang memenuhi: batas bawah ${from} melewati batas atas ${to}.`,
    en: ({ from, to }) => `No value can satisfy this: the lower bound ${from} is beyond the upper bound ${to}.`,
  },
  "package.bad-pattern": {
    id: ({ value }) => `“${value}” bukan ekspresi reguler yang sah.`,
    en: ({ value }) => `“${value}” is no valid regular expression.`,
  },
  "package.composite-unique": {
    id: () => "uniqueKeys atas beberapa kolom tidak diperiksa di sini. Nyatakan sebagai primaryKey.",
    en: () => "uniqueKeys over several fields are not checked here. Declare them as the primaryKey.",
  },
  "package.unknown-reference": {
    id: ({ value }) => `Rujukan “${value}” tidak dikenal. Rujuk ke wilayah, instansi, atau nama dataset yang ada.`,
    en: ({ value }) =>
      `The reference “${value}” is unknown. Refer to wilayah, instansi or the name of an existing dataset.`,
  },
  "package.self-reference": {
    id: () => "Rujukan ke dataset itu sendiri tidak diperiksa di sini. Hapus rujukan ini.",
    en: () => "A reference to the dataset itself is not checked here. Leave it out.",
  },
  "package.unknown-reference-field": {
    id: ({ value, resource }) => `“${resource}” tidak mempunyai kolom “${value}”.`,
    en: ({ value, resource }) => `“${resource}” has no field “${value}”.`,
  },
  "package.reference-length": {
    id: ({ fields, reference }) =>
      `Kunci ini memakai ${fields} kolom tetapi merujuk ${reference}. Jumlahnya harus sama.`,
    en: ({ fields, reference }) =>
      `This key uses ${fields} fields but refers to ${reference}. The numbers must be the same.`,
  },
  "package.unknown-agency": {
    id: ({ value }) => `Instansi “${value}” tidak ada. Lihat daftarnya di /api/v1/agencies.`,
    en: ({ value }) => `There is no agency “${value}”. See the list at /api/v1/agencies.`,
  },
  "package.unknown-topic": {
    id: ({ value, allowed }) => `Topik “${value}” tidak ada. Pilih dari: ${allowed}.`,
    en: ({ value, allowed }) => `There is no topic “${value}”. Choose from: ${allowed}.`,
  },
  "package.bad-rule-value": {
    id: ({ value, parameter, kind }) => `“${value}” tidak dapat dipakai untuk “${parameter}” pada aturan ${kind}.`,
    en: ({ value, parameter, kind }) => `“${value}” cannot be used for “${parameter}” of the rule ${kind}.`,
  },
  "package.unsafe-path": {
    id: ({ value }) => `“${value}” bukan berkas di dalam folder paket. Pakai jalur relatif tanpa “..”.`,
    en: ({ value }) => `“${value}” is no file inside the package's folder. Use a relative path without “..”.`,
  },
} satisfies Record<string, Bilingual<P>>;

export type PackageProblemCode = keyof typeof catalogue;

export const packageProblemText: { readonly [C in PackageProblemCode]: Bilingual<P> } = catalogue;

/** One thing that is wrong, as outsiders see it. */
export interface PackageProblem {
  /** JSON Pointer into the document: "/resources/0/schema/fields/3/name"; "" is the whole. */
  readonly path: string;
  readonly code: PackageProblemCode;
  readonly message: Text;
}

export type Path = readonly (string | number)[];

/** Collects problems while a package is read, so that all are named at once. */
export interface Problems {
  readonly add: (path: Path, code: PackageProblemCode, params?: P) => void;
  readonly list: readonly PackageProblem[];
}

/** More problems than this are counted but not listed. */
const LISTED = 200;

/** How much of a bad value a sentence repeats. */
const SHOWN = 80;

const cut = (value: string | number): string | number =>
  typeof value === "string" && value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;

const toPointer = (path: Path): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

export function collectProblems(): Problems {
  const list: PackageProblem[] = [];
  return {
    list,
    add: (path, code, params = {}) => {
      const shown = Object.fromEntries(
        Object.entries(params).map(([name, value]) => [name, name === "allowed" ? value : cut(value)]),
      );
      const text = packageProblemText[code];
      list.push({ path: toPointer(path), code, message: { id: text.id(shown), en: text.en(shown) } });
    },
  };
}

/** Throws `package.invalid` with every problem, if there is any. */
export function refuseProblems(problems: Problems): void {
  const { list } = problems;
  if (list.length > 0) throw new Fault("package.invalid", { count: list.length }, { errors: list.slice(0, LISTED) });
}
