/**
 * Fills a catalogue with plausible datasets that have no rows: what is listed and searched, and nothing else. The same for the same count.
 * Through the project's own functions, so that whatever a publication writes is there.
 */
import { createDataset } from "../src/catalogue/datasets.ts";
import { parsePackage } from "../src/catalogue/package.ts";
import { loadPackageContext } from "../src/catalogue/package-context.ts";
import { recordVersion } from "../src/catalogue/version-record.ts";
import { SYSTEM } from "../src/kernel/actor.ts";
import type { FieldName, VersionNumber } from "../src/kernel/ids.ts";
import type { Store } from "../src/store/data-source.ts";

const SUBJECTS = [
  ...[
    "Jumlah penduduk",
    "Persentase penduduk miskin",
    "Tingkat pengangguran terbuka",
    "Angka harapan hidup",
    "Produksi padi",
  ],
  ...["Luas panen jagung", "Populasi sapi potong", "Produksi rumput laut", "Jumlah puskesmas", "Cakupan imunisasi"],
  ...[
    "Kasus demam berdarah",
    "Balita stunting",
    "Jumlah sekolah menengah",
    "Angka partisipasi murni",
    "Guru bersertifikat",
  ],
  ...[
    "Kunjungan wisatawan",
    "Tingkat penghunian kamar",
    "Panjang jalan provinsi",
    "Kendaraan bermotor",
    "Realisasi pajak",
  ],
  ...[
    "Anggaran belanja",
    "Kejadian banjir",
    "Timbulan sampah",
    "Harga beras medium",
    "Koperasi aktif",
    "Izin usaha terbit",
  ],
];
const BREAKDOWNS = [
  "jenis kelamin",
  "kelompok umur",
  "kecamatan",
  "jenjang pendidikan",
  "lapangan usaha",
  "bulan",
  "triwulan",
  "sumber dana",
];
const TOPICS = ["kependudukan", "kemiskinan", "kesehatan", "pendidikan", "pertanian", "ekonomi"];
const AT_ONCE = 250;

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T; // never an empty list

function packageOf(index: number, agency: string, topics: readonly string[]): Record<string, unknown> {
  const [subject, breakdown] = [pick(SUBJECTS, index), pick(BREAKDOWNS, Math.floor(index / SUBJECTS.length))];
  const slug = `rekaan-${index}`;
  return {
    name: slug,
    title: {
      id: `${subject} menurut ${breakdown} ${2000 + (index % 25)} (data contoh, angka rekaan)`,
      en: `Invented sample ${index}`,
    },
    description: `${subject} di Sulawesi Selatan menurut ${breakdown}; angka rekaan untuk mengukur kecepatan, seri ${index}.`,
    agency,
    topics: [pick(topics, index)],
    keywords: [subject.toLowerCase(), breakdown],
    frequency: pick(["yearly", "monthly", "quarterly"], index),
    resources: [
      {
        name: slug,
        schema: {
          fields: [
            { name: "kode_wilayah", type: "string", role: "region" },
            { name: "tahun", type: "year", role: "period" },
            { name: "nilai", type: "number", title: subject },
          ],
          primaryKey: ["kode_wilayah", "tahun"],
        },
      },
    ],
  };
}

/** Adds `count` published datasets. */
export async function makeCatalogue(store: Store, count: number): Promise<void> {
  const context = await store.read((tx) => loadPackageContext(tx, SYSTEM));
  const [agencies, known, regions] = await store.read(async (tx) => [
    (await tx.query<{ slug: string }>("select slug from catalogue.agency order by slug")).map(({ slug }) => slug),
    (await tx.query<{ slug: string }>("select slug from catalogue.topic")).map(({ slug }) => slug),
    (await tx.query<{ code: string }>("select code from catalogue.region where length(code) = 5 order by code")).map(
      ({ code }) => code,
    ),
  ]);
  const topics = TOPICS.filter((topic) => known.includes(topic));
  const clock = { now: () => new Date(Date.UTC(2025, 0, 1)) };
  for (let from = 0; from < count; from += AT_ONCE) {
    await store.write(async (tx) => {
      for (let index = from; index < Math.min(from + AT_ONCE, count); index += 1) {
        const pkg = parsePackage(packageOf(index, pick(agencies, index), topics.length > 0 ? topics : known), context);
        const { id } = await createDataset(tx, SYSTEM, pkg, clock);
        const columns = Object.fromEntries(pkg.schema.fields.map(({ name }, at) => [name, `c${at + 1}`])) as Record<
          FieldName,
          string
        >;
        const version = {
          dataset: id,
          base: undefined,
          number: 1 as VersionNumber,
          package: pkg,
          columns,
          rows: 0,
          added: 0,
          removed: 0,
          changed: 0,
        };
        await recordVersion(
          tx,
          SYSTEM,
          { ...version, uploadedBy: SYSTEM.key },
          new Date(Date.UTC(2025, 0, 1) + index * 60_000),
        );
        const years = Array.from({ length: 5 + (index % 10) }, (_, at) => 2000 + (index % 15) + at);
        await tx.query(
          "update catalogue.search_entry set regions = $2, years = $3, values_version = 1 where dataset = $1",
          [id, index % 3 === 0 ? ["73"] : regions, years],
        );
      }
    });
  }
}
