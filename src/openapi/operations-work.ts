/** The calls of those who publish: datasets, uploads, versions. */
import {
  anything,
  flag,
  inQuery,
  json,
  list,
  mapOf,
  type Operation,
  object,
  operation,
  orNull,
  pageOf,
  pages,
  ref,
  text,
  time,
  whole,
} from "./operation.ts";

const reason = json(object({ reason: text }));
const upload = json(ref("Upload"));
const version = json(ref("Version"));
const BYTES = undefined;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const datasets: readonly Operation[] = [
  operation(
    "datasets",
    "post /api/v1/datasets",
    "createDataset",
    { id: "Dataset baru dari paketnya", en: "A new dataset from its package" },
    json(ref("Dataset")),
    { body: json(ref("Package")), status: 201 },
  ),
  operation(
    "datasets",
    "get /api/v1/datasets/{slug}",
    "getDataset",
    { id: "Paket untuk unggahan berikutnya", en: "The package for the next upload" },
    json(ref("Dataset")),
    { open: true },
  ),
  operation(
    "datasets",
    "put /api/v1/datasets/{slug}",
    "updateDataset",
    { id: "Paket lain untuk unggahan berikutnya", en: "Another package for the next upload" },
    json(ref("Dataset")),
    { body: json(ref("Package")) },
  ),
  operation(
    "datasets",
    "get /api/v1/datasets/{slug}/recipe",
    "getRecipe",
    { id: "Resep yang berlaku bagi berkas lebarnya", en: "The recipe that holds for its wide files" },
    json(ref("Recipe")),
    { open: true },
  ),
  operation(
    "datasets",
    "put /api/v1/datasets/{slug}/recipe",
    "putRecipe",
    { id: "Resep lain untuk unggahan berikutnya", en: "Another recipe for the next upload" },
    json(ref("KeptRecipe")),
    { body: json(ref("Recipe")), query: [inQuery("reason", text, "Alasannya", "Why")] },
  ),
  operation(
    "datasets",
    "get /api/v1/datasets/{slug}/recipes",
    "listRecipes",
    { id: "Semua resep yang pernah disimpan", en: "Every recipe that was kept" },
    json(object({ dataset: text, recipes: list(ref("KeptRecipe")) })),
  ),
  operation(
    "datasets",
    "get /api/v1/datasets/{slug}/proposed-rules",
    "proposeRules",
    { id: "Aturan yang terbukti dari data terbit", en: "Rules that what has been published bears out" },
    json(anything),
  ),
  operation(
    "datasets",
    "get /api/v1/recipes/schema.json",
    "getRecipeSchema",
    { id: "JSON Schema bagi resep", en: "The JSON Schema of recipes" },
    { "application/schema+json": mapOf(anything) },
    { open: true },
  ),
];

