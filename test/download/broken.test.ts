import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { givenTable, tableOf } from "../setup/outlets.ts";
import { type Outlet, openOutlet } from "./given.ts";

const ROWS = 60_000;
let outlet: Outlet;
beforeAll(async () => {
  outlet = await openOutlet();
  const rows = Array.from(
    { length: ROWS },
    (_, index) => [String(index), randomBytes(100).toString("hex"), {}] as const,
  );
  await givenTable(
    outlet.store,
    "panjang",
    tableOf(
      [
        { name: "nomor", type: "integer" },
        { name: "teks", type: "string" },
      ],
      ["nomor"],
    ),
    rows,
  );
});
afterAll(() => outlet.close());

async function ask(
  path: string,
  beginning: (response: IncomingMessage) => Promise<unknown>,
): Promise<"broken" | number> {
  const server = outlet.app.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const [response] = (await once(
      get({ port: (server.address() as AddressInfo).port, path, agent: false }),
      "response",
    )) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    await beginning(response);
    return await buffer(response).then(
      ({ length }) => length,
      () => "broken" as const,
    );
  } finally {
    server.close();
  }
}

const copies = (wanted: string) =>
  outlet.store.write((tx) =>
    tx.query(
      `select ${wanted} from pg_stat_activity where query ilike 'copy (%' and state = 'active' and datname = current_database()`,
    ),
  );

/** The reader takes nothing meanwhile, so the COPY waits for it. */
const endCopies = () =>
  expect.poll(async () => (await copies("pg_terminate_backend(pid)")).length, { timeout: 20_000 }).toBe(1);

it.each(["csv", "json", "ndjson", "xlsx"])(
  "breaks the connection when the database goes away under a %s",
  async (ending) => {
    expect(await ask(`/download/panjang.${ending}?_limit=${ROWS}`, endCopies)).toBe("broken");
  },
);

it("gives the connection back when the reader goes away", async () => {
  for (let time = 0; time < 10; time += 1)
    await ask(`/download/panjang.csv?_limit=${ROWS}`, async (response) => response.destroy());
  await expect.poll(async () => (await copies("1")).length, { timeout: 20_000 }).toBe(0);
  expect(await ask(`/download/panjang.csv?_limit=${ROWS}`, async () => {})).toBeGreaterThan(ROWS * 200);
});
