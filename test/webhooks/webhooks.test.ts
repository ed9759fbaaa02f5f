/** Webhooks against real receivers: signed, in order, again after failures, replayed, given up, and never into our own network. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Webhook as Verifier } from "standardwebhooks";
import request from "supertest";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { webhookRoutes } from "../../src/api/webhooks.ts";
import { listAudit } from "../../src/catalogue/audit.ts";
import { openSecret, sealSecret } from "../../src/catalogue/webhook-secret.ts";
import { listDueWebhooks, sweepDeliveries } from "../../src/catalogue/webhook-work.ts";
import type { Observation } from "../../src/kernel/effects.ts";
import type { Store } from "../../src/store/data-source.ts";
import { askForDeliveries, type DeliverDeps, deliverWebhook, pauseAfter } from "../../src/webhooks/deliver.ts";
import { createSend } from "../../src/webhooks/send.ts";
import { actors, givenPublished, givenVersion, seededStore } from "../catalogue/given.ts";
import { BASE_URL, testApp } from "../setup/outlets.ts";

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let store: Store;
let app: ReturnType<typeof testApp>["app"];
let deps: DeliverDeps;
let receiver: Server;
let url: string;
const seen: Observation[] = [];
const received: Received[] = [];
/** What the receiver answers, in turn; then 204. */
let answers: { readonly status: number; readonly headers?: Readonly<Record<string, string>> }[] = [];
/** Set by hand; messages are signed for now, so it begins there. */
let clock = new Date();
const forward = (ms: number): void => {
  clock = new Date(clock.getTime() + ms);
};

const KEY = "kunci untuk uji, cukup panjang untuk dipakai";
const DAY = 24 * 3_600_000;

/** Keeps what came, and answers as the test said. */
async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  received.push({ headers: incoming.headers, body: (await buffer(incoming)).toString("utf8") });
  const { status, headers = {} } = answers.shift() ?? { status: 204 };
  response.writeHead(status, headers).end(status === 204 ? undefined : "rahasia penerima");
}

