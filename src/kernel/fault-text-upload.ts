/** Faults on the way of the data: packages, datasets, uploads, review, versions. */
import type { FaultText } from "./fault-shape.ts";

export const uploadFaults = {
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
  "agency.over-quota": {
    status: 413,
    title: { id: "Kuota instansi habis", en: "The agency's quota is used up" },
    detail: {
      id: ({ agency, used, quota, file }) =>
        `Instansi “${agency}” sudah memakai ${used} MB dari kuota ${quota} MB, dan berkas ini ${file} MB. Minta administrator menaikkan kuotanya, atau kirim berkas yang lebih kecil.`,
      en: ({ agency, used, quota, file }) =>
        `The agency “${agency}” takes ${used} MB of its quota of ${quota} MB, and this file has ${file} MB. Ask an administrator for a larger quota, or send a smaller file.`,
    },
  },
  "agency.too-many-waiting": {
    status: 409,
    title: { id: "Terlalu banyak berkas menunggu", en: "Too many files wait" },
    detail: {
      id: ({ agency, waiting }) =>
        `Sudah ada ${waiting} berkas dari instansi “${agency}” yang menunggu diperiksa. Tunggu sampai sebagian selesai, lalu kirim lagi.`,
      en: ({ agency, waiting }) =>
        `${waiting} files of the agency “${agency}” already wait to be checked. Wait until some of them are done, then send this one again.`,
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
  "dataset.slug-taken": {
    status: 409,
    title: { id: "Nama sudah dipakai", en: "Name taken" },
    detail: {
      id: ({ slug }) => `Nama “${slug}” sudah dipakai dataset lain. Pilih nama lain.`,
      en: ({ slug }) => `The name “${slug}” is already taken by another dataset. Choose another one.`,
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
  "dataset.upload-in-flight": {
    status: 409,
    title: { id: "Ada unggahan yang sedang diperiksa", en: "An upload is in flight" },
    detail: {
      id: ({ slug }) => `Satu unggahan untuk “${slug}” sedang diperiksa. Tunggu sampai selesai, lalu ubah paketnya.`,
      en: ({ slug }) => `An upload to “${slug}” is being checked. Wait until that is done, then change the package.`,
    },
  },
  "recipe.invalid": {
    status: 422,
    title: { id: "Resep tidak sah", en: "Invalid recipe" },
    detail: {
      id: ({ count }) =>
        `Ada ${count} hal yang salah dalam resep. Perbaiki setiap hal yang disebut dalam “errors”, lalu kirim lagi.`,
      en: ({ count }) =>
        `${count} things are wrong with the recipe. Mend each one named in “errors” and send it again.`,
    },
  },
  "recipe.none": {
    status: 404,
    title: { id: "Belum ada resep", en: "No recipe yet" },
    detail: {
      id: ({ slug }) =>
        `Dataset “${slug}” belum mempunyai resep. Resep tersimpan saat usulan pada sebuah unggahan disetujui, atau dengan PUT.`,
      en: ({ slug }) =>
        `The dataset “${slug}” has no recipe yet. One is kept when the proposal on an upload is confirmed, or by PUT.`,
    },
  },
  "recipe.nothing-to-confirm": {
    status: 409,
    title: { id: "Tidak ada yang perlu disetujui", en: "Nothing to confirm" },
    detail: {
      id: ({ code }) =>
        `Laporan unggahan ini tidak memuat usulan “${code}” yang dapat disetujui. Muat ulang laporannya, atau kirim resepnya sendiri.`,
      en: ({ code }) =>
        `The report of this upload has no “${code}” that could be confirmed. Read the report again, or send the recipe itself.`,
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
  "upload.bad-mode": {
    status: 400,
    title: { id: "Cara unggah tidak dikenal", en: "Unknown mode" },
    detail: {
      id: ({ mode }) =>
        `Cara “${mode}” tidak dikenal. Pilih replace (mengganti semua baris) atau append (menambah baris).`,
      en: ({ mode }) => `The mode “${mode}” is unknown. Choose replace (all rows anew) or append (rows are added).`,
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
  "upload.interrupted": {
    status: 400,
    title: { id: "Unggahan terputus", en: "Upload interrupted" },
    detail: {
      id: () => "Kiriman terputus sebelum selesai. Tidak ada yang disimpan; kirim lagi.",
      en: () => "The transfer broke off before it was complete. Nothing was kept; send it again.",
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
  "upload.nothing-changed": {
    status: 409,
    title: { id: "Tidak ada yang berubah", en: "Nothing changed" },
    detail: {
      id: () => "Isi berkas ini sama dengan versi yang berlaku, jadi tidak ada versi baru yang perlu diterbitkan.",
      en: () => "This file's content equals the current version, so there is no new version to publish.",
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
  "upload.wrong-type": {
    status: 415,
    title: { id: "Jenis berkas tidak diterima", en: "Kind of file not taken" },
    detail: {
      id: ({ type }) =>
        `Isi “${type}” tidak diterima. Kirim CSV atau Excel, sebagai multipart/form-data atau langsung.`,
      en: ({ type }) => `A body of “${type}” is not taken. Send CSV or Excel, as multipart/form-data or directly.`,
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
  "version.already-withdrawn": {
    status: 409,
    title: { id: "Versi sudah ditarik", en: "Already withdrawn" },
    detail: {
      id: ({ slug, version }) => `Versi ${version} dari “${slug}” sudah ditarik sebelumnya.`,
      en: ({ slug, version }) => `Version ${version} of “${slug}” was already withdrawn.`,
    },
  },
  "version.nothing-to-restore": {
    status: 409,
    title: { id: "Sudah sama dengan versi yang berlaku", en: "Same as the current version" },
    detail: {
      id: ({ slug, version, current }) =>
        `Baris dan paket versi ${version} dari “${slug}” sama dengan versi ${current} yang berlaku, jadi tidak ada yang perlu dikembalikan.`,
      en: ({ slug, version, current }) =>
        `Rows and package of version ${version} of “${slug}” equal those of the current version ${current}, so there is nothing to restore.`,
    },
  },
  "version.restore-withdrawn": {
    status: 409,
    title: { id: "Versi yang ditarik tidak dikembalikan", en: "A withdrawn version is not restored" },
    detail: {
      id: ({ slug, version, reason }) =>
        `Versi ${version} dari “${slug}” telah ditarik (${reason}), jadi barisnya tidak dapat terbit lagi. Pilih versi lain, atau unggah tabel yang sudah dibetulkan.`,
      en: ({ slug, version, reason }) =>
        `Version ${version} of “${slug}” has been withdrawn (${reason}), so its rows cannot be published again. Choose another version, or upload a mended table.`,
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
  "version.none-yet": {
    status: 404,
    title: { id: "Belum ada versi", en: "No version yet" },
    detail: {
      id: ({ slug }) => `Dataset “${slug}” belum mempunyai versi yang terbit.`,
      en: ({ slug }) => `The dataset “${slug}” has no published version yet.`,
    },
  },
  "version.since-ahead": {
    status: 409,
    title: { id: "Salinan mendahului katalog", en: "The copy is ahead of the catalogue" },
    detail: {
      id: ({ slug, since, current }) =>
        `Salinan “${slug}” berpijak pada ${since}, padahal yang berlaku baru versi ${current}. Mulailah lagi: unduh seluruh versi yang berlaku, lalu ikuti dari nomornya.`,
      en: ({ slug, since, current }) =>
        `The copy of “${slug}” stands at ${since}, but the newest here is version ${current}. Start over: take the whole of the current version, then follow from its number.`,
    },
  },
  "version.since-withdrawn": {
    status: 410,
    title: { id: "Versi salinan telah ditarik", en: "The copy's version has been withdrawn" },
    detail: {
      id: ({ slug, version, reason }) =>
        `Versi ${version} dari “${slug}”, tempat salinan berpijak, telah ditarik: ${reason} Mulailah lagi: unduh seluruh versi yang berlaku, lalu ikuti dari nomornya.`,
      en: ({ slug, version, reason }) =>
        `Version ${version} of “${slug}”, at which the copy stands, has been withdrawn: ${reason} Start over: take the whole of the current version, then follow from its number.`,
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
  "version.withdrawn": {
    status: 410,
    title: { id: "Versi ditarik", en: "Version withdrawn" },
    detail: {
      id: ({ slug, version, reason }) => `Versi ${version} dari “${slug}” telah ditarik: ${reason}`,
      en: ({ slug, version, reason }) => `Version ${version} of “${slug}” has been withdrawn: ${reason}`,
    },
  },
} satisfies Record<string, FaultText>;
