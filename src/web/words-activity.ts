/** The words of MS-Keg's form: what is asked, in words that an officer knows, and what readers miss while it is empty. */
import type { Lang } from "../kernel/locale.ts";
import type { ACTIVITY, ActivityBlock } from "../kernel/statistical-activity.ts";
import { activityInEnglish } from "./words-activity-en.ts";
import type { FormWords } from "./words-statistics.ts";

const units = {
  individual: "individu",
  household: "rumah tangga",
  business: "usaha atau perusahaan",
  other: "lainnya",
};

const from = (step: string): string => `${step}: mulai`;
const until = (step: string): string => `${step}: selesai`;
const planned = "Tanggal menurut rencana; perkiraan pun berguna.";
const bound = "Tidak lebih awal dari mulainya.";

const id = {
  activityTitle: {
    label: "Judul kegiatan",
    help: "Nama lengkap kegiatan seperti di dokumen anggaran, misalnya “Pendataan UMKM Sulawesi Selatan”.",
    why: "Dengan judul, pembaca mengenali kegiatan yang sama di katalog nasional.",
  },
  year: {
    label: "Tahun kegiatan",
    help: "Tahun pelaksanaannya, empat angka.",
    why: "Tanpa tahun, tidak jelas kegiatan mana yang dimaksud.",
  },
  code: { label: "Kode kegiatan", help: "Kode dari aplikasi metadata BPS, bila sudah ada." },
  collection: {
    label: "Cara pengumpulan data",
    help: "Dari mana angkanya datang. Kebanyakan data dinas adalah kompilasi produk administrasi.",
    why: "Pembaca perlu tahu apakah semua dihitung, sebagian disurvei, atau diambil dari catatan layanan.",
    options: {
      census: "pencacahan lengkap: semua didata",
      survey: "survei: sebagian didata sebagai contoh",
      administrative: "kompilasi produk administrasi: dari catatan layanan",
      other: "cara lain sesuai perkembangan teknologi informasi",
    },
  },
  sector: {
    label: "Sektor kegiatan",
    help: "Yang paling dekat.",
    options: {
      "agriculture-fishery": "pertanian dan perikanan",
      demography: "demografi dan kependudukan",
      development: "pembangunan",
      "economic-projection": "proyeksi ekonomi",
      "education-training": "pendidikan dan pelatihan",
      environment: "lingkungan",
      finance: "keuangan",
      globalisation: "globalisasi",
      health: "kesehatan",
      "industry-services": "industri dan jasa",
      "information-technology": "teknologi informasi dan komunikasi",
      "international-trade": "perdagangan internasional dan neraca perdagangan",
      labour: "ketenagakerjaan",
      "national-accounts": "neraca nasional",
      "monthly-indicators": "indikator ekonomi bulanan",
      productivity: "produktivitas",
      "prices-purchasing-power": "harga dan paritas daya beli",
      "public-sector-taxation": "sektor publik, perpajakan, dan regulasi pasar",
      "regional-urban": "perwilayahan dan perkotaan",
      "science-patents": "ilmu pengetahuan dan hak paten",
      "social-protection": "perlindungan sosial dan kesejahteraan",
      transport: "transportasi",
    },
  },
  activityKind: {
    label: "Jenis kegiatan statistik",
    help: "Data dinas biasanya statistik sektoral.",
    options: { basic: "dasar", sectoral: "sektoral", special: "khusus" },
  },
  recommended: {
    label: "Mendapat rekomendasi BPS",
    help: "Hanya survei yang memerlukannya.",
  },
  recommendation: { label: "Identitas rekomendasi", help: "Nomor pada surat rekomendasi BPS, bila ada." },
  organiser: {
    label: "Instansi penyelenggara",
    help: "Kosongkan bila sama dengan instansi pemilik dataset ini.",
  },
  address: { label: "Alamat instansi", help: "Jalan, kabupaten atau kota, provinsi." },
  phone: { label: "Telepon instansi", help: "Nomor kantor, bukan nomor pribadi." },
  fax: { label: "Faksimile", help: "Bila masih dipakai." },
  email: {
    label: "Surel instansi",
    help: "Alamat bersama yang dibaca setiap hari, bukan milik satu orang.",
    why: "Tanpa alamat, pertanyaan tentang angka ini tidak sampai kepada yang tahu jawabannya.",
  },
  echelonOne: { label: "Unit eselon 1", help: "Untuk pemerintah provinsi: sekretariat daerah, misalnya." },
  echelonTwo: {
    label: "Unit eselon 2",
    help: "Dinas, badan, atau biro yang bertanggung jawab.",
    why: "Pembaca perlu tahu siapa yang menjamin angka ini.",
  },
  technicalPosition: {
    label: "Penanggung jawab teknis: jabatan",
    help: "Jabatannya saja (eselon 3), misalnya Kepala Bidang Statistik. Nama orang tidak perlu.",
  },
  technicalAddress: { label: "Penanggung jawab teknis: alamat", help: "Alamat kantornya." },
  technicalPhone: { label: "Penanggung jawab teknis: telepon", help: "Nomor kantor." },
  technicalEmail: { label: "Penanggung jawab teknis: surel", help: "Alamat jabatan, bukan pribadi." },
  background: { label: "Latar belakang kegiatan", help: "Mengapa kegiatan ini diadakan; dua atau tiga kalimat cukup." },
  purpose: {
    label: "Tujuan kegiatan",
    help: "Untuk menjawab apa angka ini dikumpulkan, dan siapa yang memakainya.",
    why: "Dari tujuannya pembaca tahu untuk apa angka ini cocok dipakai.",
  },
  planningFrom: { label: from("Perencanaan"), help: planned },
  planningUntil: { label: until("Perencanaan"), help: bound },
  designFrom: { label: from("Desain"), help: planned },
  designUntil: { label: until("Desain"), help: bound },
  collectionFrom: {
    label: from("Pengumpulan data"),
    help: planned,
    why: "Angka dibaca menurut waktu dikumpulkan.",
  },
  collectionUntil: {
    label: until("Pengumpulan data"),
    help: bound,
    why: "Menunjukkan berapa lama dari pengumpulan sampai terbit.",
  },
  processingFrom: { label: from("Pengolahan"), help: planned },
  processingUntil: { label: until("Pengolahan"), help: bound },
  analysisFrom: { label: from("Analisis"), help: planned },
  analysisUntil: { label: until("Analisis"), help: bound },
  disseminationFrom: { label: from("Diseminasi hasil"), help: planned },
  disseminationUntil: { label: until("Diseminasi hasil"), help: bound },
  evaluationFrom: { label: from("Evaluasi"), help: planned },
  evaluationUntil: { label: until("Evaluasi"), help: bound },
  repetition: {
    label: "Kegiatan ini dilakukan",
    help: "Frekuensinya diambil dari janji terbit dataset.",
    options: { once: "hanya sekali", repeated: "berulang" },
  },
  design: {
    label: "Tipe pengumpulan data",
    help: "Apakah yang didata orang atau tempat yang sama dari waktu ke waktu.",
    options: {
      panel: "longitudinal panel: yang didata selalu sama",
      longitudinal: "longitudinal cross sectional: berkali-kali, yang didata berganti",
      "cross-sectional": "cross sectional: satu waktu saja",
    },
  },
  coverage: {
    label: "Cakupan wilayah",
    help: "Kegiatan provinsi mencakup sebagian wilayah Indonesia.",
    options: { national: "seluruh wilayah Indonesia", part: "sebagian wilayah Indonesia" },
  },
  coveredRegions: {
    label: "Wilayah kegiatan",
    help: "Provinsi dan kabupaten/kota yang didata, misalnya “Sulawesi Selatan: seluruh kabupaten/kota”.",
    why: "Wilayah yang tidak ada di tabel bisa berarti nol, atau memang tidak didata.",
  },
  methods: {
    label: "Metode pengumpulan data",
    help: "Boleh lebih dari satu.",
    why: "Cara mengumpulkan memengaruhi seberapa jauh angka dapat dibandingkan.",
    options: {
      interview: "wawancara",
      "self-filled": "mengisi kuesioner sendiri",
      observation: "pengamatan",
      "secondary-data": "pengumpulan data sekunder, termasuk laporan dan catatan layanan",
      other: "lainnya",
    },
  },
  instruments: {
    label: "Sarana pengumpulan data",
    help: "Boleh lebih dari satu.",
    options: {
      papi: "PAPI: kuesioner kertas",
      capi: "CAPI: wawancara dengan tablet atau ponsel",
      cati: "CATI: lewat telepon",
      cawi: "CAWI: diisi sendiri di web",
      mail: "surat atau surel",
      other: "lainnya",
    },
  },
  collectionUnits: { label: "Unit pengumpulan data", help: "Siapa atau apa yang didata.", options: units },
  sampleDesign: {
    label: "Jenis rancangan sampel",
    help: "Satu kali memilih, atau bertahap (misalnya desa, lalu rumah tangga).",
    options: { "single-stage": "satu tahap", "multi-stage": "beberapa tahap" },
  },
  selection: {
    label: "Metode pemilihan sampel tahap terakhir",
    help: "Probabilitas: setiap unit punya peluang yang diketahui untuk terpilih.",
    options: { probability: "sampel probabilitas", "non-probability": "sampel nonprobabilitas" },
  },
  probabilityMethods: {
    label: "Metode sampel probabilitas",
    help: "Bila sampelnya probabilitas.",
    options: {
      "simple-random": "acak sederhana",
      systematic: "sistematis",
      stratified: "berlapis (stratified)",
      cluster: "kelompok (cluster)",
      "multi-stage": "bertahap",
    },
  },
  otherMethods: {
    label: "Metode sampel nonprobabilitas",
    help: "Bila sampelnya nonprobabilitas.",
    options: {
      quota: "kuota",
      accidental: "kebetulan (accidental)",
      purposive: "dipilih dengan maksud tertentu (purposive)",
      snowball: "bola salju (snowball)",
      saturation: "semua anggota (sampel jenuh)",
    },
  },
  frame: {
    label: "Kerangka sampel tahap terakhir",
    help: "Daftar dari mana sampel dipilih.",
    options: { list: "daftar nama (list frame)", area: "peta wilayah (area frame)" },
  },
  samplingFraction: { label: "Fraksi sampel keseluruhan", help: "Bagian yang terpilih, misalnya 0,02 atau 1 dari 50." },
  samplingError: {
    label: "Perkiraan sampling error variabel utama",
    help: "Misalnya “tingkat pengangguran: ±0,4 poin persen”.",
  },
  sampleUnit: { label: "Unit sampel", help: "Yang dipilih, misalnya rumah tangga." },
  observationUnit: {
    label: "Unit observasi",
    help: "Yang diamati, misalnya anggota rumah tangga berumur 15 tahun ke atas.",
  },
  pilot: { label: "Ada uji coba (pilot survey)", help: "Apakah cara kerjanya dicoba dulu di tempat kecil." },
  qualityChecks: {
    label: "Pemeriksaan kualitas pengumpulan",
    help: "Boleh lebih dari satu.",
    options: {
      revisit: "kunjungan kembali",
      supervision: "supervisi",
      "task-force": "gugus tugas (task force)",
      other: "lainnya",
    },
  },
  nonResponse: { label: "Ada penyesuaian nonrespon", help: "Apakah yang tidak menjawab diperhitungkan." },
  collectors: {
    label: "Petugas pengumpulan data",
    help: "Siapa yang mendata.",
    options: { staff: "staf instansi penyelenggara", contracted: "mitra atau tenaga kontrak", both: "staf dan mitra" },
  },
  education: {
    label: "Pendidikan terendah petugas",
    help: "Yang disyaratkan.",
    options: {
      "junior-secondary": "paling tinggi SMP",
      "senior-secondary": "SMA atau SMK",
      diploma: "diploma I, II, atau III",
      degree: "diploma IV, S1, S2, atau S3",
    },
  },
  supervisors: { label: "Jumlah supervisor", help: "Orang." },
  enumerators: { label: "Jumlah pengumpul data", help: "Orang." },
  training: { label: "Petugas dilatih", help: "Apakah ada pelatihan sebelum mendata." },
  processing: {
    label: "Tahapan pengolahan data",
    help: "Boleh lebih dari satu.",
    options: {
      editing: "penyuntingan (editing)",
      coding: "penyandian (coding)",
      entry: "pemasukan data (data entry)",
      validation: "penyahihan (validasi)",
    },
  },
  analysis: {
    label: "Metode analisis",
    help: "Deskriptif: tabel dan grafik. Inferensia: menarik kesimpulan dari contoh.",
    options: { descriptive: "deskriptif", inferential: "inferensia", both: "deskriptif dan inferensia" },
  },
  analysisUnits: { label: "Unit analisis", help: "Yang dibandingkan di tabel.", options: units },
  presentation: {
    label: "Tingkat penyajian hasil",
    help: "Boleh lebih dari satu.",
    options: {
      national: "nasional",
      province: "provinsi",
      regency: "kabupaten/kota",
      district: "kecamatan",
      other: "lainnya",
    },
  },
  printed: { label: "Tersedia tercetak untuk umum", help: "Buku atau laporan cetak." },
  digital: { label: "Tersedia digital untuk umum", help: "Berkas atau situs web, termasuk portal ini." },
  microdata: { label: "Data mikro tersedia untuk umum", help: "Data setiap unit yang didata, tanpa identitas." },
  printedOn: { label: "Rencana rilis tercetak", help: "Tanggalnya." },
  digitalOn: { label: "Rencana rilis digital", help: "Tanggalnya." },
  microdataOn: { label: "Rencana rilis data mikro", help: "Tanggalnya." },
} satisfies FormWords<typeof ACTIVITY>;

