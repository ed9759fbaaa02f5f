/** What publishing promises where two people, or a crash, come in between. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkFile } from "../../src/tabular/check.ts";
import { type Officer, officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

let server: TestServer;
let officer: Officer;
let reviewer: Officer;

beforeAll(async () => {
  server = await openTestServer({}, checkFile);
  officer = officerOf(server, await server.token("producer", "disdukcapil"));
  reviewer = officerOf(server, await server.token("reviewer"));
  const fields = [
    { name: "nomor", type: "integer" },
    { name: "nilai", type: "number" },
  ];
  await officer.declare({
    name: "bertahan",
    title: "Data uji",
    description: "Angka rekaan.",
    resources: [{ name: "a", path: "a.csv", schema: { fields, primaryKey: ["nomor"] } }],
  });
});

afterAll(() => server.close());

const send = async (value: number): Promise<string> =>
  (await officer.send("bertahan", `nomor,nilai\n1,${value}.5\n2,7.5\n`)).id;
const publish = (id: string) => reviewer.post(`/api/v1/uploads/${id}/publish`);

describe("publishing", () => {
  it("of one upload twice at once makes one version, also where it has to be compared anew first", async () => {
    expect((await publish(await send(1))).status).toBe(200);
    const [earlier, later] = [await send(2), await send(3)];
    // Of two that wait, the later is not superseded by the earlier, but its comparison is of a version that is past.
    expect((await publish(earlier)).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 4 }, () => publish(later)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  it("has nothing to fear of a crash: no stage is of the kind that PostgreSQL empties then", async () => {
    await send(4);
    const unlogged = await server.service.store.read((tx) =>
      tx.query("select relname from pg_class where relnamespace = 'stage'::regnamespace and relpersistence <> 'p'"),
    );
    expect(unlogged).toEqual([]);
    const staged = await server.service.store.read((tx) =>
      tx.query("select relname from pg_class where relnamespace = 'stage'::regnamespace and relkind = 'r'"),
    );
    expect(staged.length).toBeGreaterThanOrEqual(2);
  });
});
