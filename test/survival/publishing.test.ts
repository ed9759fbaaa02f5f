/** What is promised where two people, two servers, a slow client, a clock that jumps, or a crash come in between. */
import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { createLog } from "../../src/http/log.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { type Listener, listen } from "../../src/http/server.ts";
import { sweepKeptFiles, sweepUploads } from "../../src/intake/sweep.ts";
import { publishDue } from "../../src/release/schedule.ts";
import type { Service } from "../../src/service.ts";
import { checkFile } from "../../src/tabular/check.ts";
import { type Officer, officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { signIn } from "../setup/signed-in.ts";

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

describe("a second server on the same database", () => {
  const A_YEAR = 365 * 24 * 3600_000;
  let second: Service;
  let listener: Listener;
  let secondUrl: string;

  // Its clock has jumped.
  beforeAll(async () => {
    const { service, config } = server;
    second = { ...service, effects: { ...service.effects, now: () => new Date(Date.now() + A_YEAR) } };
    listener = await listen("127.0.0.1", 0);
    secondUrl = `http://127.0.0.1:${listener.port}`;
    const app = await createApp({
      ...second,
      config,
      baseUrl: secondUrl,
      metrics: createMetrics(),
      log: createLog("silent"),
      stopping: new AbortController().signal,
    });
    listener.serve(app.answer);
  });

  afterAll(() => listener.close(1_000));

  it("shows at once what the first has published", async () => {
    const { body } = await publish(await send(5));
    const answer = await fetch(`${secondUrl}/download/bertahan/v${body.version}.csv`);
    expect([answer.status, await answer.text()]).toEqual([200, "nomor,nilai\n1,5.5\n2,7.5\n"]);
    const current = await fetch(`${secondUrl}/download/bertahan.csv`);
    expect(await current.text()).toBe("nomor,nilai\n1,5.5\n2,7.5\n");
  });

  it("signs nobody out and publishes nothing early, although its clock has jumped a year", async () => {
    const { cookie } = await signIn(server, "Petugas sabar", { role: "producer", agency: "disdukcapil" });
    const statuses = [server.url, secondUrl].map(
      async (url) => (await fetch(`${url}/kerja`, { redirect: "manual", headers: { Cookie: cookie } })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200]);
    const id = await send(6);
    const releaseAt = new Date(Date.now() + 3600_000).toISOString();
    expect(await reviewer.post(`/api/v1/uploads/${id}/publish`, { releaseAt })).toMatchObject({ status: 200 });
    await publishDue(second);
    expect((await officer.get(`/api/v1/uploads/${id}`)).body).toMatchObject({ status: "scheduled" });
  });

  it("sweeps nothing that the first receives byte by byte; others are served meanwhile, and who hangs up leaves nothing", async () => {
    const spooled = () => readdir(server.service.spool);
    const token = await server.token("producer", "disdukcapil");
    const content = "nomor,nilai\n1,8.5\n";
    const begin = () => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      socket.write(
        `POST /api/v1/datasets/bertahan/uploads HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\nContent-Length: ${content.length}\r\n\r\n`,
      );
      return socket;
    };
    const [slow, gone] = [begin(), begin()];
    let answer = "";
    slow.on("data", (bytes: Buffer) => {
      answer += bytes.toString();
    });
    const bytes = [...content];
    const sendOne = async () => {
      const byte = bytes.shift() ?? "";
      slow.write(byte);
      if (!gone.destroyed) gone.write(byte);
      await sleep(20);
    };
    for (let count = 0; count < 6; count += 1) await sendOne();
    await expect.poll(spooled).toHaveLength(2);
    const other = { ...second, effects: server.service.effects };
    await sweepUploads(other);
    await sweepKeptFiles(other);
    expect(await spooled()).toHaveLength(2);
    gone.destroy();
    await expect.poll(spooled).toHaveLength(1);
    expect((await officer.send("bertahan", "nomor,nilai\n1,9.5\n")).status).toBe("ready");
    while (bytes.length > 0) await sendOne();
    await expect.poll(() => answer).toMatch(/^HTTP\/1.1 202 /);
    expect(await spooled()).toEqual([]);
    const id = /"id":"([0-9a-f-]+)"/.exec(answer)?.[1];
    await expect
      .poll(async () => (await officer.get(`/api/v1/uploads/${id}`)).body.status, { timeout: 10_000 })
      .toBe("ready");
  });
});
