/** Letters, sent to a real mail server on loopback: once each, tried again, refused, and saying nothing they should not. */
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mailShape, setPersonMail } from "../src/catalogue/person-mail.ts";
import { returnUpload, submitUpload } from "../src/catalogue/review.ts";
import type { Actor } from "../src/kernel/actor.ts";
import { type Observation, realEffects } from "../src/kernel/effects.ts";
import { createPost, type Post } from "../src/mail/post.ts";
import { sendLetters } from "../src/mail/send-letters.ts";
import type { Store } from "../src/store/data-source.ts";
import { actors, effects, faultOf, givenDataset, givenReady, seededStore } from "./catalogue/given.ts";
import { givenPerson } from "./setup/people.ts";
import { openTestServer } from "./setup/server.ts";

interface Received {
  readonly to: string;
  readonly content: string;
}

let store: Store;
let officer: Actor;
let reviewer: Actor;
let received: Received[];
let server: SMTPServer;
let post: Post;
let seen: Observation[];
/** What the mail server says to a recipient: 0 takes the letter. */
let verdict: (address: string) => number;
let count = 0;

beforeAll(async () => {
  store = await seededStore();
  officer = await givenPerson(store, "Sitti Petugas", {
    role: "producer",
    agency: "disdukcapil",
    mail: "petugas@example.id",
  });
  reviewer = await givenPerson(store, "Rahmat Walidata", { role: "reviewer" });
});
afterAll(() => store.close());

beforeEach(async () => {
  received = [];
  seen = [];
  verdict = () => 0;
  server = await listen();
  post = createPost(`smtp://127.0.0.1:${portOf(server)}`, "jendela@sulselprov.example");
  await store.write((tx) => tx.query("delete from catalogue.message"));
});
afterEach(() => new Promise<void>((done) => server.close(() => done())));

const portOf = ({ server: net }: SMTPServer): number => (net.address() as AddressInfo).port;

function listen(options: SMTPServerOptions = {}): Promise<SMTPServer> {
  const made = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo: ({ address }, _session, done) => {
      const code = verdict(address);
      done(code === 0 ? null : Object.assign(new Error("tidak"), { responseCode: code }));
    },
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        received.push({
          to: envelope.rcptTo.map(({ address }) => address).join(),
          content: Buffer.concat(parts).toString("utf8"),
        });
        done();
      });
    },
    ...options,
  });
  return new Promise((done) => made.listen(0, "127.0.0.1", () => done(made)));
}

/** The clock of the mail sweep, apart from that of the events. */
const sendAt = (at: Date, through = post) =>
  sendLetters({
    store,
    effects: { ...effects, now: () => at, observe: (what) => void seen.push(what) },
    baseUrl: "https://data.example",
    post: through,
  });

/** Something was returned to the agency; the time of the message. */
async function givenReturned(title?: string): Promise<Date> {
  count += 1;
  const dataset = await givenDataset(store, `surat-${count}`, title === undefined ? {} : { title });
  const { id } = await givenReady(store, dataset, officer);
  const reason = "Nilai 9.999.999 untuk Ibu Ani salah";
  return (await store.write((tx) => returnUpload(tx, reviewer, id, { reason }, effects))).updatedAt;
}

const minutes = (from: Date, count: number): Date => new Date(from.getTime() + count * 60_000);
const decode = (content: string): string =>
  content
    .replace(/=\r\n/g, "")
    .replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll("=", ""), "hex").toString());

