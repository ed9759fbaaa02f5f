/** Faults of questions: what a reader, a download or a GraphQL query got wrong. */
import type { FaultText } from "./fault-shape.ts";

export const questionFaults = {
  "changes.beyond-end": {
    status: 409,
    title: { id: "Melampaui akhir daftar perubahan", en: "Beyond the end of the changes" },
    detail: {
      id: ({ since, last }) =>
        `Perubahan terakhir di sini bernomor ${last}, sedangkan yang diminta sesudah nomor ${since}. Server ini mungkin dipulihkan dari cadangan: mulai lagi tanpa “since” dan samakan seluruh salinan.`,
      en: ({ since, last }) =>
        `The last change here has number ${last}, and you asked for what came after ${since}. This server may have been restored from a backup: start over without “since” and compare your whole copy.`,
    },
  },
  "request.bad-body": {
    status: 400,
    title: { id: "Isi permintaan tidak sah", en: "Invalid body" },
    detail: {
      id: ({ count }) =>
        `Ada ${count} hal yang salah dalam isi permintaan. Perbaiki setiap hal yang disebut dalam “errors”.`,
      en: ({ count }) => `${count} things are wrong with the body. Mend each one named in “errors”.`,
    },
  },
  "request.bad-cursor": {
    status: 400,
    title: { id: "Penanda halaman tidak sah", en: "Bad cursor" },
    detail: {
      id: () =>
        "Penanda halaman ini tidak sah untuk permintaan ini. Pakai endCursor dari halaman sebelumnya dengan saringan, urutan dan versi yang sama, atau mulai dari awal.",
      en: () =>
        "This cursor does not belong to this request. Use the endCursor of the page before with the same filter, order and version, or start over.",
    },
  },
  "request.bad-json": {
    status: 400,
    title: { id: "JSON tidak sah", en: "Invalid JSON" },
    detail: {
      id: () => "Isi permintaan bukan JSON yang sah. Periksa tanda petik, koma dan kurungnya.",
      en: () => "The body is not valid JSON. Check its quotes, commas and brackets.",
    },
  },
  "request.bad-key": {
    status: 400,
    title: { id: "Kunci tidak cocok", en: "Key does not fit" },
    detail: {
      id: ({ key }) => `Sebut setiap kolom kunci utama tepat satu kali: ${key}.`,
      en: ({ key }) => `Name every field of the primary key exactly once: ${key}.`,
    },
  },
  "request.no-key": {
    status: 400,
    title: { id: "Dataset tanpa kunci", en: "Dataset without a key" },
    detail: {
      id: ({ slug }) =>
        `Dataset “${slug}” tidak mempunyai kunci utama, jadi satu baris tidak dapat diikuti. Pakai diff antara dua versi.`,
      en: ({ slug }) =>
        `The dataset “${slug}” has no primary key, so one row cannot be followed. Use diff between two versions.`,
    },
  },
  "request.bad-parameter": {
    status: 400,
    title: { id: "Parameter tidak sah", en: "Invalid parameter" },
    detail: {
      id: ({ expected, parameter, value }) =>
        `Parameter “${parameter}” tidak dapat dipakai: ${value}. Nilai yang diterima: ${expected}.`,
      en: ({ expected, parameter, value }) =>
        `The parameter “${parameter}” cannot be used: ${value}. Expected: ${expected}.`,
    },
  },
  "request.bad-range": {
    status: 416,
    title: { id: "Rentang di luar berkas", en: "Range not satisfiable" },
    detail: {
      id: ({ bytes }) => `Rentang yang diminta ada di luar berkas yang panjangnya ${bytes} byte.`,
      en: ({ bytes }) => `The range asked for lies outside the file, which has ${bytes} bytes.`,
    },
  },
  "request.bad-period": {
    status: 400,
    title: { id: "Periode tidak terbaca", en: "Unreadable period" },
    detail: {
      id: ({ value }) => `“${value}” bukan periode. Tulis seperti 2024, 2024-S1, 2024-Q3, 2024-05, atau 2024-05-17.`,
      en: ({ value }) => `“${value}” is not a period. Write it like 2024, 2024-S1, 2024-Q3, 2024-05 or 2024-05-17.`,
    },
  },
  "request.bad-time": {
    status: 400,
    title: { id: "Waktu tidak terbaca", en: "Unreadable time" },
    detail: {
      id: ({ value }) =>
        `“${value}” bukan waktu. Tulis tanggal seperti 2024-05-17 atau waktu seperti 2024-05-17T10:00:00+08:00.`,
      en: ({ value }) =>
        `“${value}” is not a time. Write a day like 2024-05-17 or a time like 2024-05-17T10:00:00+08:00.`,
    },
  },
  "request.bad-value": {
    status: 400,
    title: { id: "Nilai tidak cocok dengan jenis kolom", en: "Value of the wrong type" },
    detail: {
      id: ({ field, value, type }) =>
        `“${value}” bukan nilai yang sah untuk kolom “${field}” yang berjenis ${type}. Tulis seperti nilainya di berkas CSV.`,
      en: ({ field, value, type }) =>
        `“${value}” is not a valid value for the field “${field}” of type ${type}. Write it as the CSV file does.`,
    },
  },
  "request.malformed": {
    status: 400,
    title: { id: "Permintaan tidak terbaca", en: "Malformed request" },
    detail: {
      id: ({ path }) => `Permintaan ke ${path} tidak dapat dibaca. Periksa penulisan alamat dan parameternya.`,
      en: ({ path }) => `The request to ${path} cannot be read. Check how its address and parameters are written.`,
    },
  },
  "request.method-not-allowed": {
    status: 405,
    title: { id: "Cara permintaan tidak diterima", en: "Method not allowed" },
    detail: {
      id: ({ allowed }) => `Alamat ini hanya menerima ${allowed}.`,
      en: ({ allowed }) => `This address takes ${allowed} only.`,
    },
  },
  "request.not-acceptable": {
    status: 406,
    title: { id: "Bentuk jawaban tidak tersedia", en: "Not acceptable" },
    detail: {
      id: ({ available }) => `Jawaban ini hanya tersedia sebagai ${available}. Sesuaikan tajuk Accept.`,
      en: ({ available }) => `This answer is available only as ${available}. Change the Accept header.`,
    },
  },
  "request.not-found": {
    status: 404,
    title: { id: "Tidak ditemukan", en: "Not found" },
    detail: {
      id: ({ path }) => `Tidak ada apa pun di alamat ${path}. Periksa ejaannya, atau mulai dari /dataset.`,
      en: ({ path }) => `There is nothing at ${path}. Check its spelling, or start from /dataset.`,
    },
  },
  "request.not-numeric": {
    status: 400,
    title: { id: "Kolom bukan angka", en: "Not a numeric field" },
    detail: {
      id: ({ field, op }) =>
        `Kolom “${field}” bukan angka, jadi ${op} tidak dapat dihitung. Pakai MIN, MAX atau COUNT, atau kolom angka.`,
      en: ({ field, op }) =>
        `The field “${field}” is not numeric, so its ${op} cannot be computed. Use MIN, MAX or COUNT, or a numeric field.`,
    },
  },
  "request.one-value": {
    status: 400,
    title: { id: "Hanya satu nilai", en: "One value only" },
    detail: {
      id: ({ name }) =>
        `“${name}” menerima tepat satu nilai. Tulis satu kali; nilai yang memuat koma ditulis di antara tanda petik ganda.`,
      en: ({ name }) =>
        `“${name}” takes exactly one value. Write it once; a value that holds a comma goes between double quotes.`,
    },
  },
  "request.over-limit": {
    status: 400,
    title: { id: "Melewati batas", en: "Over the limit" },
    detail: {
      id: ({ name, value, minimum, maximum }) =>
        `“${name}” adalah ${value}, padahal harus bilangan bulat dari ${minimum} sampai ${maximum}. Kecilkan, lalu ambil halaman berikutnya.`,
      en: ({ name, value, minimum, maximum }) =>
        `“${name}” is ${value} and must be a whole number from ${minimum} to ${maximum}. Lower it and take the next page.`,
    },
  },
  "request.too-large": {
    status: 413,
    title: { id: "Terlalu besar", en: "Too large" },
    detail: {
      id: ({ limit }) => `Isi permintaan lebih besar dari batas ${limit}. Pecah menjadi beberapa bagian.`,
      en: ({ limit }) => `The body is larger than the limit of ${limit}. Split it into parts.`,
    },
  },
  "request.too-often": {
    status: 429,
    title: { id: "Terlalu sering", en: "Too often" },
    detail: {
      id: ({ seconds }) => `Terlalu banyak permintaan. Coba lagi setelah ${seconds} detik.`,
      en: ({ seconds }) => `Too many requests. Try again in ${seconds} seconds.`,
    },
  },
  "request.unknown-field": {
    status: 400,
    title: { id: "Kolom tidak dikenal", en: "Unknown field" },
    detail: {
      id: ({ field, known }) => `Kolom “${field}” tidak ada di versi ini. Kolomnya: ${known}.`,
      en: ({ field, known }) => `There is no field “${field}” in this version. Its fields: ${known}.`,
    },
  },
  "request.unknown-operator": {
    status: 400,
    title: { id: "Operator tidak dikenal", en: "Unknown operator" },
    detail: {
      id: ({ operator, field }) =>
        `Operator “${operator}” pada “${field}” tidak dikenal. Pakai .ne, .lt, .lte, .gt atau .gte, atau tanpa operator untuk sama dengan.`,
      en: ({ operator, field }) =>
        `The operator “${operator}” on “${field}” is unknown. Use .ne, .lt, .lte, .gt or .gte, or none for equality.`,
    },
  },
  "request.unknown-parameter": {
    status: 400,
    title: { id: "Parameter tidak dikenal", en: "Unknown parameter" },
    detail: {
      id: ({ parameter, known }) => `Parameter “${parameter}” tidak dikenal di sini. Yang dikenal: ${known}.`,
      en: ({ parameter, known }) => `The parameter “${parameter}” is unknown here. Known: ${known}.`,
    },
  },
  "request.version-or-time": {
    status: 400,
    title: { id: "Versi atau waktu, bukan keduanya", en: "Version or time, not both" },
    detail: {
      id: () => "Pilih versi dengan nomornya atau dengan waktunya, bukan keduanya sekaligus.",
      en: () => "Choose the version by its number or by a time, not by both at once.",
    },
  },
  "request.wrong-type": {
    status: 415,
    title: { id: "Jenis isi tidak diterima", en: "Kind of body not taken" },
    detail: {
      id: ({ expected }) => `Jenis isi permintaan ini tidak diterima di sini. Kirim sebagai ${expected}.`,
      en: ({ expected }) => `This kind of body is not taken here. Send ${expected}.`,
    },
  },
  "odata.bad-syntax": {
    status: 400,
    title: { id: "Opsi OData tidak terbaca", en: "Unreadable OData option" },
    detail: {
      id: ({ option, at, near }) =>
        `“${option}” tidak terbaca mulai huruf ke-${at}, di “${near}”. Periksa tanda petik (di dalam teks ditulis dua kali), kurung, dan operatornya.`,
      en: ({ option, at, near }) =>
        `“${option}” cannot be read from character ${at} on, at “${near}”. Check its quotes (doubled inside a text), brackets and operators.`,
    },
  },
  "odata.not-supported": {
    status: 501,
    title: { id: "Bagian OData ini tidak tersedia", en: "This part of OData is not supported" },
    detail: {
      id: ({ what }) =>
        `“${what}” tidak tersedia di sini. Ambil baris tanpanya lalu olah di tempat Anda; yang tersedia tercantum di docs/compatibility.md.`,
      en: ({ what }) =>
        `“${what}” is not supported here. Take the rows without it and work on them at your side; docs/compatibility.md lists what is supported.`,
    },
  },
  "odata.unknown-row": {
    status: 404,
    title: { id: "Baris tidak ada", en: "No such row" },
    detail: {
      id: ({ key }) => `Tidak ada baris dengan kunci ${key} di versi ini.`,
      en: ({ key }) => `No row of this version has the key ${key}.`,
    },
  },
  "download.unknown-ending": {
    status: 404,
    title: { id: "Bentuk berkas tidak tersedia", en: "No such file format" },
    detail: {
      id: ({ ending, known }) => `Bentuk “${ending}” tidak tersedia. Pilih salah satu: ${known}.`,
      en: ({ ending, known }) => `The format “${ending}” is not available. Choose one of: ${known}.`,
    },
  },
  "download.no-cube": {
    status: 404,
    title: { id: "Bentuk ini memerlukan dimensi dan ukuran", en: "This format needs dimensions and measures" },
    detail: {
      id: ({ ending, slug }) =>
        `“${slug}” tidak dapat diberikan sebagai .${ending}: skemanya tidak menyebut paling sedikit satu ukuran (angka) dan satu wilayah, periode, atau dimensi. Pakai .csv atau .json.`,
      en: ({ ending, slug }) =>
        `“${slug}” cannot be given as .${ending}: its schema does not name at least one measure (a number) and one region, period or dimension. Use .csv or .json.`,
    },
  },
  "download.no-boundaries": {
    status: 404,
    title: { id: "Belum ada batas wilayah", en: "No boundaries here" },
    detail: {
      id: () =>
        "Server ini belum diberi batas wilayah. Pengelola dapat memberikannya: sebuah berkas GeoJSON, atau folder berisi berkas-berkasnya, pada pengaturan BOUNDARIES.",
      en: () =>
        "This server was given no boundaries of regions. Its operator can give them: a GeoJSON file, or a folder of them, in the setting BOUNDARIES.",
    },
  },
  "download.no-region": {
    status: 404,
    title: { id: "Tidak ada kolom wilayah", en: "No region in this dataset" },
    detail: {
      id: ({ slug }) =>
        `“${slug}” tidak mempunyai kolom wilayah, atau kolom itu tidak ikut dipilih; peta memerlukannya.`,
      en: ({ slug }) => `“${slug}” has no field of regions, or it was not chosen; a map needs one.`,
    },
  },
  "download.too-many-features": {
    status: 400,
    title: { id: "Terlalu banyak baris untuk peta", en: "Too many rows for a map" },
    detail: {
      id: ({ maximum }) =>
        `Setiap baris membawa batas wilayahnya, sehingga paling banyak ${maximum} baris. Saring menurut periode, misalnya ?tahun=2024.`,
      en: ({ maximum }) =>
        `Each row brings the boundary of its region, so that at most ${maximum} rows are given. Filter by period, such as ?tahun=2024.`,
    },
  },
  "download.shared-cell": {
    status: 409,
    title: { id: "Beberapa baris untuk satu sel", en: "Several rows for one cell" },
    detail: {
      id: ({ ending, dimensions, example }) =>
        `Bentuk .${ending} memerlukan satu nilai untuk setiap gabungan ${dimensions}, tetapi ada beberapa baris untuk ${example}. Pakai .csv, sertakan dimensi yang lain, atau saring.`,
      en: ({ ending, dimensions, example }) =>
        `The format .${ending} needs one value for each combination of ${dimensions}, but several rows are of ${example}. Use .csv, include the other dimensions, or filter.`,
    },
  },
  "download.cube-too-large": {
    status: 400,
    title: { id: "Terlalu besar untuk bentuk ini", en: "Too large for this format" },
    detail: {
      id: ({ ending, maximum }) =>
        `Bentuk .${ending} menuliskan setiap gabungan nilai dimensi dan memuat paling banyak ${maximum}. Saring menurut wilayah atau periode, atau pakai .csv.`,
      en: ({ ending, maximum }) =>
        `The format .${ending} spells out every combination of dimension values and holds at most ${maximum}. Filter by region or period, or use .csv.`,
    },
  },
  "indicator.no-ratio": {
    status: 400,
    title: { id: "Rasio tidak bermakna", en: "No meaningful ratio" },
    detail: {
      id: ({ slug, unit }) =>
        `“${slug}” bersatuan ${unit} dan tidak dapat dijumlahkan. Rasio hanya ada di antara dua besaran yang dapat dijumlahkan, misalnya jiwa dan km².`,
      en: ({ slug, unit }) =>
        `“${slug}” is in ${unit} and cannot be summed. A ratio exists only between two quantities that can be summed, such as people and km².`,
    },
  },
  "indicator.unknown": {
    status: 404,
    title: { id: "Indikator tidak ada", en: "No such indicator" },
    detail: {
      id: ({ slug }) => `Tidak ada indikator “${slug}”. Cari namanya dalam daftar indikator.`,
      en: ({ slug }) => `There is no indicator “${slug}”. Look for its name in the list of indicators.`,
    },
  },
  "graphql.bad-request": {
    status: 400,
    title: { id: "Permintaan GraphQL tidak sah", en: "Bad GraphQL request" },
    detail: {
      id: ({ reason }) => `Permintaan GraphQL tidak sah: ${reason}`,
      en: ({ reason }) => `This is not a valid GraphQL request: ${reason}`,
    },
  },
  "graphql.bad-variable": {
    status: 400,
    title: { id: "Variabel tidak cocok", en: "Bad variable" },
    detail: {
      id: ({ reason }) => `Variabel atau argumen tidak cocok: ${reason}`,
      en: ({ reason }) => `A variable or argument does not fit: ${reason}`,
    },
  },
  "graphql.invalid": {
    status: 400,
    title: { id: "Kueri tidak cocok dengan skema", en: "Query does not fit the schema" },
    detail: {
      id: ({ reason }) => `Kueri tidak cocok dengan skema: ${reason}`,
      en: ({ reason }) => `The query does not fit the schema: ${reason}`,
    },
  },
  "graphql.persisted-query-mismatch": {
    status: 400,
    title: { id: "Hash tidak cocok dengan kueri", en: "Hash does not fit the query" },
    detail: {
      id: () => "sha256Hash bukan SHA-256 dari kueri yang dikirim bersamanya.",
      en: () => "sha256Hash is not the SHA-256 of the query that came with it.",
    },
  },
  // The protocol of persisted queries wants 200: several clients give up on anything else.
  "graphql.persisted-query-not-found": {
    status: 200,
    title: { id: "Kueri belum dikenal", en: "Query not known yet" },
    detail: {
      id: () => "Tidak ada kueri dengan hash itu di sini; kirim sekali lagi bersama teksnya.",
      en: () => "No query with that hash is known here; send it once more together with its text.",
    },
  },
  "graphql.syntax": {
    status: 400,
    title: { id: "Kueri GraphQL tidak terbaca", en: "GraphQL syntax error" },
    detail: {
      id: ({ reason }) => `Kueri tidak terbaca: ${reason}`,
      en: ({ reason }) => `The query cannot be read: ${reason}`,
    },
  },
  "graphql.too-costly": {
    status: 400,
    title: { id: "Kueri terlalu berat", en: "Query too costly" },
    detail: {
      id: ({ cost, maximum }) =>
        `Kueri ini dapat menghasilkan sekitar ${cost} satuan kerja; batasnya ${maximum}. Kecilkan first atau pecah kuerinya.`,
      en: ({ cost, maximum }) =>
        `This query may take about ${cost} units of work; the limit is ${maximum}. Lower first or split the query.`,
    },
  },
  "graphql.too-deep": {
    status: 400,
    title: { id: "Kueri terlalu dalam", en: "Query too deep" },
    detail: {
      id: ({ depth, maximum }) =>
        `Kueri ini ${depth} tingkat dalamnya; batasnya ${maximum}. Pecah menjadi beberapa kueri.`,
      en: ({ depth, maximum }) =>
        `This query is ${depth} levels deep; the limit is ${maximum}. Split it into several queries.`,
    },
  },
  "graphql.too-many-aliases": {
    status: 400,
    title: { id: "Terlalu banyak alias", en: "Too many aliases" },
    detail: {
      id: ({ aliases, maximum }) =>
        `Kueri ini memakai ${aliases} alias; batasnya ${maximum}. Pecah menjadi beberapa kueri.`,
      en: ({ aliases, maximum }) =>
        `This query uses ${aliases} aliases; the limit is ${maximum}. Split it into several queries.`,
    },
  },
  "graphql.unknown-major": {
    status: 404,
    title: { id: "Skema tidak ada", en: "No such schema" },
    detail: {
      id: ({ slug, major, newest }) => `Dataset ${slug} tidak punya skema v${major}; yang terbaru v${newest}.`,
      en: ({ slug, major, newest }) => `The dataset ${slug} has no schema v${major}; the newest is v${newest}.`,
    },
  },
  "graphql.major-ended": {
    status: 410,
    title: { id: "Skema tidak dilayani lagi", en: "Schema no longer served" },
    detail: {
      id: ({ slug, major, newest }) =>
        `Masa layanan skema v${major} dataset ${slug} telah berakhir. Pindahlah ke skema v${newest} di /graphql/${slug}; versi datanya tetap ada di sana, di /graphql dan di unduhan.`,
      en: ({ slug, major, newest }) =>
        `The schema v${major} of the dataset ${slug} has come to its declared end. Move to v${newest} at /graphql/${slug}; the data's versions are still there, at /graphql and among the downloads.`,
    },
  },
  "graphql.version-misfit": {
    status: 400,
    title: { id: "Versi berskema lain", en: "Version of another schema" },
    detail: {
      id: ({ slug, version, field }) =>
        `Versi ${version} dataset ${slug} tidak dapat dijawab menurut skema ini: kolom “${field}” di sana lain jenisnya, tidak ada, atau tidak selalu terisi. Pakai /graphql, yang menjawab versi mana pun.`,
      en: ({ slug, version, field }) =>
        `Version ${version} of the dataset ${slug} cannot be told by this schema: its field “${field}” has another type there, is absent or is not always filled. Use /graphql, which answers any version.`,
    },
  },
} satisfies Record<string, FaultText>;
