/** SDMX as two clients that others wrote ask for it and read it: `sdmx-rest` writes the addresses, `sdmx-json-parser` reads messages. */

import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SDMXParser } from "sdmx-json-parser";
import { getAvailabilityQuery2, getService, request2 } from "sdmx-rest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sdmxRoutes } from "../../src/sdmx/routes.ts";
import type { Store } from "../../src/store/data-source.ts";
import { seededStore } from "../catalogue/given.ts";
import { givenStaff } from "../formats/given.ts";
import { BASE_URL, testApp } from "../setup/outlets.ts";

let store: Store;
let server: Server;
let address: string;

beforeAll(async () => {
  store = await seededStore();
  await givenStaff(store);
  const { app } = testApp([sdmxRoutes({ store, baseUrl: BASE_URL })]);
  server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sdmx`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await store.close();
});

const FLOW = "dataflow=SULSEL:PEGAWAI(~)";
const ask = (query: Readonly<Record<string, unknown>>, accept: string): Promise<Response> =>
  request2(query, getService({ id: "SULSEL", url: address, api: "v2.0.0" }), { headers: { accept } });

describe("sdmx-rest", () => {
  it("finds a dataflow with all that it refers to", async () => {
    const query = { resource: "dataflow", agency: "SULSEL", id: "PEGAWAI", references: "all" };
    const response = await ask(query, "application/vnd.sdmx.structure+json;version=2.0.0");
    expect(response.status).toBe(200);
    const { data } = (await response.json()) as { data: Record<string, unknown[]> };
    expect(Object.keys(data)).toEqual(["dataflows", "dataStructures", "conceptSchemes", "codelists"]);
  });

  it("finds observations by key and by components", async () => {
    const query = { context: FLOW, key: "7306..jumlah", filters: ["TIME_PERIOD=ge:2024"] };
    const response = await ask(query, "application/vnd.sdmx.data+csv;version=2.0.0");
    const lines = (await response.text()).trim().split("\n");
    expect(lines[0]).toBe(
      "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,KODE_GOLONGAN,MEASURE,OBS_VALUE,OBS_STATUS,UNIT_MEASURE",
    );
    expect(lines.slice(1).every((line) => line.startsWith("dataflow,SULSEL:PEGAWAI(1.0.0),I,7306,2024,"))).toBe(true);
    expect(lines.length).toBeGreaterThan(1);
  });

  it("finds what is available", async () => {
    const query = getAvailabilityQuery2({ context: FLOW, key: "7306..", mode: "available", references: "codelist" });
    const response = await ask(query, "application/vnd.sdmx.structure+json;version=2.0.0");
    expect(response.status).toBe(200);
    expect(Object.keys(((await response.json()) as { data: object }).data)).toEqual(["dataConstraints", "codelists"]);
  });
});

describe("sdmx-json-parser", () => {
  it.each(["dimensionAtObservation=AllDimensions", "attributes=dsd"])(
    "reads every observation, with %s",
    async (how) => {
      const parser = new SDMXParser();
      await parser.getDatasets(`${address}/data/dataflow/SULSEL/PEGAWAI/~/*?${how}`);
      expect(parser.getName()).toBe("Pegawai");
      expect(parser.getDimensions().map(({ id }) => id)).toEqual(
        expect.arrayContaining(["REF_AREA", "TIME_PERIOD", "KODE_GOLONGAN", "MEASURE"]),
      );
      const data = parser.getData();
      const lines = await ask({ context: FLOW }, "application/vnd.sdmx.data+csv;version=2.0.0");
      expect(data).toHaveLength((await lines.text()).trim().split("\n").length - 1);
      expect(parser.getData({ REF_AREA: ["7306"] }).every((row) => row.REF_AREA === "Gowa")).toBe(true);
    },
  );
});
