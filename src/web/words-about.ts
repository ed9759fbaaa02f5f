/** The words about the house itself: what official means here, how programs ask, and how the server stands. */
import type { Lang } from "../kernel/locale.ts";

interface Section {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

const id = {
  about: {
    title: "Tentang Jendela Sulsel",
    lead: "Katalog data terbuka dan layanan data dasar Provinsi Sulawesi Selatan: satu tempat untuk angka resmi, lengkap dengan asal-usulnya.",
    sections: [
      {
        title: "Apa arti resmi di sini",
        paragraphs: [
          "Angka resmi di sini diserahkan oleh instansi yang bertugas menghasilkannya (produsen data), diperiksa walidata, lalu diterbitkan dengan nama instansi itu. Prinsipnya Satu Data Indonesia: standar data, metadata, kode wilayah, dan format yang dapat dibaca mesin.",
          "Data contoh berisi angka rekaan. Judulnya selalu menyebut “data contoh”, dan tandanya berwarna emas.",
        ],
      },
      {
        title: "Bagaimana sebuah angka sampai di sini",
        paragraphs: [
          "Petugas instansi mengunggah berkasnya apa adanya. Sistem membaca tabelnya, mengenali angka, periode, dan wilayah, lalu memeriksa jenis, kunci, rujukan, jumlah, dan data pribadi. Yang meragukan ditanyakan, tidak ditebak.",
          "Peninjau melihat temuan dan setiap baris yang berubah dari versi sebelumnya. Yang mengunggah tidak boleh menerbitkan: selalu ada orang kedua.",
        ],
      },
      {
        title: "Versi tidak pernah berubah",
        paragraphs: [
          "Setiap penerbitan adalah versi bernomor. Versi yang sudah terbit tidak berubah lagi dan tetap dapat diunduh, sehingga kutipan Anda selalu dapat diperiksa. Koreksi menjadi versi baru, dan selisihnya terlihat baris demi baris.",
          "Versi yang keliru dapat ditarik. Nomornya tetap tercatat beserta alasannya.",
        ],
      },
      {
        title: "Nilai yang kosong bukan nol",
        paragraphs: [
          "Tanda seperti “…”, “-”, atau “*” disimpan sebagai status di samping nilainya: tidak tersedia, nihil, sementara, estimasi, atau diperbaiki. Arti tiap tanda dijelaskan di bawah tabelnya.",
        ],
      },
      {
        title: "Lisensi",
        paragraphs: [
          "Data terbuka boleh dipakai, diolah, dan dibagikan untuk tujuan apa pun, dengan menyebut sumbernya, menurut lisensi yang tertulis di halaman setiap dataset. Sebutkan instansi, judul, dan nomor versi.",
        ],
      },
      {
        title: "Bertanya, mengoreksi, mengadu",
        paragraphs: [
          "Menemukan angka yang janggal? Sampaikan melalui Baruga Sulsel, layanan informasi dan aduan Pemerintah Provinsi Sulawesi Selatan. Sebutkan alamat halaman, nomor versi, dan baris yang dimaksud; instansi pemiliknya akan menjawab.",
          "Data yang belum ada di sini dapat diminta sebagai permohonan informasi publik melalui Baruga Sulsel pula.",
        ],
      },
    ] as readonly Section[],
  },
  api: {
    title: "Untuk pengembang",
    lead: "Semua yang ada di halaman dapat diambil program: tanpa pendaftaran, tanpa kunci, dari situs mana pun (CORS terbuka). Alamat tidak berubah.",
    copy: "Salin",
    reference: "Rujukan API: setiap alamat, masukan, dan jawabannya",
    sections: {
      download: {
        title: "Unduh berkas",
        text: "Versi terbaru selalu di alamat yang sama. Ganti akhiran .csv dengan .xlsx, .json, .ndjson, .parquet, atau .zip.",
      },
      filter: {
        title: "Saring dan urutkan",
        text: "Nama kolom adalah parameter. Tambahkan .gte, .lte, atau .ne pada namanya; _columns, _sort, dan _limit memilih kolom, urutan, dan jumlah baris.",
      },
      version: {
        title: "Tunjuk satu versi",
        text: "Isi versi yang bernomor tidak pernah berubah, jadi boleh disimpan selamanya.",
      },
      graphql: {
        title: "GraphQL",
        text: "Satu pertanyaan untuk baris, saringan, jumlah, indikator, dan wilayah. Peramban membuka penjelajah di alamat yang sama.",
        link: "Buka penjelajah",
      },
      typed: {
        title: "GraphQL bertipe, per dataset",
        text: "Skema tersendiri untuk setiap dataset, bagi pembangkit kode: salah nama kolom ketahuan sebelum program berjalan.",
      },
      changes: {
        title: "Apa yang berubah",
        text: "Umpan perubahan tanpa celah. Simpan nilai next, lalu tanyakan lagi dengannya; _wait menunggu sampai ada kabar.",
      },
      follow: {
        title: "Ikuti sebagai salinan",
        text: "Klien rujukan menjaga folder atau skema PostgreSQL tetap sama dengan katalog, hanya mengambil selisihnya.",
      },
      webhooks: {
        title: "Webhook",
        text: "Sistem lain diberi tahu saat ada versi baru, menurut Standard Webhooks. Perlu token sistem dari admin.",
      },
      feeds: {
        title: "Umpan Atom",
        text: "Untuk pembaca umpan: semua kabar, atau hasil pencarian tertentu.",
      },
    },
    again:
      "Setiap jawaban punya ETag: kirim If-None-Match, dan 304 berarti belum berubah. Galat berbentuk application/problem+json dengan kode yang tetap.",
  },
  status: {
    title: "Keadaan layanan",
    good: "Semua berjalan.",
    away: "Basis data sedang tidak terjangkau. Coba lagi sebentar lagi; data yang sudah terbit tidak hilang.",
    software: "Perangkat lunak",
    database: "Basis data",
    reachable: (ms: string) => `menjawab dalam ${ms} ms`,
    datasets: "Dataset terbuka",
    versions: "Versi terbit",
    last: "Penerbitan terakhir",
    never: "belum pernah",
    checking: "Unggahan yang sedang diperiksa",
    reviewing: "Unggahan yang menunggu peninjau",
    at: "Dilihat pada",
    item: "Bagian",
    value: "Keadaan",
    machines: "Untuk mesin: /healthz, /readyz, dan /metrics.",
  },
};

export type AboutWords = typeof id;

const en: AboutWords = {
  about: {
    title: "About Jendela Sulsel",
    lead: "The open-data catalogue and basic-data service of South Sulawesi: one place for official figures, with where they come from.",
    sections: [
      {
        title: "What official means here",
        paragraphs: [
          "An official figure here was handed in by the agency whose task it is to produce it, checked by the data steward, and published under that agency’s name. The principles are those of Satu Data Indonesia: data standards, metadata, region codes, and formats that machines can read.",
          "Sample data has invented figures. Its title always says so (“data contoh”), and its mark is gold.",
        ],
      },
      {
        title: "How a number gets here",
        paragraphs: [
          "An officer uploads the agency’s file as it is. The system reads its table, recognises numbers, periods and regions, and checks types, keys, references, totals and personal data. What is doubtful is asked, never guessed.",
          "A reviewer sees the findings and every row that differs from the version before. Whoever uploaded may not publish: there is always a second person.",
        ],
      },
      {
        title: "Versions never change",
        paragraphs: [
          "Every publication is a numbered version. Once published it never changes and stays downloadable, so what you quote can always be checked. A correction becomes a new version, and the difference can be seen row by row.",
          "A version that was wrong can be withdrawn. Its number stays on record with the reason.",
        ],
      },
      {
        title: "An empty value is not zero",
        paragraphs: [
          "Marks such as “…”, “-” or “*” are kept as a status beside the value: not available, nil, provisional, estimated or revised. What each mark means is said below its table.",
        ],
      },
      {
        title: "Licence",
        paragraphs: [
          "Open data may be used, changed and shared for any purpose, naming its source, under the licence that each dataset’s page states. Name the agency, the title and the version’s number.",
        ],
      },
      {
        title: "Questions, corrections, complaints",
        paragraphs: [
          "Found a figure that looks wrong? Tell Baruga Sulsel, the information and complaints service of the Government of South Sulawesi. Name the page’s address, the version and the row; the agency that owns it will answer.",
          "Data that is not here yet can be requested as public information through Baruga Sulsel too.",
        ],
      },
    ],
  },
  api: {
    title: "For developers",
    lead: "Whatever the pages show, programs can fetch: no registration, no key, from any web site (open CORS). Addresses do not change.",
    copy: "Copy",
    reference: "API reference: every address, its input and its answers",
    sections: {
      download: {
        title: "Download a file",
        text: "The newest version is always at the same address. Change .csv to .xlsx, .json, .ndjson, .parquet or .zip.",
      },
      filter: {
        title: "Filter and sort",
        text: "A field’s name is a parameter. Add .gte, .lte or .ne to it; _columns, _sort and _limit choose fields, order and number of rows.",
      },
      version: {
        title: "Point at one version",
        text: "What a numbered version holds never changes, so it may be kept for ever.",
      },
      graphql: {
        title: "GraphQL",
        text: "One question for rows, filters, sums, indicators and regions. A browser finds an explorer at the same address.",
        link: "Open the explorer",
      },
      typed: {
        title: "Typed GraphQL, dataset by dataset",
        text: "A schema for each dataset, for code generators: a wrong field name is found before the program runs.",
      },
      changes: {
        title: "What changed",
        text: "A feed of changes without gaps. Keep its next and ask with it again; _wait waits until there is news.",
      },
      follow: {
        title: "Keep a copy",
        text: "The reference client keeps a folder or a PostgreSQL schema in step with the catalogue, fetching differences only.",
      },
      webhooks: {
        title: "Webhooks",
        text: "Other systems are told of a new version, by Standard Webhooks. Needs a system token from an administrator.",
      },
      feeds: {
        title: "Atom feeds",
        text: "For feed readers: all news, or the results of a search.",
      },
    },
    again:
      "Every answer has an ETag: send If-None-Match, and 304 says that nothing changed. Errors are application/problem+json with codes that stay.",
  },
  status: {
    title: "State of the service",
    good: "Everything is running.",
    away: "The database is out of reach. Try again in a moment; nothing that was published is lost.",
    software: "Software",
    database: "Database",
    reachable: (ms) => `answers in ${ms} ms`,
    datasets: "Open datasets",
    versions: "Published versions",
    last: "Last publication",
    never: "never",
    checking: "Uploads being checked",
    reviewing: "Uploads waiting for a reviewer",
    at: "Seen at",
    item: "Part",
    value: "State",
    machines: "For machines: /healthz, /readyz and /metrics.",
  },
};

export const aboutWords: { readonly [L in Lang]: AboutWords } = { id, en };