const uploads: readonly Operation[] = [
  operation(
    "uploads",
    "post /api/v1/datasets/{slug}/uploads",
    "createUpload",
    { id: "Kirim berkas untuk diperiksa", en: "Send a file to be checked" },
    upload,
    {
      status: 202,
      body: {
        "multipart/form-data": object({
          file: { type: "string", contentMediaType: "application/octet-stream" },
          "note?": text,
          "sheet?": text,
          "mode?": { enum: ["replace", "append"] },
        }),
        "text/csv": BYTES,
        [XLSX]: BYTES,
      },
      query: [
        {
          name: "Idempotency-Key",
          in: "header",
          schema: { type: "string", minLength: 1, maxLength: 255 },
          says: {
            id: "Permintaan sama yang dikirim ulang dalam 24 jam tidak menjadi unggahan kedua",
            en: "The same request sent again within 24 hours is no second upload",
          },
        },
      ],
    },
  ),
  operation(
    "uploads",
    "get /api/v1/uploads/{id}",
    "getUpload",
    { id: "Keadaan, laporan, dan perubahannya", en: "Its status, report and changes" },
    upload,
  ),
  operation(
    "uploads",
    "get /api/v1/uploads/{id}/events",
    "watchUpload",
    { id: "Kemajuan pemeriksaan sebagai server-sent events", en: "The progress of its check as server-sent events" },
    { "text/event-stream": text },
  ),
  operation(
    "uploads",
    "get /api/v1/uploads/{id}/report",
    "getReport",
    { id: "Semua temuan", en: "Every issue" },
    json(ref("Report")),
  ),
  operation(
    "uploads",
    "get /api/v1/uploads/{id}/report.{ending}",
    "getReportFile",
    {
      id: "Semua temuan sebagai json, csv, atau buku kerja yang ditandai",
      en: "Every issue as json, csv, or the workbook with its cells marked",
    },
    { "application/json": ref("Report"), "text/csv": text, [XLSX]: BYTES },
  ),
  operation(
    "uploads",
    "post /api/v1/uploads/{id}/decisions",
    "decideUpload",
    { id: "Putusan atas temuan; berkas diperiksa lagi", en: "Decide about issues; the file is checked again" },
    upload,
    { body: json(ref("Decisions")) },
  ),
  operation(
    "uploads",
    "post /api/v1/uploads/{id}/submit",
    "submitUpload",
    { id: "Ajukan untuk ditinjau", en: "Hand it to a reviewer" },
    upload,
  ),
  operation(
    "uploads",
    "post /api/v1/uploads/{id}/publish",
    "publishUpload",
    {
      id: "Terbitkan sebagai versi berikutnya, sekarang atau nanti",
      en: "Publish it as the next version, now or later",
    },
    json({ anyOf: [ref("Version"), ref("Upload")] }),
    { body: json(object({ "releaseAt?": time })), bodyOptional: true },
  ),
  operation(
    "uploads",
    "post /api/v1/uploads/{id}/return",
    "returnUpload",
    { id: "Kembalikan kepada instansi dengan alasan", en: "Give it back to the agency with a reason" },
    upload,
    {
      body: json(
        object({ reason: text, "remarks?": list(object({ "field?": text, "row?": whole, "column?": whole, text })) }),
      ),
    },
  ),
  operation(
    "uploads",
    "post /api/v1/uploads/{id}/unschedule",
    "unscheduleUpload",
    { id: "Batalkan jadwal terbit", en: "Take a scheduled publication back" },
    upload,
  ),
];

const versions: readonly Operation[] = [
  operation(
    "versions",
    "get /api/v1/datasets/{slug}/versions",
    "listVersions",
    { id: "Riwayat versi, terbaru dahulu", en: "The history of versions, newest first" },
    json(pageOf("versions", ref("VersionHistory"), { dataset: text })),
    { open: true, query: pages() },
  ),
  operation(
    "versions",
    "get /api/v1/datasets/{slug}/versions/{number}",
    "getVersion",
    { id: "Satu versi dengan riwayatnya", en: "One version with its history" },
    json(ref("VersionHistory")),
    { open: true },
  ),
  operation(
    "versions",
    "post /api/v1/datasets/{slug}/versions/{number}/withdraw",
    "withdrawVersion",
    { id: "Tarik sebuah versi; datanya dijawab 410", en: "Withdraw a version; its data answers 410" },
    version,
    { body: reason },
  ),
  operation(
    "versions",
    "post /api/v1/datasets/{slug}/versions/{number}/restore",
    "restoreVersion",
    {
      id: "Terbitkan lagi isi versi lama sebagai versi berikutnya",
      en: "Publish an earlier version's rows as the next version",
    },
    version,
    { body: reason },
  ),
  operation(
    "versions",
    "post /api/v1/datasets/{slug}/takedown",
    "takeDownDataset",
    {
      id: "Hapus data pribadi untuk selamanya: versi, satu kolom, atau seluruh dataset",
      en: "Erase personal data for good: versions, a column, or the whole dataset",
    },
    json(
      object({
        dataset: text,
        versions: list({ type: "integer" }),
        rows: { type: "integer" },
        uploads: list(text),
        files: { type: "integer" },
        backups: object({ id: text, en: text }),
      }),
    ),
    {
      body: json(
        object({
          "versions?": list({ type: "integer", minimum: 1 }),
          "column?": text,
          "all?": { const: true },
          reason: text,
        }),
      ),
    },
  ),
];

