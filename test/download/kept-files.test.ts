import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import exceljs from "exceljs";
import { parquetReadObjects } from "hyparquet";
import request, { type Test } from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromBuffer } from "yauzl";
import { listVersionFiles } from "../../src/catalogue/version-files.ts";
import type { Version } from "../../src/catalogue/versions.ts";
import { downloadRoutes } from "../../src/download/routes.ts";
import { FORMATS, findFormat } from "../../src/formats/formats.ts";
import { sourceOf } from "../../src/formats/source.ts";
import { createKeptFiles } from "../../src/release/kept-files.ts";
import type { FileStore } from "../../src/store/files.ts";
import { effects } from "../catalogue/given.ts";
import { BASE_URL, givenTable, testApp } from "../setup/outlets.ts";
import { first, type Outlet, openOutlet, table } from "./given.ts";

let outlet: Outlet;
beforeAll(async () => {
  outlet = await openOutlet();
});
afterAll(() => outlet.close());

const get = (path: string): Test =>
  request(outlet.app)
    .get(path)
    .set("accept-encoding", "identity")
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
      response.on("end", () => done(null, Buffer.concat(chunks)));
    });
const bytesOf = async (path: string): Promise<Buffer> => (await get(path)).body as Buffer;

function unzip(bytes: Buffer): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  return new Promise((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on("entry", (entry) =>
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          buffer(stream).then((content) => {
            found.set(entry.fileName, String(content));
            zip.readEntry();
          }, reject);
        }),
      );
      zip.once("end", () => resolve(found));
      zip.readEntry();
    }),
  );
}

const versionOf = (): Version => {
  const { current } = outlet.dataset;
  if (!current) throw new Error("no version");
  return current;
};

describe("a version's parquet", () => {
  it("holds what the csv holds", async () => {
    const { headers, body } = await get("/download/kemiskinan/v1.parquet");
    expect(headers).toMatchObject({
      "content-type": "application/vnd.apache.parquet",
      "content-disposition": 'attachment; filename="kemiskinan-v1.parquet"',
      "cache-control": "public, max-age=31536000, immutable",
    });
    const file = new Uint8Array(body as Buffer).buffer;
    expect(await parquetReadObjects({ file })).toEqual([
      {
        kode: "73.06",
        tahun: 2023n,
        nilai: expect.closeTo(7.1, 9), // as hyparquet multiplies it; the file holds 710 and a scale of 2
        catatan: "=1+1",
        resmi: false,
      },
      { kode: "73.06", tahun: 2024n, nilai: 7, catatan: 'a, "b"\nc', resmi: true },
      { kode: "73.71", tahun: 2023n, nilai: null, catatan: "", resmi: true },
    ]);
  });

  it("of a selection holds the selection", async () => {
    const file = new Uint8Array(await bytesOf("/download/kemiskinan/v1.parquet?_columns=nilai&_status=1&kode=73.71"))
      .buffer;
    expect(await parquetReadObjects({ file })).toEqual([{ nilai: null, nilai_status: "not-available" }]);
  });
});

describe("a version's zip", () => {
  it("holds the csv, a Data Package that fits it, and a README in both languages", async () => {
    const files = await unzip(await bytesOf("/download/kemiskinan/v1.zip"));
    expect([...files.keys()]).toEqual(["kemiskinan.csv", "datapackage.json", "README.txt"]);
    const csv = await bytesOf("/download/kemiskinan/v1.csv");
    expect(files.get("kemiskinan.csv")).toBe(String(csv));
    expect(JSON.parse(files.get("datapackage.json") ?? "")).toMatchObject({
      name: "kemiskinan",
      version: "1",
      contributors: [
        { title: "Dinas Kependudukan dan Pencatatan Sipil Provinsi Sulawesi Selatan", roles: ["publisher"] },
      ],
      resources: [
        {
          path: "kemiskinan.csv",
          bytes: csv.length,
          hash: `sha256:${createHash("sha256").update(csv).digest("hex")}`,
          schema: { primaryKey: ["kode", "tahun"] },
        },
      ],
    });
    const readme = files.get("README.txt") ?? "";
    expect(readme).toContain("Produsen data: Dinas Kependudukan dan Pencatatan Sipil");
    expect(readme).toContain("...  data tidak tersedia (nilai: 1)");
    expect(readme).toContain("...  not available (nilai: 1)");
    expect(readme).toContain("- nilai: satuan: persen");
  });

  it("of a selection describes the selection", async () => {
    const files = await unzip(await bytesOf("/download/kemiskinan/v1.zip?_columns=kode,nilai&_status=1&kode=73.71"));
    expect(files.get("kemiskinan.csv")).toBe("kode,nilai,nilai_status\n73.71,,not-available\n");
    const { schema } = JSON.parse(files.get("datapackage.json") ?? "").resources[0];
    expect(schema.fields.map(({ name }: { name: string }) => name)).toEqual(["kode", "nilai", "nilai_status"]);
    expect(schema.primaryKey).toBeUndefined();
    expect(files.get("README.txt")).toContain("sebagian saja dari versi ini");
  });
});

it("a version's workbook ends with a sheet about it", async () => {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load((await bytesOf("/download/kemiskinan/v1.xlsx")) as unknown as ArrayBuffer); // exceljs types it by an older Buffer
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(["Penduduk miskin", "Tentang"]);
  const about = workbook.getWorksheet("Tentang")?.getSheetValues() as (readonly unknown[])[];
  const lines = about.map((row) => row?.slice(1));
  expect(lines[1]).toEqual(["Penduduk miskin"]);
  expect(lines).toContainEqual(["Produsen data", "Dinas Kependudukan dan Pencatatan Sipil Provinsi Sulawesi Selatan"]);
  expect(lines).toContainEqual(["...", "not available (nilai: 1)"]);
});

