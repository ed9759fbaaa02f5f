import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import exceljs from "exceljs";
import request, { type Test } from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { actors, effects } from "../catalogue/given.ts";
import { givenTable, publishRows } from "../setup/outlets.ts";
import { first, getEncoded, type Outlet, openOutlet, table } from "./given.ts";

let outlet: Outlet;
beforeAll(async () => {
  outlet = await openOutlet();
});
afterAll(() => outlet.close());

const CSV =
  'kode,tahun,nilai,catatan,resmi\n73.06,2023,7.10,=1+1,false\n73.06,2024,6.50,"a, ""b""\nc",true\n73.71,2024,12345678901234567890.50,-,\n';

/** The exact bytes, whatever their type. */
const get = (path: string, headers: Record<string, string> = {}): Test =>
  request(outlet.app)
    .get(path)
    .set({ "accept-encoding": "identity", ...headers })
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
      response.on("end", () => done(null, Buffer.concat(chunks)));
    });
const textOf = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
  String((await get(path, headers)).body);

describe("GET /download/{slug}.csv", () => {
  it("gives the current version in canonical form, with all its headers", async () => {
    const { status, headers, body } = await get("/download/kemiskinan.csv");
    expect(status).toBe(200);
    expect(String(body)).toBe(CSV);
    const sha256 = createHash("sha256").update(CSV).digest();
    expect(headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-length": String(Buffer.byteLength(CSV)),
      "content-disposition": 'attachment; filename="kemiskinan-v2.csv"',
      etag: `"${sha256.toString("base64url")}"`,
      "repr-digest": `sha-256=:${sha256.toString("base64")}:`,
      "accept-ranges": "bytes",
      "cache-control": "public, no-cache",
      "last-modified": outlet.dataset.current?.publishedAt.toUTCString(),
      link: '<https://data.example/dataset/kemiskinan/datapackage.json>; rel="describedby"; type="application/json", <https://data.example/dataset/kemiskinan/csv-metadata.json>; rel="describedby"; type="application/csvm+json"',
      "access-control-allow-origin": "*",
      vary: "Accept-Encoding",
    });
  });

  it("answers 304 to its own tag and date, even when told no-cache", async () => {
    const { headers } = await get("/download/kemiskinan.csv");
    const again = await get("/download/kemiskinan.csv", {
      "if-none-match": headers.etag ?? "",
      "cache-control": "no-cache",
    });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, headers.etag]);
    expect(
      (await get("/download/kemiskinan.csv", { "if-modified-since": headers["last-modified"] ?? "" })).status,
    ).toBe(304);
    expect((await get("/download/kemiskinan.csv", { "if-none-match": '"x"' })).status).toBe(200);
  });

  it("answers 206 with the part asked for, and 416 beyond the end", async () => {
    const part = await get("/download/kemiskinan.csv", { range: "bytes=5-9" });
    expect([part.status, String(part.body), part.headers["content-range"]]).toEqual([
      206,
      CSV.slice(5, 10),
      `bytes 5-9/${Buffer.byteLength(CSV)}`,
    ]);
    const beyond = await get("/download/kemiskinan.csv", { range: "bytes=9999-" });
    expect([beyond.status, beyond.headers["content-range"], JSON.parse(String(beyond.body)).code]).toEqual([
      416,
      `bytes */${Buffer.byteLength(CSV)}`,
      "request.bad-range",
    ]);
    const stale = await get("/download/kemiskinan.csv", { range: "bytes=5-9", "if-range": '"old"' });
    expect(stale.status).toBe(200);
  });

  it("sends the kept gzip to whoever takes it, with a tag and a digest of its own", async () => {
    const { headers, body } = await getEncoded(outlet.app, "/download/kemiskinan.csv", "gzip, br");
    expect(headers["content-encoding"]).toBe("gzip");
    expect(String(gunzipSync(body))).toBe(CSV);
    expect(headers["repr-digest"]).toBe(`sha-256=:${createHash("sha256").update(body).digest("base64")}:`);
    expect(headers.etag).not.toBe((await get("/download/kemiskinan.csv")).headers.etag);
  });

  it("makes the encoding that the client takes, where none is kept", async () => {
    const whole = await getEncoded(outlet.app, "/download/kemiskinan.csv", "br");
    expect([whole.headers["content-encoding"], String(brotliDecompressSync(whole.body))]).toEqual(["br", CSV]);
    const part = await getEncoded(outlet.app, "/download/kemiskinan.csv?tahun=2023", "gzip;q=0.5");
    expect([part.headers["content-encoding"], String(gunzipSync(part.body))]).toEqual([
      "gzip",
      "kode,tahun,nilai,catatan,resmi\n73.06,2023,7.10,=1+1,false\n",
    ]);
    expect(
      (await getEncoded(outlet.app, "/download/kemiskinan.xlsx", "gzip, br")).headers["content-encoding"],
    ).toBeUndefined();
    expect(
      (await getEncoded(outlet.app, "/download/kemiskinan.csv", "gzip;q=0")).headers["content-encoding"],
    ).toBeUndefined();
  });

  it("answers HEAD with the same headers and no body", async () => {
    const head = await request(outlet.app).head("/download/kemiskinan.csv").set("accept-encoding", "identity");
    expect([head.status, head.headers["content-length"], head.text]).toEqual([
      200,
      String(Buffer.byteLength(CSV)),
      undefined,
    ]);
    const part = await request(outlet.app).head("/download/kemiskinan.json?tahun=2023");
    expect([part.status, part.headers["content-type"]]).toEqual([200, "application/json; charset=utf-8"]);
  });
});

