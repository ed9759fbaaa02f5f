import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import { actors, effects } from "../catalogue/given.ts";
import { publishRows } from "../setup/outlets.ts";
import { type Odata, openOdata, second } from "./given.ts";

let odata: Odata;
beforeAll(async () => {
  odata = await openOdata();
});
afterAll(() => odata.close());

/** What a reader of doubles makes of 9007199254740993. */
const BIG = 2 ** 53;
const ROOT = "/odata/kemiskinan-2024";
const SET = `${ROOT}/kemiskinan_2024`;
const URL_ROOT = `https://data.example${ROOT}/`;
const q = (options: Readonly<Record<string, string>>): string => `${SET}?${new URLSearchParams(options)}`;

describe("GET /odata/{slug}/{set}", () => {
  it("gives every row in the key's order with its stored digits", async () => {
    const { status, text, headers } = await odata.get(SET);
    expect(status).toBe(200);
    expect(text).toBe(
      `{"@odata.context":"${URL_ROOT}$metadata#kemiskinan_2024","value":[` +
        '{"kode":"73.06","tahun":2023,"persen":7.10,"jiwa":9007199254740993,"catatan":"Gowa\'s","resmi":true,"tanggal":"2024-01-31","jam":"09:30:00"},' +
        '{"kode":"73.06","tahun":2024,"persen":7.00,"jiwa":2,"catatan":"Gowa, utara","resmi":false,"tanggal":"2025-01-31","jam":null},' +
        '{"kode":"73.71","tahun":2023,"persen":null,"jiwa":3,"catatan":null,"resmi":null,"tanggal":null,"jam":null},' +
        '{"kode":"73.71","tahun":2024,"persen":12345678901234567890.50,"jiwa":-4,"catatan":"100%_é","resmi":true,"tanggal":"2025-02-01","jam":"23:59:59"}]}',
    );
    expect(headers).toMatchObject({
      "content-type": "application/json;odata.metadata=minimal;charset=utf-8",
      "odata-version": "4.0",
      "dataset-version": "2",
      "access-control-allow-origin": "*",
    });
  });

  it("writes long numbers as text for a client that reads doubles", async () => {
    const accept = "application/json;odata.metadata=none;IEEE754Compatible=true";
    const { text, headers } = await odata.get(q({ $select: "jiwa,persen,tahun", $top: "1" }), { accept });
    expect(text).toBe('{"value":[{"tahun":2023,"persen":"7.10","jiwa":"9007199254740993"}]}');
    expect(headers["content-type"]).toBe("application/json;odata.metadata=none;IEEE754Compatible=true;charset=utf-8");
  });

  it("tells types and addresses where full metadata is asked for, whatever is selected", async () => {
    const path = `${q({ $select: "persen,catatan", $top: "1" })}&$format=application/json;odata.metadata=full`;
    const { body } = await odata.get(path, { accept: "text/html" });
    expect(body.value).toEqual([
      {
        "@odata.type": "#JendelaSulsel.Row",
        "@odata.id": "kemiskinan_2024(kode='73.06',tahun=2023)",
        "@odata.readLink": "kemiskinan_2024(kode='73.06',tahun=2023)",
        "persen@odata.type": "#Decimal",
        persen: 7.1,
        catatan: "Gowa's",
      },
    ]);
    expect(body["@odata.context"]).toBe(`${URL_ROOT}$metadata#kemiskinan_2024(persen,catatan)`);
    const address = body.value[0]["@odata.id"] as string;
    expect((await odata.get(`${ROOT}/${address}`)).body).toMatchObject({ kode: "73.06", tahun: 2023 });
  });

  it.each([
    ["kode eq '73.06' and tahun eq 2024", [2]],
    ["2024 le tahun", [2, -4]],
    ["persen eq 7.1", [BIG]],
    ["persen lt 7.1e0", [2]],
    ["persen gt 1E19", [-4]],
    ["tahun gt 2023.5", [2, -4]],
    ["persen eq null", [3]],
    ["persen ne null and resmi", [BIG, -4]],
    ["not resmi", [2]],
    ["resmi eq null", [3]],
    ["not (persen gt 7)", [2, 3]],
    ["persen ne 7", [BIG, 3, -4]],
    ["tanggal ge 2025-02-01", [-4]],
    ["jam lt 12:00", [BIG]],
    ["contains(catatan,'utara')", [2]],
    ["not contains(catatan,'utara')", [BIG, -4]],
    ["contains(catatan,'%_')", [-4]],
    ["startswith(catatan,'Gowa')", [BIG, 2]],
    ["endswith(catatan,'''s') eq true", [BIG]],
    ["startswith(catatan,'Gowa') eq false", [-4]],
    ["tolower(catatan) eq 'gowa''s'", [BIG]],
    ["contains(toupper(catatan),toupper('Utara'))", [2]],
    ["tahun in (2024,2025) and kode in ('73.71')", [-4]],
    ["persen in (null,7.0)", [2, 3]],
    ["(kode eq '73.06' or kode eq '73.71') and not (tahun eq 2023)", [2, -4]],
    ["kode eq '73.06' or kode eq '73.71' and tahun eq 2024", [BIG, 2, -4]],
    ["catatan eq ''", []],
    ["catatan ne ''", [BIG, 2, 3, -4]],
    ["((((jiwa eq -4))))", [-4]],
    ["jiwa gt 9007199254740992", [BIG]],
    ["jiwa lt 99999999999999999999", [BIG, 2, 3, -4]],
    ["null", []],
    ["true", [BIG, 2, 3, -4]],
    ["not null", []],
  ])("answers $filter=%s", async ($filter, expected) => {
    expect(await odata.column(q({ $filter }), "jiwa")).toEqual(expected);
    expect((await odata.get(`${SET}/$count?${new URLSearchParams({ $filter })}`)).text).toBe(String(expected.length));
  });

  it.each([
    ["kode eq", 400, "odata.bad-syntax"],
    ["kode eq 'a", 400, "odata.bad-syntax"],
    ["(kode eq 'a'", 400, "odata.bad-syntax"],
    ["kode eq 'a')", 400, "odata.bad-syntax"],
    ["kode", 400, "odata.bad-syntax"],
    ["", 400, "odata.bad-syntax"],
    ["kode eq 'a'; drop table x", 400, "odata.bad-syntax"],
    ["kode eq 73", 400, "request.bad-value"],
    ["tahun eq '2024'", 400, "request.bad-value"],
    ["tanggal eq 2025-02-30", 400, "request.bad-value"],
    ["tahun eq 1e999", 400, "request.bad-value"],
    ["contains(tahun,'2')", 400, "request.bad-value"],
    ["kota eq 'a'", 400, "request.unknown-field"],
    ["length(kode) eq 5", 501, "odata.not-supported"],
    ["tahun add 1 eq 2024", 501, "odata.not-supported"],
    ["tahun eq jiwa", 501, "odata.not-supported"],
    ["catatan/any(x:x eq 1)", 501, "odata.not-supported"],
  ])("refuses $filter=%s in OData's own form", async ($filter, status, code) => {
    const answer = await odata.get(q({ $filter }));
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(answer.body.error.message).toEqual(expect.any(String));
    expect(answer.headers).toMatchObject({ "odata-version": "4.0", "cache-control": "no-store" });
  });

  it.each([
    ["deep", `${"(".repeat(60)}resmi${")".repeat(60)}`],
    ["deep by not", `${"not ".repeat(60)}resmi`],
    ["wide", `jiwa in (${Array.from({ length: 600 }, (_, index) => index).join()})`],
    ["wide by or", Array.from({ length: 600 }, () => "resmi eq null").join(" or ")],
    ["long", `kode eq '${"a".repeat(9000)}'`],
  ])("refuses a filter that is too %s", async (_, $filter) => {
    const { status, body } = await odata.get(q({ $filter }));
    expect([status, body.error.code]).toEqual([400, "request.over-limit"]);
  });

  it("puts missing values first, or last where the order is descending", async () => {
    expect(await odata.column(q({ $orderby: "persen" }), "jiwa")).toEqual([3, 2, BIG, -4]);
    expect(await odata.column(q({ $orderby: "persen desc" }), "jiwa")).toEqual([-4, BIG, 2, 3]);
    expect(await odata.column(q({ $orderby: "tahun desc,kode asc", $skip: "1", $top: "2" }), "jiwa")).toEqual([
      -4,
      BIG,
    ]);
  });

  it.each(["persen", "persen desc", "resmi,catatan desc", "kode desc", "catatan"])(
    "walks by links through pages ordered by %s, and gives each row once",
    async ($orderby) => {
      const whole = await odata.column(q({ $orderby }), "jiwa");
      const walked: unknown[] = [];
      let path: string | undefined = q({ $orderby, $count: "true", $select: "jiwa" });
      while (path !== undefined) {
        const { body, headers } = await odata.get(path, { prefer: "odata.maxpagesize=1" });
        expect(headers["preference-applied"]).toBe("odata.maxpagesize=1");
        expect(body["@odata.count"]).toBe(4);
        walked.push(...body.value.map(({ jiwa }: { jiwa: number }) => jiwa));
        path = body["@odata.nextLink"]?.replace("https://data.example", "");
      }
      expect(walked).toEqual(whole);
    },
  );

  it("keeps $top over pages, and counts beyond it", async () => {
    const { body } = await odata.get(q({ $top: "3", $count: "true" }), { prefer: "maxpagesize=2" });
    expect(body["@odata.count"]).toBe(4);
    const next = body["@odata.nextLink"].replace("https://data.example", "");
    const last = (await odata.get(next)).body;
    expect(last.value).toHaveLength(1);
    expect(last["@odata.nextLink"]).toBeUndefined();
    expect((await odata.get(q({ $top: "0", $count: "true" }))).body).toMatchObject({ "@odata.count": 4, value: [] });
  });

  it.each([
    ["$expand=x", 501, "odata.not-supported"],
    ["$search=x", 501, "odata.not-supported"],
    ["filter=x", 400, "request.unknown-parameter"],
    ["$top=-1", 400, "request.over-limit"],
    ["$skip=100001", 400, "request.over-limit"],
    ["$top=1&$top=2", 400, "request.one-value"],
    ["$count=yes", 400, "request.bad-parameter"],
    ["$select=kota", 400, "request.unknown-field"],
    ["$orderby=kode;x", 400, "odata.bad-syntax"],
    ["$skiptoken=abc", 400, "request.bad-cursor"],
    ["$format=atom", 406, "request.not-acceptable"],
    ["_version=9", 404, "version.unknown"],
  ])("refuses %s", async (query, status, code) => {
    const answer = await odata.get(`${SET}?${query}`);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  it("refuses a token of another question", async () => {
    const { body } = await odata.get(q({ $orderby: "persen" }), { prefer: "odata.maxpagesize=1" });
    const token = new URL(body["@odata.nextLink"]).searchParams.get("$skiptoken") ?? "";
    expect((await odata.get(q({ $orderby: "jiwa", $skiptoken: token }))).body.error.code).toBe("request.bad-cursor");
  });
});

describe("one row", () => {
  it.each([
    ["(kode='73.06',tahun=2024)", 200],
    ["(tahun=2024,kode='73.06')", 200],
    ["(kode='73.99',tahun=2024)", 404],
    ["(kode='73.06')", 400],
    ["('73.06')", 400],
    ["(kode='73.06',tahun='2024')", 400],
    ["(kode='73.06',tahun=2024,)", 400],
    ["(kode='',tahun=2024)", 404],
    ["()", 400],
  ])("is at %s: %i", async (key, status) => {
    expect((await odata.get(`${SET}${key}`)).status).toBe(status);
  });

  it("has a context of its own, and only what is selected", async () => {
    const { text } = await odata.get(`${SET}(kode='73.06',tahun=2024)?$select=persen`);
    expect(text).toBe(`{"@odata.context":"${URL_ROOT}$metadata#kemiskinan_2024(persen)/$entity","persen":7.00}`);
  });

  it("gives one value, as JSON or as it is, and nothing where it is missing", async () => {
    const row = `${SET}(kode='73.06',tahun=2024)`;
    expect((await odata.get(`${row}/persen`)).text).toBe(
      `{"@odata.context":"${URL_ROOT}$metadata#kemiskinan_2024(kode='73.06',tahun=2024)/persen","value":7.00}`,
    );
    expect((await odata.get(`${row}/persen/$value`)).text).toBe("7.00");
    expect((await odata.get(`${row}/jam`)).status).toBe(204);
    expect((await odata.get(`${row}/kota`)).body.error.code).toBe("request.unknown-field");
  });

  it("has a number where the dataset has no key", async () => {
    const { body } = await odata.get("/odata/7-catatan/_7_catatan");
    expect(body.value.map(({ isi }: { isi: string }) => isi)).toEqual(["b", "a", "a"]);
    const ids = body.value.map(({ _id }: { _id: number }) => _id);
    expect(new Set(ids).size).toBe(3);
    expect((await odata.get(`/odata/7-catatan/_7_catatan(${ids[1]})`)).body).toMatchObject({ _id: ids[1], isi: "a" });
  });
});

describe("versions", () => {
  it("answers another version by its number, and names it in the context", async () => {
    const { body, headers } = await odata.get(`${SET}?_version=1`);
    expect(body.value).toHaveLength(1);
    expect(body["@odata.context"]).toBe(`${URL_ROOT}$metadata?_version=1#kemiskinan_2024`);
    expect(headers["cache-control"]).toBe("public, max-age=3600");
  });

  it("answers 304 until a version is published, keeps a walk on its version, and says 410 of a withdrawn one", async () => {
    const { headers } = await odata.get(SET);
    const again = { "if-none-match": headers.etag ?? "" };
    expect((await odata.get(SET, again)).status).toBe(304);
    expect((await odata.get(`${SET}?$top=1`, again)).status).toBe(200);
    const { body } = await odata.get(SET, { prefer: "odata.maxpagesize=3" });
    await publishRows(odata.store, odata.poverty, [...second, ["73.72", "2024", "1", "5", "x", "true", null, null]]);
    await expect.poll(async () => (await odata.get(SET, again)).status).toBe(200);
    expect(await odata.column(SET, "jiwa")).toHaveLength(5);
    const next = body["@odata.nextLink"].replace("https://data.example", "");
    expect(await odata.column(next, "jiwa")).toEqual([-4]);
    await odata.store.write((tx) =>
      withdrawVersion(tx, actors.reviewer, odata.poverty, 2 as VersionNumber, "salah", effects),
    );
    const gone = await odata.get(next);
    expect([gone.status, gone.body.error.code]).toEqual([410, "version.withdrawn"]);
  });
});
