/**
 * Every code a fault can have: its HTTP status, a short title, and a sentence that says what to do next. Codes are `area.what` and
 * never change; `docs/codes.md` is made from this file.
 */
import type { Bilingual, Text } from "./locale.ts";

type P = Readonly<Record<string, string | number>>;

interface FaultText {
  readonly status: number;
  readonly title: Text;
  readonly detail: Bilingual<P>;
}

const catalogue = {
  "server.internal": {
    status: 500,
    title: { id: "Kesalahan pada sistem", en: "Internal error" },
    detail: {
      id: () =>
        "Ada yang salah di pihak kami, bukan pada permintaan Anda. Coba lagi; bila berulang, sampaikan nomor permintaan ini.",
      en: () =>
        "Something went wrong on our side, not in your request. Try again; if it happens again, tell us this request's number.",
    },
  },
  "server.database-away": {
    status: 503,
    title: { id: "Basis data sedang tidak dapat dihubungi", en: "The database is away" },
    detail: {
      id: () => "Basis data sedang tidak dapat dihubungi. Coba lagi sebentar lagi.",
      en: () => "The database cannot be reached at the moment. Try again shortly.",
    },
  },
  "server.database-busy": {
    status: 503,
    title: { id: "Basis data sedang sibuk", en: "The database is busy" },
    detail: {
      id: () => "Data ini sedang dipakai oleh pekerjaan lain. Coba lagi sebentar lagi.",
      en: () => "This data is held by other work at the moment. Try again shortly.",
    },
  },
  "server.database-newer": {
    status: 503,
    title: { id: "Basis data lebih baru daripada server", en: "The database is newer than the server" },
    detail: {
      id: ({ migrations }) =>
        `Basis data sudah diubah oleh versi Jendela yang lebih baru (${migrations}). Pasang versi itu, atau pulihkan cadangan dari sebelumnya.`,
      en: ({ migrations }) =>
        `The database has already been changed by a newer version of Jendela (${migrations}). Install that version, or restore a backup from before it.`,
    },
  },
  "server.query-too-slow": {
    status: 503,
    title: { id: "Permintaan terlalu berat", en: "The request takes too long" },
    detail: {
      id: () =>
        "Permintaan ini terlalu lama dikerjakan basis data. Persempit saringannya atau ambil berkas utuhnya, lalu coba lagi.",
      en: () => "This request takes the database too long. Narrow its filters or take the whole file, then try again.",
    },
  },
  "embedded.moved-away": {
    status: 503,
    title: { id: "Folder basis data hilang", en: "The database's folder is gone" },
    detail: {
      id: ({ link }) =>
        `${link} menunjuk folder yang tidak ada lagi. Kembalikan folder itu; bila datanya memang tidak diperlukan, hapus tautan ini.`,
      en: ({ link }) =>
        `${link} points at a folder that is no longer there. Bring that folder back; if its data is not needed, remove the link.`,
    },
  },
  "embedded.no-programs": {
    status: 503,
    title: { id: "PostgreSQL tidak tersedia di sini", en: "No PostgreSQL for this machine" },
    detail: {
      id: ({ platform }) =>
        `PostgreSQL bawaan tidak dapat dijalankan di sini (${platform}). Pasang ulang dengan npm ci, atau isi DATABASE_URL dengan PostgreSQL 15 atau lebih baru.`,
      en: ({ platform }) =>
        `The PostgreSQL that comes along does not run here (${platform}). Install again with npm ci, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    },
  },
  "embedded.no-user": {
    status: 503,
    title: { id: "Tidak ada pengguna untuk PostgreSQL", en: "No user to run PostgreSQL as" },
    detail: {
      id: () =>
        "PostgreSQL tidak boleh berjalan sebagai root, dan pengguna postgres atau nobody tidak ada. Buat pengguna bernama jendela, atau jalankan server sebagai pengguna biasa.",
      en: () =>
        "PostgreSQL does not run as root, and there is no user postgres or nobody. Create a user named jendela, or run the server as an ordinary user.",
    },
  },
  "embedded.not-started": {
    status: 503,
    title: { id: "PostgreSQL tidak dapat dijalankan", en: "PostgreSQL did not start" },
    detail: {
      id: ({ log }) =>
        `PostgreSQL bawaan tidak dapat dijalankan. Perbaiki sebabnya lalu jalankan lagi. Catatannya: ${log}`,
      en: ({ log }) => `The PostgreSQL that comes along did not start. Mend the cause and start again. Its log: ${log}`,
    },
  },
  "embedded.not-yours": {
    status: 503,
    title: { id: "Folder basis data milik pengguna lain", en: "The database's folder belongs to another user" },
    detail: {
      id: ({ folder }) =>
        `${folder} milik pengguna lain. Jalankan sebagai pengguna yang dahulu menjalankannya, atau pilih folder lain dengan JENDELA_HOME.`,
      en: ({ folder }) =>
        `${folder} belongs to another user. Run as the user who ran it before, or choose another folder with JENDELA_HOME.`,
    },
  },
  "embedded.other-major": {
    status: 503,
    title: { id: "Data milik PostgreSQL versi lain", en: "The data is of another PostgreSQL" },
    detail: {
      id: ({ found, ours }) =>
        `Data ini ditulis PostgreSQL ${found}, sedangkan yang terpasang ${ours}. Buat cadangan dengan Jendela versi sebelumnya lalu pulihkan di sini.`,
      en: ({ found, ours }) =>
        `This data was written by PostgreSQL ${found}, and ${ours} is installed. Make a backup with the previous Jendela and restore it here.`,
    },
  },
  "embedded.unreachable": {
    status: 503,
    title: { id: "Folder basis data tidak dapat dicapai", en: "The database's folder cannot be reached" },
    detail: {
      id: ({ folder, user }) =>
        `Pengguna ${user}, yang menjalankan PostgreSQL, tidak dapat masuk ke ${folder}. Beri izin masuk, atau pilih folder lain dengan JENDELA_HOME.`,
      en: ({ folder, user }) =>
        `User ${user}, as whom PostgreSQL runs, cannot enter ${folder}. Let that user in, or choose another folder with JENDELA_HOME.`,
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
  "dataset.unknown": {
    status: 404,
    title: { id: "Dataset tidak ditemukan", en: "No such dataset" },
    detail: {
      id: ({ slug }) => `Tidak ada dataset “${slug}” yang dapat Anda lihat. Cari namanya di /dataset.`,
      en: ({ slug }) => `There is no dataset “${slug}” that you can see. Look for its name at /dataset.`,
    },
  },
  "version.unknown": {
    status: 404,
    title: { id: "Versi tidak ditemukan", en: "No such version" },
    detail: {
      id: ({ slug, version }) => `Dataset “${slug}” tidak mempunyai versi ${version}.`,
      en: ({ slug, version }) => `The dataset “${slug}” has no version ${version}.`,
    },
  },
  "version.none-then": {
    status: 404,
    title: { id: "Belum ada versi pada waktu itu", en: "No version at that time" },
    detail: {
      id: ({ slug, asOf }) => `Pada ${asOf} dataset “${slug}” belum terbit.`,
      en: ({ slug, asOf }) => `At ${asOf} the dataset “${slug}” was not yet published.`,
    },
  },
  "version.withdrawn": {
    status: 410,
    title: { id: "Versi ditarik", en: "Version withdrawn" },
    detail: {
      id: ({ slug, version, reason }) => `Versi ${version} dari “${slug}” telah ditarik: ${reason}`,
      en: ({ slug, version, reason }) => `Version ${version} of “${slug}” has been withdrawn: ${reason}`,
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
  "request.bad-json": {
    status: 400,
    title: { id: "JSON tidak sah", en: "Invalid JSON" },
    detail: {
      id: () => "Isi permintaan bukan JSON yang sah. Periksa tanda petik, koma dan kurungnya.",
      en: () => "The body is not valid JSON. Check its quotes, commas and brackets.",
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
  "request.wrong-type": {
    status: 415,
    title: { id: "Jenis isi tidak diterima", en: "Kind of body not taken" },
    detail: {
      id: ({ expected }) => `Jenis isi permintaan ini tidak diterima di sini. Kirim sebagai ${expected}.`,
      en: ({ expected }) => `This kind of body is not taken here. Send ${expected}.`,
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
  "request.unknown-parameter": {
    status: 400,
    title: { id: "Parameter tidak dikenal", en: "Unknown parameter" },
    detail: {
      id: ({ parameter, known }) => `Parameter “${parameter}” tidak dikenal di sini. Yang dikenal: ${known}.`,
      en: ({ parameter, known }) => `The parameter “${parameter}” is unknown here. Known: ${known}.`,
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
  "request.version-or-time": {
    status: 400,
    title: { id: "Versi atau waktu, bukan keduanya", en: "Version or time, not both" },
    detail: {
      id: () => "Pilih versi dengan nomornya atau dengan waktunya, bukan keduanya sekaligus.",
      en: () => "Choose the version by its number or by a time, not by both at once.",
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
  "request.bad-range": {
    status: 416,
    title: { id: "Rentang di luar berkas", en: "Range not satisfiable" },
    detail: {
      id: ({ bytes }) => `Rentang yang diminta ada di luar berkas yang panjangnya ${bytes} byte.`,
      en: ({ bytes }) => `The range asked for lies outside the file, which has ${bytes} bytes.`,
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
  "request.method-not-allowed": {
    status: 405,
    title: { id: "Cara permintaan tidak diterima", en: "Method not allowed" },
    detail: {
      id: ({ allowed }) => `Alamat ini hanya menerima ${allowed}.`,
      en: ({ allowed }) => `This address takes ${allowed} only.`,
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
  "graphql.syntax": {
    status: 400,
    title: { id: "Kueri GraphQL tidak terbaca", en: "GraphQL syntax error" },
    detail: {
      id: ({ reason }) => `Kueri tidak terbaca: ${reason}`,
      en: ({ reason }) => `The query cannot be read: ${reason}`,
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
  "graphql.bad-variable": {
    status: 400,
    title: { id: "Variabel tidak cocok", en: "Bad variable" },
    detail: {
      id: ({ reason }) => `Variabel atau argumen tidak cocok: ${reason}`,
      en: ({ reason }) => `A variable or argument does not fit: ${reason}`,
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
  "rights.bad-token": {
    status: 401,
    title: { id: "Token tidak dikenal", en: "Unknown token" },
    detail: {
      id: () => "Token tidak dikenal, sudah kedaluwarsa, atau sudah dicabut. Minta token baru kepada administrator.",
      en: () => "The token is unknown, expired or revoked. Ask the administrator for a new one.",
    },
  },
  "upload.no-file": {
    status: 400,
    title: { id: "Tidak ada berkas", en: "No file" },
    detail: {
      id: () =>
        "Permintaan tidak membawa berkas. Kirim multipart/form-data dengan bagian bernama “file”, atau isi berkas langsung dengan Content-Disposition: attachment; filename=….",
      en: () =>
        "The request brings no file. Send multipart/form-data with a part named “file”, or the file itself with Content-Disposition: attachment; filename=….",
    },
  },
  "upload.too-large": {
    status: 413,
    title: { id: "Berkas terlalu besar", en: "File too large" },
    detail: {
      id: ({ limit }) =>
        `Berkas lebih besar dari batas ${limit} byte. Pecah menjadi beberapa berkas dengan cara “append”, atau minta operator menaikkan batas.`,
      en: ({ limit }) =>
        `The file is larger than the limit of ${limit} bytes. Split it and send the parts with mode “append”, or ask the operator to raise the limit.`,
    },
  },
  "upload.wrong-type": {
    status: 415,
    title: { id: "Jenis berkas tidak diterima", en: "Kind of file not taken" },
    detail: {
      id: ({ type }) =>
        `Isi “${type}” tidak diterima. Kirim CSV atau Excel, sebagai multipart/form-data atau langsung.`,
      en: ({ type }) => `A body of “${type}” is not taken. Send CSV or Excel, as multipart/form-data or directly.`,
    },
  },
  "upload.bad-mode": {
    status: 400,
    title: { id: "Cara unggah tidak dikenal", en: "Unknown mode" },
    detail: {
      id: ({ mode }) =>
        `Cara “${mode}” tidak dikenal. Pilih replace (mengganti semua baris) atau append (menambah baris).`,
      en: ({ mode }) => `The mode “${mode}” is unknown. Choose replace (all rows anew) or append (rows are added).`,
    },
  },
  "upload.nothing-changed": {
    status: 409,
    title: { id: "Tidak ada yang berubah", en: "Nothing changed" },
    detail: {
      id: () => "Isi berkas ini sama dengan versi yang berlaku, jadi tidak ada versi baru yang perlu diterbitkan.",
      en: () => "This file's content equals the current version, so there is no new version to publish.",
    },
  },
  "upload.interrupted": {
    status: 400,
    title: { id: "Unggahan terputus", en: "Upload interrupted" },
    detail: {
      id: () => "Kiriman terputus sebelum selesai. Tidak ada yang disimpan; kirim lagi.",
      en: () => "The transfer broke off before it was complete. Nothing was kept; send it again.",
    },
  },
  "upload.not-checked": {
    status: 409,
    title: { id: "Belum selesai diperiksa", en: "Not checked yet" },
    detail: {
      id: ({ status }) =>
        `Unggahan ini belum selesai diperiksa (${status}). Laporan tersedia setelah pemeriksaan selesai.`,
      en: ({ status }) =>
        `This upload has not been checked yet (${status}). Its report is there once the check is done.`,
    },
  },
  "upload.original-gone": {
    status: 409,
    title: { id: "Berkas asli tidak lagi disimpan", en: "Original no longer kept" },
    detail: {
      id: () =>
        "Berkas asli unggahan ini sudah tidak disimpan, jadi laporan lengkap tidak dapat dibuat lagi. Unggah ulang berkasnya.",
      en: () =>
        "The original of this upload is no longer kept, so the full report cannot be made again. Upload the file again.",
    },
  },
  "server.overloaded": {
    status: 503,
    title: { id: "Sedang penuh", en: "Overloaded" },
    detail: {
      id: () => "Server sedang terlalu sibuk. Coba lagi beberapa detik lagi.",
      en: () => "The server is too busy. Try again in a few seconds.",
    },
  },
  "server.not-ready": {
    status: 503,
    title: { id: "Sedang disiapkan", en: "Not ready yet" },
    detail: {
      id: () => "Server sedang disiapkan. Coba lagi sebentar lagi.",
      en: () => "The server is being prepared. Try again shortly.",
    },
  },
  "rights.login-needed": {
    status: 401,
    title: { id: "Perlu masuk", en: "Log-in needed" },
    detail: {
      id: () =>
        "Ini hanya untuk pengguna yang dikenal. Masuk di /masuk, atau kirim token Anda dalam header Authorization: Bearer.",
      en: () =>
        "This is only for people and systems we know. Log in at /masuk, or send your token in the header Authorization: Bearer.",
    },
  },
  "rights.not-allowed": {
    status: 403,
    title: { id: "Tidak diizinkan", en: "Not allowed" },
    detail: {
      id: ({ action }) =>
        `Peran Anda tidak mengizinkan tindakan ini (${action}) di sini. Minta kepada walidata atau administrator bila memang tugas Anda.`,
      en: ({ action }) =>
        `Your role does not allow this (${action}) here. Ask the data steward or an administrator if it is your job.`,
    },
  },
  "review.own-upload": {
    status: 403,
    title: { id: "Unggahan sendiri tidak diterbitkan sendiri", en: "Own upload" },
    detail: {
      id: () => "Yang mengunggah tidak menerbitkan. Minta peninjau lain menerbitkan unggahan ini.",
      en: () => "Whoever uploaded does not publish. Ask another reviewer to publish this upload.",
    },
  },
  "package.invalid": {
    status: 422,
    title: { id: "Paket data tidak sah", en: "Invalid data package" },
    detail: {
      id: ({ count }) =>
        `Ada ${count} hal yang salah dalam paket data. Perbaiki setiap hal yang disebut dalam “errors”, lalu kirim lagi.`,
      en: ({ count }) =>
        `${count} things are wrong with the data package. Mend each one named in “errors” and send it again.`,
    },
  },
  "dataset.slug-taken": {
    status: 409,
    title: { id: "Nama sudah dipakai", en: "Name taken" },
    detail: {
      id: ({ slug }) => `Nama “${slug}” sudah dipakai dataset lain. Pilih nama lain.`,
      en: ({ slug }) => `The name “${slug}” is already taken by another dataset. Choose another one.`,
    },
  },
  "dataset.upload-in-flight": {
    status: 409,
    title: { id: "Ada unggahan yang sedang diperiksa", en: "An upload is in flight" },
    detail: {
      id: ({ slug }) => `Satu unggahan untuk “${slug}” sedang diperiksa. Tunggu sampai selesai, lalu ubah paketnya.`,
      en: ({ slug }) => `An upload to “${slug}” is being checked. Wait until that is done, then change the package.`,
    },
  },
  "dataset.moved-on": {
    status: 409,
    title: { id: "Sudah berubah", en: "Changed meanwhile" },
    detail: {
      id: ({ slug }) => `Versi lain dari “${slug}” baru saja diterbitkan. Lihat perubahannya, lalu coba lagi.`,
      en: ({ slug }) => `Another version of “${slug}” has just been published. Look at what changed, then try again.`,
    },
  },
  "upload.append-unfit": {
    status: 409,
    title: { id: "Tidak dapat ditambahkan", en: "Cannot be appended" },
    detail: {
      id: ({ field }) =>
        `Kunci atau jenis kolom “${field}” berubah, jadi baris lama tidak dapat dibiarkan di sampingnya. Unggah tabel utuh dengan mode replace.`,
      en: ({ field }) =>
        `The key or the type of “${field}” has changed, so old rows cannot stay beside new ones. Upload the whole table with mode replace.`,
    },
  },
  "upload.unknown": {
    status: 404,
    title: { id: "Unggahan tidak ditemukan", en: "No such upload" },
    detail: {
      id: ({ id }) => `Tidak ada unggahan “${id}” yang dapat Anda lihat. Periksa nomornya.`,
      en: ({ id }) => `There is no upload “${id}” that you can see. Check its number.`,
    },
  },
  "upload.wrong-state": {
    status: 409,
    title: { id: "Status unggahan tidak mengizinkan", en: "The upload's state does not allow it" },
    detail: {
      id: ({ status, to }) =>
        `Unggahan ini berstatus “${status}” dan tidak dapat menjadi “${to}”. Muat ulang keadaannya sebelum mencoba lagi.`,
      en: ({ status, to }) =>
        `This upload is “${status}” and cannot become “${to}”. Read its state again before the next try.`,
    },
  },
  "upload.idempotency-reused": {
    status: 422,
    title: { id: "Idempotency-Key dipakai lagi", en: "Idempotency-Key reused" },
    detail: {
      id: ({ key }) =>
        `Idempotency-Key “${key}” sudah dipakai untuk isi yang lain dalam 24 jam terakhir. Pakai kunci baru untuk berkas baru.`,
      en: ({ key }) =>
        `The Idempotency-Key “${key}” was used for other content within the last 24 hours. Use a new key for a new file.`,
    },
  },
  "version.already-withdrawn": {
    status: 409,
    title: { id: "Versi sudah ditarik", en: "Already withdrawn" },
    detail: {
      id: ({ slug, version }) => `Versi ${version} dari “${slug}” sudah ditarik sebelumnya.`,
      en: ({ slug, version }) => `Version ${version} of “${slug}” was already withdrawn.`,
    },
  },
  "agency.unknown": {
    status: 404,
    title: { id: "Instansi tidak ditemukan", en: "No such agency" },
    detail: {
      id: ({ slug }) => `Tidak ada instansi “${slug}”. Lihat daftarnya di /api/v1/agencies.`,
      en: ({ slug }) => `There is no agency “${slug}”. See the list at /api/v1/agencies.`,
    },
  },
  "agency.exists": {
    status: 409,
    title: { id: "Instansi sudah ada", en: "The agency exists" },
    detail: {
      id: ({ slug }) => `Instansi “${slug}” sudah ada.`,
      en: ({ slug }) => `The agency “${slug}” already exists.`,
    },
  },
  "person.unknown": {
    status: 404,
    title: { id: "Pengguna tidak ditemukan", en: "No such person" },
    detail: {
      id: ({ person }) => `Tidak ada pengguna “${person}”.`,
      en: ({ person }) => `There is no user “${person}”.`,
    },
  },
  "person.exists": {
    status: 409,
    title: { id: "Nama pengguna sudah dipakai", en: "The user exists" },
    detail: {
      id: ({ person }) => `Nama pengguna “${person}” sudah dipakai. Pilih nama lain.`,
      en: ({ person }) => `The user name “${person}” is already taken. Choose another one.`,
    },
  },
  "person.weak-password": {
    status: 400,
    title: { id: "Kata sandi terlalu lemah", en: "Password too weak" },
    detail: {
      id: ({ minimum, maximum }) =>
        `Kata sandi harus ${minimum} sampai ${maximum} karakter dan tidak sama dengan nama pengguna.`,
      en: ({ minimum, maximum }) => `A password has ${minimum} to ${maximum} characters and is not the user name.`,
    },
  },
  "token.unknown": {
    status: 404,
    title: { id: "Token tidak ditemukan", en: "No such token" },
    detail: {
      id: ({ id }) => `Tidak ada token “${id}”. Lihat daftarnya dengan: jendela token list.`,
      en: ({ id }) => `There is no token “${id}”. See the list with: jendela token list.`,
    },
  },
  "rights.agency-needed": {
    status: 400,
    title: { id: "Instansi wajib disebut", en: "An agency is needed" },
    detail: {
      id: ({ role }) => `Peran “${role}” terikat pada satu instansi. Sebutkan instansinya.`,
      en: ({ role }) => `The role “${role}” belongs to one agency. Name the agency.`,
    },
  },
  "region.unknown": {
    status: 404,
    title: { id: "Wilayah tidak ditemukan", en: "No such region" },
    detail: {
      id: ({ code }) => `Tidak ada wilayah berkode “${code}”. Pakai kode Kemendagri bertitik, misalnya 73.06.`,
      en: ({ code }) => `There is no region “${code}”. Use the dotted Kemendagri code, for example 73.06.`,
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
  "version.none-yet": {
    status: 404,
    title: { id: "Belum ada versi", en: "No version yet" },
    detail: {
      id: ({ slug }) => `Dataset “${slug}” belum mempunyai versi yang terbit.`,
      en: ({ slug }) => `The dataset “${slug}” has no published version yet.`,
    },
  },
  "review.personal-data": {
    status: 403,
    title: { id: "Data pribadi dilepas oleh walidata", en: "Personal data is released by the data steward" },
    detail: {
      id: () =>
        "Temuan data pribadi hanya dapat dilepas oleh walidata, dengan alasan. Mintalah walidata memeriksanya, atau hapus kolomnya lalu unggah lagi.",
      en: () =>
        "A finding of personal data can only be released by the data steward, with a reason. Ask the steward to look at it, or remove the column and upload again.",
    },
  },
} satisfies Record<string, FaultText>;

export type FaultCode = keyof typeof catalogue;

export const faultText: { readonly [C in FaultCode]: FaultText } = catalogue;
