/** Faults of the server itself, of rights, and of what administrators keep. */
import type { FaultText } from "./fault-shape.ts";

export const serviceFaults = {
  "webhook.unknown": {
    status: 404,
    title: { id: "Webhook tidak ada", en: "Unknown webhook" },
    detail: {
      id: ({ id }) => `Tidak ada webhook “${id}” yang dapat Anda kelola. Lihat daftarnya di /api/v1/webhooks.`,
      en: ({ id }) => `There is no webhook “${id}” that is yours to manage. They are listed at /api/v1/webhooks.`,
    },
  },
  "harvest.unknown": {
    status: 404,
    title: { id: "Sumber panen tidak ada", en: "Unknown harvest source" },
    detail: {
      id: ({ id }) => `Tidak ada sumber panen atau putaran “${id}”. Lihat daftarnya di /api/v1/harvest-sources.`,
      en: ({ id }) => `There is no harvest source or run “${id}”. Sources are listed at /api/v1/harvest-sources.`,
    },
  },
  "harvest.running": {
    status: 409,
    title: { id: "Panen sedang berjalan", en: "A harvest is running" },
    detail: {
      id: () => "Sumber ini sedang dipanen. Tunggu sampai selesai, lalu setujui hasilnya.",
      en: () => "This source is being harvested. Wait until that has ended, then confirm what it found.",
    },
  },
  "harvest.nothing-to-confirm": {
    status: 409,
    title: { id: "Tidak ada penghapusan untuk disetujui", en: "No removal to confirm" },
    detail: {
      id: () => "Hanya putaran terakhir yang menahan penghapusan yang dapat disetujui.",
      en: () => "Only the last run, and only one that held back removals, can be confirmed.",
    },
  },
  "harvest.unreachable": {
    status: 502,
    title: { id: "Sumber tidak dapat dihubungi", en: "The source cannot be reached" },
    detail: {
      id: ({ address, reason }) =>
        `${address} tidak dapat dihubungi (${reason}). Periksa alamatnya atau coba lagi nanti.`,
      en: ({ address, reason }) => `${address} cannot be reached (${reason}). Check the address or try again later.`,
    },
  },
  "harvest.refused": {
    status: 502,
    title: { id: "Sumber menolak", en: "The source refuses" },
    detail: {
      id: ({ address, status }) => `${address} menjawab ${status}. Periksa alamatnya atau coba lagi nanti.`,
      en: ({ address, status }) => `${address} answers ${status}. Check the address or try again later.`,
    },
  },
  "harvest.too-large": {
    status: 502,
    title: { id: "Jawaban sumber terlalu besar", en: "The source's answer is too large" },
    detail: {
      id: ({ address, limit }) => `${address} lebih dari ${limit} bita.`,
      en: ({ address, limit }) => `${address} is more than ${limit} bytes.`,
    },
  },
  "harvest.bad-document": {
    status: 502,
    title: { id: "Daftar sumber tidak terbaca", en: "The source's list cannot be read" },
    detail: {
      id: ({ address, reason }) =>
        `${address} bukan daftar yang dapat dibaca: ${reason}. Periksa jenis dan alamat sumber.`,
      en: ({ address, reason }) =>
        `${address} is no list that can be read: ${reason}. Check the source's kind and address.`,
    },
  },
  "backup.unknown-form": {
    status: 422,
    title: { id: "Bukan berkas cadangan", en: "Not a backup" },
    detail: {
      id: () => "Berkas ini bukan cadangan Jendela. Pilih berkas yang dibuat oleh “jendela backup”.",
      en: () => "This file is no backup of Jendela. Give one that “jendela backup” made.",
    },
  },
  "backup.damaged": {
    status: 422,
    title: { id: "Cadangan rusak", en: "The backup is damaged" },
    detail: {
      id: () => "Berkas cadangan rusak atau terpotong. Tidak ada yang dipulihkan; pakai cadangan lain.",
      en: () => "The backup is damaged or was cut off. Nothing was restored; use another one.",
    },
  },
  "backup.needs-key": {
    status: 422,
    title: { id: "Cadangan terenkripsi", en: "The backup is encrypted" },
    detail: {
      id: () => "Cadangan ini terenkripsi. Beri kuncinya dengan --key-file atau JENDELA_BACKUP_KEY.",
      en: () => "This backup is encrypted. Give its key with --key-file or JENDELA_BACKUP_KEY.",
    },
  },
  "backup.wrong-key": {
    status: 422,
    title: { id: "Kunci cadangan salah", en: "Wrong key for the backup" },
    detail: {
      id: () => "Kunci ini tidak membuka cadangan. Beri kunci yang dipakai saat membuatnya.",
      en: () => "This key does not open the backup. Give the one that it was made with.",
    },
  },
  "backup.exists": {
    status: 409,
    title: { id: "Berkas sudah ada", en: "The file is there already" },
    detail: {
      id: ({ path }) => `“${path}” sudah ada dan tidak ditimpa. Pilih nama lain.`,
      en: ({ path }) => `“${path}” is there already and is not written over. Choose another name.`,
    },
  },
  "restore.not-empty": {
    status: 409,
    title: { id: "Basis data tidak kosong", en: "The database is not empty" },
    detail: {
      id: () =>
        "Basis data tujuan sudah berisi. Pulihkan ke yang kosong: beri --home dengan folder baru, atau --database-url dengan basis data baru.",
      en: () =>
        "The database is in use already. Restore into an empty one: give a new folder with --home, or a new database with --database-url.",
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
  "server.storage-full": {
    status: 503,
    title: { id: "Penyimpanan penuh", en: "Storage is full" },
    detail: {
      id: () =>
        "Server kehabisan ruang penyimpanan. Tidak ada yang disimpan; pengelola harus memberi ruang. Coba lagi nanti.",
      en: () =>
        "The server has run out of disk space. Nothing was kept; its operator has to make room. Try again later.",
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
  "server.not-ready": {
    status: 503,
    title: { id: "Sedang disiapkan", en: "Not ready yet" },
    detail: {
      id: () => "Server sedang disiapkan. Coba lagi sebentar lagi.",
      en: () => "The server is being prepared. Try again shortly.",
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
  "rights.agency-needed": {
    status: 400,
    title: { id: "Instansi wajib disebut", en: "An agency is needed" },
    detail: {
      id: ({ role }) => `Peran “${role}” terikat pada satu instansi. Sebutkan instansinya.`,
      en: ({ role }) => `The role “${role}” belongs to one agency. Name the agency.`,
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
  "session.stale-form": {
    status: 403,
    title: { id: "Formulir sudah tidak berlaku", en: "This form is no longer valid" },
    detail: {
      id: () =>
        "Formulir ini dibuka sebelum Anda masuk atau sudah terlalu lama. Muat ulang halamannya, lalu kirim lagi.",
      en: () => "This form was opened before you signed in, or too long ago. Reload its page and send it again.",
    },
  },
  "session.foreign-form": {
    status: 403,
    title: { id: "Formulir dari situs lain", en: "A form of another site" },
    detail: {
      id: () =>
        "Formulir ini tidak dikirim dari halaman Jendela Sulsel. Buka halamannya di sini, lalu kirim dari sana.",
      en: () => "This form was not sent from a page of Jendela Sulsel. Open the page here and send it from there.",
    },
  },
  "session.wrong": {
    status: 401,
    title: { id: "Nama atau kata sandi salah", en: "Wrong name or password" },
    detail: {
      id: () => "Nama atau kata sandi tidak cocok. Periksa lagi, atau minta kata sandi baru kepada administrator.",
      en: () => "The name and the password do not match. Try again, or ask an administrator for a new password.",
    },
  },
  "session.temporary-over": {
    status: 401,
    title: { id: "Kata sandi sementara sudah lewat", en: "The temporary password is over" },
    detail: {
      id: () => "Kata sandi sementara ini tidak berlaku lagi. Minta yang baru kepada administrator.",
      en: () => "This temporary password is good no longer. Ask an administrator for a new one.",
    },
  },
  "session.locked": {
    status: 429,
    title: { id: "Terlalu banyak percobaan", en: "Too many tries" },
    detail: {
      id: ({ minutes }) => `Terlalu banyak percobaan masuk yang gagal. Tunggu ${minutes} menit, lalu coba lagi.`,
      en: ({ minutes }) => `Too many failed tries to sign in. Wait ${minutes} minutes, then try again.`,
    },
  },
  "session.wrong-code": {
    status: 401,
    title: { id: "Kode salah", en: "Wrong code" },
    detail: {
      id: () => "Kode itu salah atau sudah dipakai. Tunggu kode berikutnya di aplikasi Anda, lalu coba lagi.",
      en: () => "That code is wrong or was used already. Wait for the next code of your app and try again.",
    },
  },
  "session.step-over": {
    status: 401,
    title: { id: "Mulai masuk dari awal", en: "Begin again" },
    detail: {
      id: () => "Langkah masuk ini sudah terlalu lama atau sudah selesai. Mulai lagi dari nama dan kata sandi.",
      en: () => "This step took too long or is done already. Begin again with your name and password.",
    },
  },
  "session.sso-failed": {
    status: 401,
    title: { id: "Masuk lewat SSO tidak berhasil", en: "Single sign-on failed" },
    detail: {
      id: () =>
        "Jawaban dari layanan masuk tunggal tidak dapat dipercaya atau dibatalkan. Coba sekali lagi dari halaman ini.",
      en: () => "The answer of the single sign-on could not be trusted or was cancelled. Try once more from this page.",
    },
  },
  "session.sso-unknown": {
    status: 403,
    title: { id: "Akun belum terdaftar di sini", en: "No account here" },
    detail: {
      id: ({ person }) =>
        `Layanan masuk tunggal mengenal Anda sebagai “${person}”, tetapi nama itu tidak terdaftar di sini. Minta administrator membuatnya.`,
      en: ({ person }) =>
        `The single sign-on knows you as “${person}”, but nobody of that name is registered here. Ask an administrator to make the account.`,
    },
  },
  "session.sso-other": {
    status: 403,
    title: {
      id: "Nama ini milik orang lain di layanan masuk tunggal",
      en: "The name is somebody else's at the single sign-on",
    },
    detail: {
      id: ({ person }) =>
        `Akun “${person}” di sini terikat pada orang lain di layanan masuk tunggal. Bila akun Anda di sana dibuat ulang, minta administrator melepas ikatannya dengan kata sandi sementara.`,
      en: ({ person }) =>
        `The account “${person}” here belongs to somebody else at the single sign-on. If your account there was made anew, ask an administrator to let go of the old one by a temporary password.`,
    },
  },
  "session.sso-away": {
    status: 503,
    title: { id: "Layanan masuk tunggal tidak dapat dihubungi", en: "The single sign-on is away" },
    detail: {
      id: () =>
        "Layanan masuk tunggal sedang tidak dapat dihubungi. Coba lagi sebentar lagi, atau masuk dengan kata sandi.",
      en: () => "The single sign-on cannot be reached at the moment. Try again shortly, or sign in with a password.",
    },
  },
  "account.wrong-password": {
    status: 400,
    title: { id: "Kata sandi sekarang salah", en: "Wrong current password" },
    detail: {
      id: () => "Kata sandi Anda yang sekarang tidak cocok. Ketik sekali lagi.",
      en: () => "Your current password does not match. Type it once more.",
    },
  },
  "account.same-password": {
    status: 400,
    title: { id: "Kata sandi sama", en: "The same password" },
    detail: {
      id: () => "Kata sandi baru sama dengan yang sekarang. Pilih yang lain.",
      en: () => "The new password is the one that you have. Choose another.",
    },
  },
  "account.wrong-code": {
    status: 400,
    title: { id: "Kode salah", en: "Wrong code" },
    detail: {
      id: () =>
        "Kode itu tidak cocok. Periksa bahwa jam ponsel Anda tepat, lalu ketik kode yang sedang tampil di aplikasi.",
      en: () =>
        "That code does not match. Check that the clock of your phone is right, then type the code that it shows.",
    },
  },
  "account.second-step-on": {
    status: 409,
    title: { id: "Langkah kedua sudah aktif", en: "The second step is on already" },
    detail: {
      id: () => "Langkah kedua sudah aktif di akun ini. Matikan dahulu untuk memasangnya di perangkat lain.",
      en: () => "The second step is on for this account already. Turn it off first to set it up on another device.",
    },
  },
  "person.self": {
    status: 409,
    title: { id: "Bukan untuk akun sendiri", en: "Not for your own account" },
    detail: {
      id: () => "Anda tidak dapat menonaktifkan atau mengganti peran akun sendiri. Minta administrator lain.",
      en: () => "You cannot disable your own account or change its role. Ask another administrator.",
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
  "agency.unknown": {
    status: 404,
    title: { id: "Instansi tidak ditemukan", en: "No such agency" },
    detail: {
      id: ({ slug }) => `Tidak ada instansi “${slug}”. Lihat daftarnya di /api/v1/agencies.`,
      en: ({ slug }) => `There is no agency “${slug}”. See the list at /api/v1/agencies.`,
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
  "person.unknown": {
    status: 404,
    title: { id: "Pengguna tidak ditemukan", en: "No such person" },
    detail: {
      id: ({ person }) => `Tidak ada pengguna “${person}”.`,
      en: ({ person }) => `There is no user “${person}”.`,
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
  "region.unknown": {
    status: 404,
    title: { id: "Wilayah tidak ditemukan", en: "No such region" },
    detail: {
      id: ({ code }) => `Tidak ada wilayah berkode “${code}”. Pakai kode Kemendagri bertitik, misalnya 73.06.`,
      en: ({ code }) => `There is no region “${code}”. Use the dotted Kemendagri code, for example 73.06.`,
    },
  },
} satisfies Record<string, FaultText>;