beforeAll(async () => {
  store = await seededStore();
  const effects = { now: () => clock, newId: () => randomUUID(), observe: (what: Observation) => void seen.push(what) };
  deps = { store, effects, baseUrl: BASE_URL, key: KEY, send: createSend(["127.0.0.1"], 2_000) };
  const routes = webhookRoutes({ ...deps, plainHttp: true, limitTests: (_request, _response, next) => next() });
  app = testApp([routes]).app;
  receiver = createServer((incoming, response) => void receive(incoming, response));
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  // A TCP server that listens has an AddressInfo.
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/kabar`;
});
afterAll(async () => {
  receiver.close();
  await store.close();
});
beforeEach(() => {
  received.length = 0;
  seen.length = 0;
  answers = [];
  clock = new Date();
});
afterEach(async () => {
  await store.write((tx) => tx.query("delete from catalogue.webhook"));
});

type Json = Record<string, unknown>;
type Method = "get" | "post" | "patch" | "delete";

async function call(
  method: Method,
  path: string,
  body?: object,
  as = "admin",
): Promise<{ status: number; body: Json }> {
  const sent = request(app)[method](`/api/v1/webhooks${path}`).set("Authorization", `Bearer ${as}`);
  const { status, body: answer } = await (body === undefined ? sent : sent.send(body));
  return { status, body: answer as Json };
}

async function given(more: object = {}): Promise<{ readonly id: string; readonly secret: string }> {
  const { status, body } = await call("post", "", { name: "uji", url, ...more });
  expect(status).toBe(201);
  return { id: String(body.id), secret: String(body.secret) };
}

const deliver = (id: string): Promise<void> => deliverWebhook(deps, id, new AbortController().signal);
const shown = () =>
  received.map(({ body }) => {
    const { type, data } = JSON.parse(body) as { type: string; data: Json };
    return `${type} ${data.dataset} ${data.version}`;
  });

let count = 0;
async function publish(versions = 1): Promise<string> {
  count += 1;
  const dataset = await givenPublished(store, `kabar-${count}`);
  for (let number = 2; number <= versions; number += 1) await givenVersion(store, dataset, number);
  return dataset.slug;
}

describe("a webhook", () => {
  it("is told what happens after it was made, in order, signed with its secret", async () => {
    await publish();
    const { id, secret } = await given();
    const slug = await publish(3);
    await deliver(id);
    expect(shown()).toEqual([1, 2, 3].map((number) => `dataset.published ${slug} ${number}`));
    const [first] = received;
    const payload = new Verifier(secret).verify(first?.body ?? "", first?.headers as Record<string, string>);
    expect(payload).toMatchObject({
      type: "dataset.published",
      timestamp: expect.stringMatching(/^2025-/),
      data: { dataset: slug, version: 1, kind: "published", urls: { csv: `${BASE_URL}/download/${slug}/v1.csv` } },
    });
    expect(() =>
      new Verifier(`whsec_${"A".repeat(44)}`).verify(first?.body ?? "", first?.headers as Record<string, string>),
    ).toThrow();
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(3);
    await deliver(id);
    expect(received).toHaveLength(3);
  });

  it("is told only of the datasets and kinds that it wants", async () => {
    const one = await publish();
    const { id } = await given({ datasets: [one], kinds: ["published"] });
    await publish();
    await deliver(id);
    expect(received).toEqual([]);
    expect(await store.read((tx) => listDueWebhooks(tx, clock))).toEqual([]);
  });

  it("of an agency hears of its closed datasets, the administrators' does not", async () => {
    const own = await given({ agency: "disdukcapil" });
    const others = await given({ agency: "dinkes" });
    const publics = await given();
    count += 1;
    await givenPublished(store, `kabar-${count}`, { access: "closed" });
    for (const { id } of [others, publics]) await deliver(id);
    expect(received).toEqual([]);
    await deliver(own.id);
    expect(shown()).toEqual([`dataset.published kabar-${count} 1`]);
  });

  it("is sent a message again under the same id until it takes it, and the next one not before", async () => {
    const { id } = await given();
    const slug = await publish(2);
    answers = [{ status: 500 }, { status: 302, headers: { location: url } }];
    await deliver(id);
    expect(shown()).toEqual([`dataset.published ${slug} 1`]);
    await deliver(id);
    expect(received).toHaveLength(1);
    forward(10_000);
    await deliver(id);
    expect(received).toHaveLength(2);
    const { body: failing } = await call("get", `/${id}`);
    expect(failing).toMatchObject({ attempts: 2, failingSince: expect.any(String), disabledAt: null });
    forward(3_600_000);
    await deliver(id);
    expect(shown()).toEqual([1, 1, 1, 2].map((number) => `dataset.published ${slug} ${number}`));
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(2);
    const { body: log } = await call("get", `/${id}/deliveries`);
    expect(log).toMatchObject({
      totalCount: 2,
      deliveries: [
        { attempts: 1, status: 204, error: null, deliveredAt: expect.any(String) },
        { attempts: 3, status: 204, error: null, deliveredAt: expect.any(String) },
      ],
    });
    expect((await call("get", `/${id}`)).body).toMatchObject({ attempts: 0, failingSince: null });
  });

  it("that asks for a pause is given it, up to a day", async () => {
    const { id } = await given();
    await publish();
    answers = [
      { status: 429, headers: { "retry-after": "7200" } },
      { status: 503, headers: { "retry-after": "999999" } },
    ];
    await deliver(id);
    const until = new Date(String((await call("get", `/${id}`)).body.nextAt)).getTime();
    expect(until - clock.getTime()).toBe(7_200_000);
    forward(7_200_000);
    await deliver(id);
    const then = new Date(String((await call("get", `/${id}`)).body.nextAt)).getTime();
    expect(then - clock.getTime()).toBe(DAY);
  });

  it("is switched off after five days of failing, with a record, and goes on from there when it is switched on", async () => {
    const { id } = await given();
    const slug = await publish();
    let tries = 0;
    while ((await call("get", `/${id}`)).body.disabledAt === null && tries < 50) {
      answers = [{ status: 500 }];
      await deliver(id);
      forward(DAY / 2);
      tries += 1;
    }
    expect((await call("get", `/${id}`)).body).toMatchObject({ disabledBy: "system" });
    expect(clock.getTime() - Date.now()).toBeGreaterThan(4.9 * DAY);
    const trail = await store.read((tx) => listAudit(tx, actors.admin, { first: 1 }));
    expect(trail.nodes[0]).toMatchObject({
      action: "webhook.disable",
      subject: `webhook:${id}`,
      detail: { reason: "failed-too-long" },
    });
    expect(seen.some(({ kind }) => kind === "webhook-given-up")).toBe(true);
    received.length = 0;
    forward(30 * DAY);
    await deliver(id);
    expect(received).toEqual([]);
    expect((await call("patch", `/${id}`, { disabled: false })).body).toMatchObject({
      disabledAt: null,
      failingSince: null,
      attempts: 0,
    });
    await deliver(id);
    expect(shown()).toEqual([`dataset.published ${slug} 1`]);
  });

  it("that is gone (410) is switched off at once", async () => {
    const { id } = await given();
    await publish();
    answers = [{ status: 410 }];
    await deliver(id);
    expect((await call("get", `/${id}`)).body).toMatchObject({ disabledBy: "system" });
  });

  it("is told again what was told, from a number or a time", async () => {
    const { id } = await given();
    const slug = await publish(3);
    const position = Number((await call("get", `/${id}`)).body.position);
    await deliver(id);
    const ids = received.map(({ headers }) => headers["webhook-id"]);
    received.length = 0;
    expect((await call("post", `/${id}/replay`, { since: position + 1 })).body).toMatchObject({
      position: position + 1,
    });
    await deliver(id);
    expect(shown()).toEqual([`dataset.published ${slug} 2`, `dataset.published ${slug} 3`]);
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual(ids.slice(1));
    expect((await call("post", `/${id}/replay`, { since: 999_999 })).body.code).toBe("changes.beyond-end");
  });

  it("is told by one of two servers, not by both", async () => {
    const { id } = await given();
    await publish(4);
    await Promise.all([deliver(id), deliver(id), deliver(id)]);
    await deliver(id);
    expect(received).toHaveLength(4);
  });

  it("is left as it was when the server stops in the middle", async () => {
    const { id } = await given();
    await publish();
    const stopping = new AbortController();
    const hanging: DeliverDeps = {
      ...deps,
      send: async (message, signal) => {
        stopping.abort();
        return deps.send(message, signal);
      },
    };
    await deliverWebhook(hanging, id, stopping.signal);
    expect((await call("get", `/${id}`)).body).toMatchObject({ attempts: 0, failingSince: null });
    await deliver(id);
    expect(received).toHaveLength(1);
  });

  it("is asked for by the sweep as soon as there is something for it, and its log is kept for a month", async () => {
    const { id } = await given();
    const asked: string[] = [];
    const ask = async (webhook: string) => void asked.push(webhook);
    await askForDeliveries(deps, ask);
    await publish();
    await askForDeliveries(deps, ask);
    expect(asked).toEqual([id]);
    await deliver(id);
    forward(31 * DAY);
    await store.write((tx) => sweepDeliveries(tx, deps.effects, 30));
    expect((await call("get", `/${id}/deliveries`)).body.totalCount).toBe(0);
  });

  it("can be tried at once with a message that is a test", async () => {
    const { id, secret } = await given();
    expect((await call("post", `/${id}/test`)).body).toEqual({ delivered: true, status: 204, error: null });
    const [message] = received;
    expect(new Verifier(secret).verify(message?.body ?? "", message?.headers as Record<string, string>)).toMatchObject({
      type: "webhook.test",
    });
    answers = [{ status: 404 }];
    expect((await call("post", `/${id}/test`)).body).toEqual({ delivered: false, status: 404, error: "not-accepted" });
    expect(JSON.stringify((await call("get", `/${id}/deliveries`)).body)).not.toContain("rahasia penerima");
  });
});

describe("the pauses between attempts", () => {
  it("are those that Standard Webhooks suggests, a tenth more or less", () => {
    expect([1, 2, 3, 4, 9, 10, 99].map((attempts) => pauseAfter(attempts, 0.5) / 1000)).toEqual([
      5, 300, 1800, 7200, 86_400, 86_400, 86_400,
    ]);
    expect(pauseAfter(2, 0)).toBe(270_000);
    expect(pauseAfter(2, 1)).toBe(330_000);
  });
});

describe("an address in our own network", () => {
  it.each([
    "http://127.0.0.1:PORT/",
    "http://localhost:PORT/",
    "http://[::1]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://0.0.0.0:PORT/",
    "http://2130706433:PORT/",
    "http://0x7f.1:PORT/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[64:ff9b::7f00:1]/",
    "https://127.0.0.1:PORT/",
  ])("is not connected to: %s", async (address) => {
    const target = address.replace("PORT", new URL(url).port);
    const result = await createSend([], 2_000)({ url: target, headers: {}, body: "{}" }, new AbortController().signal);
    expect(result).toEqual({ delivered: false, error: "address-not-allowed" });
    expect(received).toEqual([]);
  });

  it("is reached where the configuration names it, and only there", async () => {
    const send = createSend(["127.0.0.0/8"], 2_000);
    expect(await send({ url, headers: {}, body: "{}" }, new AbortController().signal)).toEqual({
      delivered: true,
      status: 204,
    });
    const other = await send({ url: "http://10.0.0.1/", headers: {}, body: "{}" }, new AbortController().signal);
    expect(other.error).toBe("address-not-allowed");
  });

  it("that does not answer is given up after the time limit", async () => {
    const silent = createServer(() => {});
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const result = await createSend(["127.0.0.1"], 200)(
      { url: `http://127.0.0.1:${port}/`, headers: {}, body: "{}" },
      new AbortController().signal,
    );
    silent.closeAllConnections();
    silent.close();
    expect(result).toEqual({ delivered: false, error: "timed-out" });
  });
});