describe("letters", () => {
  it("say what happened and where to look, in both languages, without names, values or remarks", async () => {
    await sendAt(await givenReturned("Jumlah penduduk"));
    expect(received.map(({ to }) => to)).toEqual(["petugas@example.id"]);
    const content = decode(received[0]?.content ?? "");
    expect(content).toContain("Dikembalikan untuk diperbaiki: Jumlah penduduk");
    expect(content).toContain("Returned to be mended: Jumlah penduduk");
    expect(content).toMatch(/https:\/\/data\.example\/kerja\/pesan\/\d+\?lang=en/);
    expect(content).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(content).not.toMatch(/Sitti|Rahmat|9\.999\.999|Ani/);
  });

  it("are sent once, by two servers that look at the same time", async () => {
    let at = new Date(0);
    for (let index = 0; index < 6; index += 1) at = await givenReturned();
    await Promise.all([sendAt(at), sendAt(at), sendAt(at)]);
    await sendAt(minutes(at, 500));
    expect(received).toHaveLength(6);
    const ids = received.map(({ content }) => /^Message-ID: (.+)$/im.exec(content)?.[1]);
    expect(new Set(ids).size).toBe(6);
  });

  it("are tried again after a pause when they are refused for now, with the same id", async () => {
    const at = await givenReturned();
    verdict = () => 451;
    await sendAt(at);
    verdict = () => 0;
    await sendAt(minutes(at, 0.5));
    expect(received).toEqual([]);
    await sendAt(minutes(at, 2));
    await sendAt(minutes(at, 200));
    expect(received).toHaveLength(1);
    expect(seen.filter(({ kind }) => kind === "letter-not-sent")).toMatchObject([
      { error: "refused-for-now", attempts: 1 },
    ]);
  });

  it("are not tried again when they are refused for good, and do not hold up others", async () => {
    await givenPerson(store, `Rekan ${count}`, { role: "producer", agency: "disdukcapil", mail: "lama@example.id" });
    const at = await givenReturned();
    verdict = (address) => (address === "lama@example.id" ? 550 : 0);
    await sendAt(at);
    verdict = () => 0;
    await sendAt(minutes(at, 60));
    expect(received.map(({ to }) => to)).toEqual(["petugas@example.id"]);
    await store.write((tx) => tx.query("update catalogue.person set mail = null where mail = 'lama@example.id'"));
  });

  it("wait while the mail server is away, ever longer, and are given up after three days", async () => {
    const at = await givenReturned();
    const nobody = createPost("smtp://127.0.0.1:1", "jendela@sulselprov.example");
    for (const wait of [0, 2, 8, 40, 200]) await sendAt(minutes(at, wait), nobody);
    expect(seen.map(({ error, attempts }) => [error, attempts])).toEqual(
      [1, 2, 3, 4, 5].map((attempt) => ["not-reachable", attempt]),
    );
    await sendAt(minutes(at, 3 * 24 * 60 + 1));
    expect(received).toEqual([]);
    await sendAt(minutes(at, 24 * 60));
    expect(received).toHaveLength(1);
  });

  it("go to nobody without an address", async () => {
    await store.write((tx) => setPersonMail(tx, officer, officer.key.slice(5), null, effects));
    await sendAt(await givenReturned());
    expect(received).toEqual([]);
    await store.write((tx) => setPersonMail(tx, actors.admin, officer.key.slice(5), "petugas@example.id", effects));
  });

  it("keep a title with line breaks in one header", async () => {
    await sendAt(await givenReturned("Judul\r\nBcc: semua@example.id"));
    const [head = ""] = (received[0]?.content ?? "").split("\r\n\r\n");
    expect(head).not.toMatch(/^Bcc:/m);
    expect(received.map(({ to }) => to)).toEqual(["petugas@example.id"]);
  });
});

describe("a server that is told of a mail server", () => {
  it("sends what happened by itself", async () => {
    const own = await openTestServer({
      SMTP_URL: `smtp://127.0.0.1:${portOf(server)}`,
      MAIL_FROM: "jendela@sulselprov.example",
    });
    try {
      const { store: its } = own.service;
      const sender = await givenPerson(its, "Petugas", { role: "producer", agency: "disdukcapil" });
      await givenPerson(its, "Walidata", { role: "reviewer", mail: "walidata@example.id" });
      const { id } = await givenReady(its, await givenDataset(its, "surat-server"), sender);
      await its.write((tx) => submitUpload(tx, sender, id, realEffects()));
      await expect.poll(() => received.map(({ to }) => to), { timeout: 15_000 }).toEqual(["walidata@example.id"]);
      expect(decode(received[0]?.content ?? "")).toContain(`${own.url}/kerja/pesan/`);
    } finally {
      await own.close();
    }
  });
});

describe("an address", () => {
  it("is set by its person or an administrator, and by nobody else", async () => {
    const set = (actor: Actor) =>
      faultOf(store.write((tx) => setPersonMail(tx, actor, officer.key.slice(5), "petugas@example.id", effects)));
    expect([await set(officer), await set(actors.admin), await set(reviewer)]).toEqual([
      "none",
      "none",
      "rights.not-allowed",
    ]);
  });

  it.each(["a@b.id, c@d.id", "a@b.id\r\nBcc: x@y.id", "Nama <a@b.id>", "tanpa-at"])(
    "is one address only: not %j",
    (text) => {
      expect(mailShape.safeParse(text).success).toBe(false);
    },
  );

  it("may be none", () => {
    expect([mailShape.parse("  "), mailShape.parse(" a@b.id ")]).toEqual([null, "a@b.id"]);
  });
});
