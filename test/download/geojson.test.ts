/** GeoJSON with boundaries as agencies give them: found by either code system or by name, read anew when the file changes. */
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import request from "supertest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listRegions } from "../../src/catalogue/reference.ts";
import { regionFinder } from "../../src/download/boundaries.ts";
import { type Outlet, openOutlet } from "./given.ts";

let folder: string;
let outlet: Outlet;

const square = (at: number) => ({
  type: "Polygon",
  coordinates: [
    [
      [at, 0],
      [at + 1, 0],
      [at + 1, 1],
      [at, 0],
    ],
  ],
});
const collection = (...features: object[]) => JSON.stringify({ type: "FeatureCollection", features });
const feature = (properties: object, at: number) => ({ type: "Feature", properties, geometry: square(at) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jendela-boundaries-"));
  await writeFile(join(folder, "a.geojson"), collection(feature({ KODE_BPS: 7306, WADMKK: "Gowa" }, 1)));
  await writeFile(
    join(folder, "b.json"),
    collection(feature({ WADMKK: "Kota Makassar", WADMPR: "Sulawesi Selatan" }, 2)),
  );
  await writeFile(join(folder, "README.txt"), "bukan GeoJSON");
  outlet = await openOutlet(folder);
});
afterAll(async () => {
  await outlet.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string) =>
  request(outlet.app)
    .get(path)
    .buffer(true)
    .parse((response, done) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => done(null, text));
    });
const featuresOf = async (path: string) => JSON.parse((await get(path).expect(200)).body as string).features;

it("gives each row the boundary of its region, found by code or by name", async () => {
  const { headers, body } = await get("/download/kemiskinan.geojson");
  expect(headers["content-type"]).toBe("application/geo+json; charset=utf-8");
  const { type, features } = JSON.parse(body as string);
  expect(type).toBe("FeatureCollection");
  expect(features.map((one: { geometry: object }) => one.geometry)).toEqual([square(1), square(1), square(2)]);
  expect(features[2].properties).toMatchObject({ kode: "73.71", tahun: 2024, _nama: "Kota Makassar", _bps: "7371" });
  expect(body).toContain('"nilai":12345678901234567890.50');
});

it("keeps to filters and columns, and is not for ever even at a version's address", async () => {
  expect(await featuresOf("/download/kemiskinan.geojson?tahun=2024&_columns=kode,nilai")).toHaveLength(2);
  const { headers } = await get("/download/kemiskinan/v1.geojson");
  expect(headers["cache-control"]).toBe("public, no-cache");
  const answer = await get("/download/kemiskinan.geojson?_columns=nilai");
  expect([answer.status, JSON.parse(answer.body as string).code]).toEqual([404, "download.no-region"]);
});

it("is made anew when the boundaries change", async () => {
  const before = await get("/download/kemiskinan.geojson");
  await writeFile(join(folder, "b.json"), collection(feature({ id: "73.71" }, 5)));
  await utimes(join(folder, "b.json"), new Date(), new Date(Date.now() + 5000));
  const after = await get("/download/kemiskinan.geojson");
  expect(after.headers.etag).not.toBe(before.headers.etag);
  expect(JSON.parse(after.body as string).features[2].geometry).toEqual(square(5));
});

it("takes the deepest region that a feature names, and none where it could be two", async () => {
  const find = regionFinder(await outlet.store.read((tx) => listRegions(tx)));
  expect(find(undefined, { PROVINSI: "Sulawesi Selatan", KABUPATEN: "BONE" })).toBe("73.08");
  expect(find("ID7371", {})).toBe("73.71");
  expect(find(undefined, { OBJECTID: 7306, nama: "Entah" })).toBeUndefined();
  expect(find(undefined, { kode: null, nama: 5 })).toBeUndefined();
});

it("says what to do where the operator gave none", async () => {
  const bare = await openOutlet();
  try {
    const { status, body } = await request(bare.app).get("/download/kemiskinan.geojson");
    expect([status, body.code]).toEqual([404, "download.no-boundaries"]);
    expect(body.detail).toContain("BOUNDARIES");
  } finally {
    await bare.close();
  }
});