describe("the secret of a webhook", () => {
  it("is shown once, sealed in the database, and in no log", async () => {
    const { id, secret } = await given();
    await publish();
    answers = [{ status: 500 }];
    await deliver(id);
    const bare = secret.replace("whsec_", "");
    const answersAfter = await Promise.all(["", `/${id}`, `/${id}/deliveries`].map((path) => call("get", path)));
    const patched = await call("patch", `/${id}`, { name: "lain" });
    const trail = await store.read((tx) => listAudit(tx, actors.admin, { first: 1000 }));
    const rows = await store.read((tx) => tx.query("select * from catalogue.webhook"));
    for (const place of [answersAfter, patched, trail, rows, seen]) {
      expect(JSON.stringify(place)).not.toContain(bare);
      expect(JSON.stringify(place).length).toBeGreaterThan(10);
    }
  });

  it("opens only with the server's key, and only for its own webhook", () => {
    const sealed = sealSecret("whsec_x", "satu", KEY);
    expect(openSecret(sealed, "satu", KEY)).toBe("whsec_x");
    expect(openSecret(sealed, "dua", KEY)).toBeUndefined();
    expect(openSecret(sealed, "satu", KEY.toUpperCase())).toBeUndefined();
    expect(openSecret(sealed, "satu", undefined)).toBeUndefined();
    expect(openSecret("sealed:", "satu", KEY)).toBeUndefined();
    expect(openSecret(sealSecret("whsec_x", "satu", undefined), "satu", KEY)).toBe("whsec_x");
  });

  it("that cannot be opened fails the attempt, and nothing is sent", async () => {
    const { id } = await given();
    await publish();
    await deliverWebhook({ ...deps, key: undefined }, id, new AbortController().signal);
    expect(received).toEqual([]);
    expect((await call("get", `/${id}/deliveries`)).body.deliveries).toMatchObject([
      { error: "secret-not-opened", status: null },
    ]);
  });
});