const since = { anyOf: [text, { type: "integer", minimum: 0 }] };

const watching: readonly Operation[] = [
  operation(
    "changes",
    "get /api/v1/changes",
    "listChanges",
    {
      id: "Apa yang berubah di seluruh katalog, terlama dahulu",
      en: "What changed in the whole catalogue, oldest first",
    },
    json(object({ changes: list(ref("Change")), hasNextPage: flag, next: text })),
    {
      open: true,
      query: [
        inQuery(
          "since",
          text,
          "“next” jawaban sebelumnya, nomor, atau waktu",
          "The “next” of the answer before, a number or a time",
          "0",
        ),
        inQuery("first", { type: "integer", minimum: 1, maximum: 1000 }, "Banyaknya", "How many", 10),
        inQuery(
          "_wait",
          { type: "number", minimum: 0, maximum: 30 },
          "Tunggu sekian detik bila belum ada",
          "Wait so many seconds when there is nothing yet",
          0,
        ),
      ],
    },
  ),
  operation(
    "webhooks",
    "get /api/v1/webhooks",
    "listWebhooks",
    { id: "Webhook yang boleh Anda urus", en: "The webhooks that you may manage" },
    json(object({ webhooks: list(ref("Webhook")) })),
  ),
  operation(
    "webhooks",
    "post /api/v1/webhooks",
    "createWebhook",
    { id: "Webhook baru; rahasianya tampil sekali", en: "A new webhook; its secret is shown once" },
    json(ref("Webhook")),
    {
      status: 201,
      body: json(object({ name: text, url: text, "agency?": text, "datasets?": list(text), "kinds?": list(text) })),
    },
  ),
  operation(
    "webhooks",
    "get /api/v1/webhooks/{id}",
    "getWebhook",
    { id: "Satu webhook dan sampai di mana ia", en: "One webhook and how far it is" },
    json(ref("Webhook")),
  ),
  operation(
    "webhooks",
    "patch /api/v1/webhooks/{id}",
    "updateWebhook",
    { id: "Ubah nama, alamat, atau pilihannya", en: "Another name, address or choice" },
    json(ref("Webhook")),
    {
      body: json(
        object({
          "name?": text,
          "url?": text,
          "datasets?": orNull(list(text)),
          "kinds?": orNull(list(text)),
          "disabled?": flag,
        }),
      ),
    },
  ),
  operation(
    "webhooks",
    "delete /api/v1/webhooks/{id}",
    "deleteWebhook",
    { id: "Hapus webhook", en: "Delete a webhook" },
    undefined,
  ),
  operation(
    "webhooks",
    "get /api/v1/webhooks/{id}/deliveries",
    "listDeliveries",
    { id: "Pesan-pesannya, terbaru dahulu", en: "Its messages, newest first" },
    json(pageOf("deliveries", ref("Delivery"))),
    { query: pages() },
  ),
  operation(
    "webhooks",
    "post /api/v1/webhooks/{id}/replay",
    "replayWebhook",
    { id: "Sampaikan lagi semua sesudah suatu titik", en: "Tell everything after a point again" },
    json(ref("Webhook")),
    { body: json(object({ since })) },
  ),
  operation(
    "webhooks",
    "post /api/v1/webhooks/{id}/test",
    "testWebhook",
    { id: "Kirim pesan percobaan sekarang", en: "Send a test message now" },
    json(object({ delivered: flag, status: orNull(whole), error: orNull(text) })),
  ),
];

const quota = object({ agency: text, used: whole, quotaMb: orNull(whole) });