export const activityWords: { readonly [L in Lang]: FormWords<typeof ACTIVITY> } = { id, en: activityInEnglish };

/** The blocks, and to whom each applies. */
export const activityBlockWords: {
  readonly [L in Lang]: { readonly [B in ActivityBlock]: readonly [title: string, about: string] };
} = {
  id: {
    head: ["Kegiatan", "Yang mana kegiatannya, dan bagaimana angkanya diperoleh."],
    organiser: ["I. Penyelenggara", "Ke mana pertanyaan ditujukan."],
    responsible: ["II. Penanggung jawab", "Jabatan dan unit, bukan nama orang."],
    planning: ["III. Perencanaan dan persiapan", "Variabelnya diambil dari kolom dataset."],
    design: ["IV. Desain kegiatan", "Apa yang didata, di mana, dan dengan cara apa."],
    sample: ["V. Desain sampel", "Hanya untuk survei."],
    quality: ["VI. Penjaminan kualitas", "Untuk pencacahan dan survei."],
    processing: ["VII. Pengolahan dan analisis", "Sesudah data terkumpul."],
    dissemination: ["VIII. Diseminasi hasil", "Bagaimana hasilnya dibagikan."],
  },
  en: {
    head: ["Activity", "Which activity it is, and how the figures come about."],
    organiser: ["I. Organiser", "Where questions go."],
    responsible: ["II. Responsible unit", "Positions and units, not names of people."],
    planning: ["III. Planning and preparation", "Its variables are the dataset's columns."],
    design: ["IV. Design of the activity", "What is recorded, where, and how."],
    sample: ["V. Sample design", "For surveys only."],
    quality: ["VI. Quality assurance", "For enumerations and surveys."],
    processing: ["VII. Processing and analysis", "After the data are collected."],
    dissemination: ["VIII. Dissemination", "How the results are shared."],
  },
};