describe("managing webhooks", () => {
  it("is for administrators, and for systems of the agency", async () => {
    const { id } = await given();
    for (const as of ["producer", "reviewer", "named"]) {
      expect([as, (await call("get", "", undefined, as)).status]).toEqual([as, as === "named" ? 200 : 403]);
      expect([as, (await call("post", "", { name: "x", url }, as)).status]).toEqual([as, 403]);
    }
    expect((await request(app).get("/api/v1/webhooks")).status).toBe(401);
    expect((await call("get", `/${id}`, undefined, "named")).body.code).toBe("webhook.unknown");
    for (const path of ["/omong", `/${randomUUID()}`])
      expect((await call("get", path)).body).toMatchObject({ status: 404, code: "webhook.unknown" });
  });

  it.each([
    ["ftp", { url: "ftp://lain.example/" }],
    ["a user in the address", { url: "https://a:b@lain.example/" }],
    ["a fragment", { url: "https://lain.example/#x" }],
    ["no address", { url: "lain" }],
    ["an unknown kind", { kinds: ["dibaca"] }],
    ["no kinds at all", { kinds: [] }],
    ["a dataset's name that is none", { datasets: ["../x"] }],
    ["something else", { secret: "whsec_x" }],
  ])("refuses %s", async (_, more) => {
    expect((await call("post", "", { name: "x", url, ...more })).body).toMatchObject({
      status: 400,
      code: "request.bad-body",
    });
  });

  it("refuses http where the server does not allow it", async () => {
    const routes = webhookRoutes({ ...deps, plainHttp: false, limitTests: (_request, _response, next) => next() });
    const strict = testApp([routes]).app;
    const make = (address: string) =>
      request(strict).post("/api/v1/webhooks").set("Authorization", "Bearer admin").send({ name: "x", url: address });
    expect((await make("http://lain.example/")).status).toBe(400);
    expect((await make("https://lain.example/")).status).toBe(201);
  });

  it("changes what is given, keeps the rest, and ends with the webhook", async () => {
    const { id } = await given({ kinds: ["published"] });
    expect((await call("patch", `/${id}`, { datasets: ["penduduk"], kinds: null })).body).toMatchObject({
      name: "uji",
      url,
      datasets: ["penduduk"],
      kinds: null,
    });
    expect((await call("patch", `/${id}`, { disabled: true })).body).toMatchObject({
      disabledBy: "user:a",
      disabledAt: expect.any(String),
    });
    expect((await call("delete", `/${id}`)).status).toBe(204);
    expect((await call("get", `/${id}`)).status).toBe(404);
    const trail = await store.read((tx) => listAudit(tx, actors.admin, { first: 4 }));
    expect(trail.nodes.map(({ action }) => action)).toEqual([
      "webhook.delete",
      "webhook.update",
      "webhook.update",
      "webhook.create",
    ]);
    expect(trail.nodes.every(({ subject }) => subject === `webhook:${id}`)).toBe(true);
  });
});