describe("GET /download/{slug}/v{n}.{ending}", () => {
  it("gives version n for ever, and says so", async () => {
    const path = "/download/kemiskinan/v1.csv";
    const { headers, body } = await get(path);
    expect(String(body)).toBe(
      'kode,tahun,nilai,catatan,resmi\n73.06,2023,7.10,=1+1,false\n73.06,2024,7.00,"a, ""b""\nc",true\n73.71,2023,,"",true\n',
    );
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(headers.link).toContain("/dataset/kemiskinan/v1/datapackage.json");
    expect(await textOf("/download/kemiskinan.csv?_version=1")).toBe(String(body));
  });

  it("renders each ending once, however many ask at once", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => get("/download/kemiskinan/v1.xlsx")));
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(1);
    expect(
      outlet.seen.filter(
        ({ kind, ending, version }) => kind === "version-rendered" && ending === "xlsx" && version === 1,
      ),
    ).toHaveLength(1);
    expect(answers[0]?.headers["accept-ranges"]).toBe("bytes");
  });

  it("gives the version that was current at a time", async () => {
    const before = new Date((outlet.dataset.current?.publishedAt.getTime() ?? 0) - 1).toISOString();
    expect(await textOf(`/download/kemiskinan.csv?_asOf=${before}`)).toContain("7.00");
    expect(await textOf("/download/kemiskinan.csv?_asOf=2030-01-01")).toContain("6.50");
  });
});

describe("other endings", () => {
  it("json is an array of objects with exact numbers", async () => {
    expect(await textOf("/download/kemiskinan.json")).toBe(
      '[\n{"kode":"73.06","tahun":2023,"nilai":7.10,"catatan":"=1+1","resmi":false},\n' +
        '{"kode":"73.06","tahun":2024,"nilai":6.50,"catatan":"a, \\"b\\"\\nc","resmi":true},\n' +
        '{"kode":"73.71","tahun":2024,"nilai":12345678901234567890.50,"catatan":"-","resmi":null}\n]\n',
    );
    expect(await textOf("/download/kemiskinan.json?tahun=1900")).toBe("[]\n");
  });

  it("ndjson is one object a line", async () => {
    const lines = (await textOf("/download/kemiskinan.ndjson")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).tahun)).toEqual([2023, 2024, 2024]);
  });

  it("xlsx holds codes as text and numbers as numbers", async () => {
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await get("/download/kemiskinan.xlsx")).body);
    const sheet = workbook.getWorksheet("Penduduk miskin");
    expect(sheet?.getRow(1).values).toEqual([undefined, "kode", "tahun", "nilai", "catatan", "resmi"]);
    expect(sheet?.getRow(3).values).toEqual([undefined, "73.06", 2024, 6.5, 'a, "b"\nc', true]);
    expect(sheet?.getCell("C4").value).toBe("12345678901234567890.50");
    expect(sheet?.getCell("D2").value).toBe("=1+1");
  });
});