describe("rendering", () => {
  it("makes every format, the csv first, with its encodings", async () => {
    const version = versionOf();
    const before = outlet.seen.length;
    const kept = createKeptFiles({ ...outlet, effects: { ...effects, observe: (what) => outlet.seen.push(what) } });
    await kept.renderAll(version, new AbortController().signal);
    const files = await outlet.store.read((tx) => listVersionFiles(tx, version));
    const endings = files.map(({ ending }) => ending);
    expect(endings).toEqual(
      expect.arrayContaining([...FORMATS.map(({ ending }) => ending), "csv.gz", "json.gz", "ndjson.gz"]),
    );
    expect(outlet.seen[before]).toMatchObject({ kind: "version-rendered", ending: "csv" });
    const zipped = files.find(({ ending }) => ending === "json.gz");
    expect(String(gunzipSync(await buffer(outlet.files.openRead(zipped?.sha256 as never))))).toBe(
      String(await bytesOf("/download/kemiskinan.json")),
    );
    const after = outlet.seen.length;
    await kept.renderAll(version, new AbortController().signal);
    expect(outlet.seen.length).toBe(after);
  });

  it("leaves to the first who asks what is dear to make of a long version", async () => {
    const { current } = await givenTable(outlet.store, "panjang", table, first);
    if (!current) throw new Error("no version");
    await createKeptFiles({ ...outlet, effects }, 2).renderAll(current, new AbortController().signal);
    expect((await outlet.store.read((tx) => listVersionFiles(tx, current))).map(({ ending }) => ending)).toEqual(
      expect.not.arrayContaining(["xlsx", "json"]),
    );
    expect((await get("/download/panjang.xlsx")).status).toBe(200);
  });

  it("gives the same bytes on every server, whatever its time zone", async () => {
    const zone = process.env.TZ;
    const render = async (ending: string) =>
      buffer(findFormat(ending)?.create(sourceOf(outlet.store, versionOf())) as never);
    for (const { ending } of FORMATS) {
      process.env.TZ = "Pacific/Kiritimati";
      const one = await render(ending);
      process.env.TZ = "America/Los_Angeles";
      const other = await render(ending);
      expect([ending, one.equals(other)]).toEqual([ending, true]);
    }
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });
});

describe("a kept file that was lost", () => {
  it("is made anew with the same bytes", async () => {
    const { headers, body } = await get("/download/kemiskinan/v1.ndjson");
    const sha256 = createHash("sha256")
      .update(body as Buffer)
      .digest("hex");
    await rm(outlet.files.pathOf(sha256 as never));
    const again = await get("/download/kemiskinan/v1.ndjson");
    expect([again.status, again.headers.etag, String(again.body)]).toEqual([200, headers.etag, String(body)]);
  });

  it("is made anew also when that happens between finding and opening it", async () => {
    const { store, files } = outlet;
    const { body } = await get("/download/kemiskinan/v1.csv");
    let swept = 0;
    const sweptMeanwhile: FileStore = {
      ...files,
      openRead: (sha256, range) => {
        if (swept++ === 0) rmSync(files.pathOf(sha256));
        return files.openRead(sha256, range);
      },
    };
    const kept = createKeptFiles({ store, files, effects });
    const { app } = testApp([downloadRoutes({ store, files: sweptMeanwhile, kept, baseUrl: BASE_URL })]);
    const answer = await request(app).get("/download/kemiskinan/v1.csv").set("range", "bytes=0-3");
    expect([answer.status, answer.text, swept]).toEqual([206, String(body).slice(0, 4), 2]);
  });

  it("is an error for the operator when the rows no longer give it", async () => {
    const dataset = await givenTable(outlet.store, "diubah", table, first);
    const sha256 = createHash("sha256")
      .update(await bytesOf("/download/diubah.csv"))
      .digest("hex");
    await rm(outlet.files.pathOf(sha256 as never));
    await outlet.store.write((tx) => tx.query(`update data.d${dataset.id} set c3 = 99`));
    const before = outlet.seen.length;
    expect((await get("/download/diubah.csv")).status).toBe(500);
    expect(outlet.seen.slice(before)).toContainEqual(
      expect.objectContaining({ kind: "kept-file-differs", level: "error", dataset: "diubah", recorded: sha256 }),
    );
  });

  it("is another one with the new names where it has labels and a region was renamed", async () => {
    const { current } = await givenTable(outlet.store, "diganti", table, first);
    const shaOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    const old = shaOf(await bytesOf("/download/diganti.jsonstat.json"));
    await rm(outlet.files.pathOf(old as never));
    await outlet.store.write((tx) =>
      tx.query("update catalogue.region set short_name = 'Gowa Raya' where code = '73.06'"),
    );
    const before = outlet.seen.length;
    const { status, headers, body } = await get("/download/diganti.jsonstat.json");
    expect([status, String(body)]).toEqual([200, expect.stringContaining("Gowa Raya")]);
    const files = await outlet.store.read((tx) => listVersionFiles(tx, current as Version));
    expect(files.find(({ ending }) => ending === "jsonstat.json")?.sha256).toBe(shaOf(body as Buffer));
    expect(outlet.seen.slice(before)).toContainEqual(
      expect.objectContaining({ kind: "kept-file-renamed", level: "warn", ending: "jsonstat.json", recorded: old }),
    );
    expect((await get("/download/diganti.jsonstat.json")).headers.etag).toBe(headers.etag);
  });
});
