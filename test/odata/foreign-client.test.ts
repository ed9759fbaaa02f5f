/** What the project did not write reads the service: o.js asks it over HTTP, and the reader of the OData committee takes its $metadata. */
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { o } from "odata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Odata, openOdata } from "./given.ts";

/** It comes without types. */
const { xml2json } = createRequire(import.meta.url)("odata-csdl") as {
  readonly xml2json: (xml: string, options: { readonly messages: object[] }) => object;
};

let odata: Odata;
let server: Server;
let root: string;

beforeAll(async () => {
  odata = await openOdata();
  server = createServer(odata.app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/odata/kemiskinan-2024/`;
});

afterAll(async () => {
  await new Promise((resolve) => server?.close(resolve));
  await odata?.close();
});

interface Row {
  readonly kode: string;
  readonly tahun: number;
  readonly persen: number | null;
}

it("gives o.js the service document and, by its name, the rows", async () => {
  const service = (await o(root).get("").query()) as readonly { readonly name: string; readonly url: string }[];
  const set = service[0];
  const rows = (await o(root)
    .get(set?.url ?? "")
    .query()) as readonly Row[];
  expect(rows).toHaveLength(4);
});

it("filters, orders, chooses and limits as o.js asks", async () => {
  const [set] = (await o(root).get("").query()) as readonly { readonly url: string }[];
  const rows = (await o(root)
    .get(set?.url ?? "")
    .query({
      $filter: "tahun eq 2024 and kode ne '73.71'",
      $select: "kode,persen",
      $orderby: "kode desc",
      $top: 1,
    })) as Row[];
  expect(rows).toEqual([{ kode: "73.06", persen: 7 }]);
});

it("refuses o.js a field that is not there with a status it rejects on", async () => {
  const [set] = (await o(root).get("").query()) as readonly { readonly url: string }[];
  await expect(
    o(root)
      .get(set?.url ?? "")
      .query({ $filter: "tidak_ada eq 1" }),
  ).rejects.toMatchObject({ status: 400 });
});

it("has metadata that the committee's reader takes without a word, and that says the same as its JSON form", async () => {
  const { text } = await odata.get("/odata/kemiskinan-2024/$metadata", { Accept: "application/xml" });
  const told: object[] = [];
  const read = xml2json(text, { messages: told });
  const { body } = await odata.get("/odata/kemiskinan-2024/$metadata", { Accept: "application/json" });
  expect(told).toEqual([]);
  expect(JSON.parse(JSON.stringify(read))).toEqual(body);
});