describe("filters and other parameters", () => {
  it.each([
    ["tahun=2024&kode=73.06", '73.06,2024,6.50,"a, ""b""\nc",true\n'],
    ["tahun=2023,2024&kode=73.71", "73.71,2024,12345678901234567890.50,-,\n"],
    ["nilai.gte=7.1&nilai.lt=8", "73.06,2023,7.10,=1+1,false\n"],
    ["kode.ne=73.06", "73.71,2024,12345678901234567890.50,-,\n"],
    ["resmi=", "73.71,2024,12345678901234567890.50,-,\n"],
    ["_sort=-nilai&_limit=1", "73.71,2024,12345678901234567890.50,-,\n"],
  ])("?%s", async (query, rows) => {
    const { status, headers, body } = await get(`/download/kemiskinan.csv?${query}`);
    expect([status, String(body)]).toEqual([200, `kode,tahun,nilai,catatan,resmi\n${rows}`]);
    expect(headers["content-disposition"]).toContain("kemiskinan-v2-sebagian.csv");
    expect((await get(`/download/kemiskinan.csv?${query}`, { "if-none-match": headers.etag ?? "" })).status).toBe(304);
  });

  it("chooses columns, in their order", async () => {
    expect(await textOf("/download/kemiskinan.csv?_columns=nilai,kode&_limit=1")).toBe("nilai,kode\n7.10,73.06\n");
    expect(await textOf("/download/kemiskinan.ndjson?_columns=nilai&_limit=1")).toBe('{"nilai":7.10}\n');
  });

  it("adds the statuses of values", async () => {
    expect(await textOf("/download/kemiskinan/v1.csv?_status=1&kode=73.71&_columns=kode,nilai")).toBe(
      "kode,nilai,nilai_status\n73.71,,not-available\n",
    );
    expect(await textOf("/download/kemiskinan/v1.ndjson?_status=1&kode=73.71&_columns=kode,nilai")).toBe(
      '{"kode":"73.71","nilai":null,"nilai_status":"not-available"}\n',
    );
  });

  it("speaks the dialects of spreadsheets", async () => {
    expect(await textOf("/download/kemiskinan.csv?_bom=1&_delimiter=;&_limit=1")).toBe(
      "\uFEFFkode;tahun;nilai;catatan;resmi\n73.06;2023;7.10;=1+1;false\n",
    );
    expect(await textOf("/download/kemiskinan.csv?_delimiter=tab&_limit=1")).toBe(
      "kode\ttahun\tnilai\tcatatan\tresmi\n73.06\t2023\t7.10\t=1+1\tfalse\n",
    );
    expect(await textOf("/download/kemiskinan.csv?_excel=1")).toBe(
      "\uFEFFkode;tahun;nilai;catatan;resmi\n73.06;2023;7,10;'=1+1;false\n" +
        '73.06;2024;6,50;"a, ""b""\nc";true\n' +
        "73.71;2024;12345678901234567890,50;'-;\n",
    );
  });

  it("writes the canonical csv by hand as PostgreSQL does", async () => {
    for (const version of [1, 2]) {
      const canonical = await textOf(`/download/kemiskinan/v${version}.csv`);
      expect(await textOf(`/download/kemiskinan/v${version}.csv?_bom=1`)).toBe(`\uFEFF${canonical}`);
    }
  });

  it.each([
    ["/download/kemiskinan.csv?kab=1", 400, "request.unknown-field"],
    ["/download/kemiskinan.csv?_foo=1", 400, "request.unknown-parameter"],
    ["/download/kemiskinan.json?_excel=1", 400, "request.unknown-parameter"],
    ["/download/kemiskinan/v1.csv?_version=2", 400, "request.unknown-parameter"],
    ["/download/kemiskinan.csv?_version=1&_asOf=2024-01-01", 400, "request.version-or-time"],
    ["/download/kemiskinan.csv?_version=satu", 400, "request.over-limit"],
    ["/download/kemiskinan.csv?_asOf=kemarin", 400, "request.bad-time"],
    ["/download/kemiskinan.csv?tahun=duaribu", 400, "request.bad-value"],
    ["/download/kemiskinan.csv?_delimiter=x", 400, "request.bad-parameter"],
    ["/download/kemiskinan.csv?_lang=fr", 400, "request.bad-parameter"],
    ["/download/kemiskinan.csv?_asOf=2001-01-01", 404, "version.none-then"],
    ["/download/kemiskinan.csv?_version=9", 404, "version.unknown"],
    ["/download/kemiskinan/v9.csv", 404, "version.unknown"],
    ["/download/kemiskinan/v0.csv", 404, "version.unknown"],
    ["/download/kemiskinan.docx", 404, "download.unknown-ending"],
    ["/download/tidak-ada.csv", 404, "dataset.unknown"],
    ["/download/..%2fetc.csv", 404, "request.not-found"],
    ["/download/Kemiskinan.csv", 404, "dataset.unknown"],
    ["/download/kemiskinan", 404, "request.not-found"],
    ["/download/kemiskinan/latest.csv", 404, "request.not-found"],
    ["/dataset/tidak-ada/datapackage.json", 404, "dataset.unknown"],
    ["/dataset/kemiskinan/v9/datapackage.json", 404, "version.unknown"],
  ])("%s is %i %s", async (path, status, code) => {
    const answer = await get(path);
    expect([answer.status, answer.headers["content-type"], JSON.parse(String(answer.body)).code]).toEqual([
      status,
      "application/problem+json; charset=utf-8",
      code,
    ]);
  });
});