const admin: readonly Operation[] = [
  operation(
    "admin",
    "get /api/v1/agencies",
    "listAgencies",
    { id: "Semua instansi", en: "All agencies" },
    json(object({ agencies: list(ref("Agency")) })),
    { open: true },
  ),
  operation(
    "admin",
    "post /api/v1/agencies",
    "createAgency",
    { id: "Instansi baru", en: "A new agency" },
    json(ref("Agency")),
    {
      status: 201,
      body: json(
        object({
          slug: text,
          name: text,
          "nameEn?": text,
          "shortName?": text,
          "kind?": { enum: ["province", "regency"] },
          "region?": text,
        }),
      ),
    },
  ),
  operation(
    "admin",
    "get /api/v1/agencies/{agency}/quota",
    "getQuota",
    {
      id: "Ruang yang dipakai instansi (bita) dan kuotanya",
      en: "The room that an agency takes, in bytes, and its quota",
    },
    json(quota),
  ),
  operation(
    "admin",
    "put /api/v1/agencies/{agency}/quota",
    "setQuota",
    {
      id: "Kuota sendiri dalam MB; 0 tanpa batas, null kuota bawaan server",
      en: "A quota of its own in MB; 0 for no limit, null for the server's default",
    },
    json(quota),
    { body: json(object({ quotaMb: orNull(whole) })) },
  ),
  operation(
    "admin",
    "get /api/v1/people",
    "listPeople",
    { id: "Orang yang dapat masuk", en: "People who log in" },
    json(object({ people: list(ref("Person")) })),
  ),
  operation(
    "admin",
    "post /api/v1/people",
    "createPerson",
    { id: "Orang baru", en: "A new person" },
    json(ref("Person")),
    {
      status: 201,
      body: json(
        object({ name: text, role: { enum: ["producer", "reviewer", "admin"] }, "agency?": text, password: text }),
      ),
    },
  ),
  operation(
    "admin",
    "patch /api/v1/people/{person}",
    "updatePerson",
    { id: "Nonaktifkan, aktifkan lagi, atau ganti kata sandi", en: "Disable, enable again, or set another password" },
    json(ref("Person")),
    { body: json(object({ "disabled?": flag, "password?": text, "role?": text, "agency?": text })) },
  ),
  operation(
    "admin",
    "get /api/v1/tokens",
    "listTokens",
    { id: "Token tanpa rahasianya", en: "Tokens without their secret" },
    json(object({ tokens: list(ref("Token")) })),
  ),
  operation(
    "admin",
    "post /api/v1/tokens",
    "createToken",
    { id: "Token baru; tampil sekali", en: "A new token; shown once" },
    json(ref("Token")),
    {
      status: 201,
      body: json(
        object({
          name: text,
          role: { enum: ["producer", "system", "reviewer", "admin"] },
          "agency?": text,
          "datasets?": list(text),
          "expiresAt?": time,
        }),
      ),
    },
  ),
  operation(
    "admin",
    "delete /api/v1/tokens/{id}",
    "revokeToken",
    { id: "Cabut token", en: "Revoke a token" },
    undefined,
  ),
  operation(
    "admin",
    "get /api/v1/audit",
    "listAudit",
    { id: "Siapa melakukan apa, terbaru dahulu", en: "Who did what, newest first" },
    json(pageOf("entries", ref("AuditEntry"))),
    {
      query: [
        ...pages(),
        inQuery("since", text, "Tidak sebelum saat ini", "Not before this time", "2026-01-01"),
        inQuery("actor", text, "Kunci atau nama pelaku", "An actor's key or name", "system"),
        inQuery("action", text, "Awal nama tindakan", "How the action begins", "upload."),
        inQuery("dataset", text, "Slug dataset", "A dataset's slug"),
      ],
    },
  ),
];

export const workOperations: readonly Operation[] = [...datasets, ...uploads, ...versions, ...watching, ...admin];