describe("the difference of two versions", () => {
  it("names added, removed and changed rows in csv", async () => {
    expect(await textOf("/download/kemiskinan/v1..v2.diff.csv")).toBe(
      '_change,kode,tahun,nilai,catatan,resmi\nchanged,73.06,2024,6.50,"a, ""b""\nc",true\nremoved,73.71,2023,,"",true\nadded,73.71,2024,12345678901234567890.50,-,\n',
    );
  });

  it("shows each row before and after in ndjson and json", async () => {
    const lines = (await textOf("/download/kemiskinan/v1..v2.diff.ndjson")).trimEnd().split("\n");
    expect(lines[0]).toBe(
      '{"_change":"changed","before":{"kode":"73.06","tahun":2024,"nilai":7.00,"catatan":"a, \\"b\\"\\nc","resmi":true},"after":{"kode":"73.06","tahun":2024,"nilai":6.50,"catatan":"a, \\"b\\"\\nc","resmi":true}}',
    );
    const parsed = JSON.parse(await textOf("/download/kemiskinan/v1..v2.diff.json"));
    expect(
      parsed.map(({ _change, before, after }: Record<string, unknown>) => [_change, before === null, after === null]),
    ).toEqual([
      ["changed", false, false],
      ["removed", false, true],
      ["added", true, false],
    ]);
    expect(await textOf("/download/kemiskinan/v2..v2.diff.json")).toBe("[]\n");
    expect((await get("/download/kemiskinan/v1..v2.diff.xlsx")).status).toBe(404);
  });
});

describe("GET /dataset/{slug}/datapackage.json", () => {
  it("describes the kept csv", async () => {
    const { body, headers } = await get("/dataset/kemiskinan/datapackage.json");
    const json = JSON.parse(String(body));
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(json).toMatchObject({ name: "kemiskinan", title: "Penduduk miskin", version: "2" });
    expect(json.resources[0]).toMatchObject({
      path: "https://data.example/download/kemiskinan/v2.csv",
      format: "csv",
      encoding: "utf-8",
      bytes: Buffer.byteLength(CSV),
      hash: `sha256:${createHash("sha256").update(CSV).digest("hex")}`,
    });
    expect(json.resources[0].schema).toMatchObject({ primaryKey: ["kode", "tahun"], missingValues: [""] });
    expect(JSON.parse(await textOf("/dataset/kemiskinan/v1/datapackage.json")).version).toBe("1");
    expect((await get("/dataset/kemiskinan/datapackage.json", { "if-none-match": headers.etag ?? "" })).status).toBe(
      304,
    );
  });
});

describe("who may read", () => {
  it("keeps a dataset that is limited to agencies from the public and from shared caches", async () => {
    await givenTable(outlet.store, "terbatas", { access: "agency", ...table }, first);
    expect((await get("/download/terbatas.csv")).status).toBe(404);
    expect((await get("/download/terbatas.csv", { authorization: "Bearer nobody" })).status).toBe(401);
    const { status, headers } = await get("/download/terbatas/v1.csv", { authorization: "Bearer other" });
    expect([status, headers["cache-control"], headers.vary]).toEqual([
      200,
      "private, no-cache",
      "Accept-Encoding, Authorization",
    ]);
  });

  it("answers 410 with the reason for a withdrawn version, whatever the ending", async () => {
    const dataset = await givenTable(outlet.store, "ditarik", table, first);
    await publishRows(outlet.store, dataset, [...first, ["73.08", "2024", "1", null, null, {}]]);
    await outlet.store.write((tx) =>
      withdrawVersion(tx, actors.reviewer, dataset, 1 as never, "salah hitung", effects),
    );
    for (const path of ["ditarik/v1.csv", "ditarik/v1.json?tahun=2024", "ditarik/v1..v2.diff.csv"]) {
      const { status, body } = await get(`/download/${path}`);
      expect([status, JSON.parse(String(body)).detail]).toEqual([410, expect.stringContaining("salah hitung")]);
    }
    expect((await get("/download/ditarik.csv")).status).toBe(200);
  });
});
