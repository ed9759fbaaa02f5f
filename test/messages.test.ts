/** What people are told of uploads, versions and promises: whom, once, and only of what happened. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshnessOf } from "../src/catalogue/freshness.ts";
import {
  countUnread,
  listMessages,
  markRead,
  markUploadRead,
  messageParams,
  tellPeople,
} from "../src/catalogue/messages.ts";
import { DUE_AT, tellPromises } from "../src/catalogue/promises.ts";
import { returnUpload, submitUpload } from "../src/catalogue/review.ts";
import { withdrawVersion } from "../src/catalogue/versions.ts";
import type { Actor } from "../src/kernel/actor.ts";
import type { FieldName, VersionNumber } from "../src/kernel/ids.ts";
import { publishDue, scheduleUpload, unscheduleUpload } from "../src/release/schedule.ts";
import type { Store } from "../src/store/data-source.ts";
import {
  actors,
  effects,
  faultOf,
  givenDataset,
  givenPublished,
  givenReady,
  givenVersion,
  seededStore,
} from "./catalogue/given.ts";
import { givenPerson } from "./setup/people.ts";

let store: Store;
let officer: Actor;
let colleague: Actor;
let stranger: Actor;
let reviewer: Actor;
let second: Actor;
let admin: Actor;

beforeAll(async () => {
  store = await seededStore();
  officer = await givenPerson(store, "Petugas", { role: "producer", agency: "disdukcapil" });
  colleague = await givenPerson(store, "Rekan", { role: "producer", agency: "disdukcapil" });
  stranger = await givenPerson(store, "Dinas lain", { role: "producer", agency: "dinkes" });
  reviewer = await givenPerson(store, "Walidata", { role: "reviewer" });
  second = await givenPerson(store, "Walidata dua", { role: "reviewer" });
  admin = await givenPerson(store, "Admin", { role: "admin" });
  await givenPerson(store, "Cuti", { role: "reviewer", disabled: true });
});
afterAll(() => store.close());

const everybody = (): Record<string, Actor> => ({ officer, colleague, stranger, reviewer, second, admin });

/** Who has been told what about this dataset, by the names above. */
async function toldOf(slug: string): Promise<readonly string[]> {
  const told: string[] = [];
  for (const [name, actor] of Object.entries(everybody())) {
    const { nodes } = await store.read((tx) => listMessages(tx, actor, { first: 100 }));
    told.push(...nodes.filter(({ dataset }) => dataset === slug).map(({ kind }) => `${name}: ${kind}`));
  }
  return told.sort();
}

const deps = () => ({ store, effects, send: async () => {}, files: undefined as never });

describe("messages", () => {
  it("tell reviewers of what was submitted, and nobody of what was rolled back", async () => {
    const dataset = await givenDataset(store, "diajukan");
    const upload = await givenReady(store, dataset, officer);
    const broken = store.write(async (tx) => {
      await submitUpload(tx, officer, upload.id, effects);
      throw new Error("mati lampu");
    });
    await expect(broken).rejects.toThrow("mati lampu");
    expect(await toldOf("diajukan")).toEqual([]);
    const submitted = await store.write((tx) => submitUpload(tx, officer, upload.id, effects));
    expect(submitted.submittedAt).toEqual(submitted.updatedAt);
    expect(await toldOf("diajukan")).toEqual(["reviewer: submitted", "second: submitted"]);
  });

  it("do not ask a reviewer to review what they sent themselves", async () => {
    const dataset = await givenDataset(store, "diajukan-walidata");
    const upload = await givenReady(store, dataset, reviewer);
    await store.write((tx) => submitUpload(tx, reviewer, upload.id, effects));
    expect(await toldOf("diajukan-walidata")).toEqual(["second: submitted"]);
  });

  it("tell the agency's officers what was returned, and keep the remarks with the upload", async () => {
    const dataset = await givenDataset(store, "dikembalikan");
    const { id } = await givenReady(store, dataset, officer);
    const remarks = [{ text: "Satuan?" }, { field: "jumlah" as FieldName, row: 7, column: 2, text: "Terlalu besar" }];
    const returned = await store.write((tx) =>
      returnUpload(tx, reviewer, id, { reason: "Periksa lagi", remarks }, effects),
    );
    expect(returned).toMatchObject({ status: "returned", reason: "Periksa lagi", remarks });
    expect(await toldOf("dikembalikan")).toEqual(["colleague: returned", "officer: returned"]);
  });

  it("tell of a schedule and of its end", async () => {
    const dataset = await givenDataset(store, "terjadwal");
    const { id } = await givenReady(store, dataset, officer);
    const at = new Date("2030-01-01T00:00:00Z");
    await scheduleUpload(deps(), reviewer, id, at);
    const { nodes } = await store.read((tx) => listMessages(tx, officer, { first: 1 }));
    expect(nodes[0]).toMatchObject({ kind: "scheduled", upload: id, dueAt: at });
    expect(await faultOf(unscheduleUpload(deps(), officer, id))).toBe("rights.not-allowed");
    expect(await unscheduleUpload(deps(), second, id)).toMatchObject({ status: "submitted", releaseAt: undefined });
    expect(await faultOf(unscheduleUpload(deps(), second, id))).toBe("upload.wrong-state");
    expect(await toldOf("terjadwal")).toEqual([
      "colleague: scheduled",
      "colleague: unscheduled",
      "officer: scheduled",
      "officer: unscheduled",
    ]);
  });

  it("tell the approver too when a scheduled upload cannot be published at its time", async () => {
    const dataset = await givenDataset(store, "gagal-terbit");
    const upload = await givenReady(store, dataset, officer);
    await scheduleUpload(deps(), reviewer, upload.id, effects.now());
    // Its approver has meanwhile become the one who sent it: never published by the same person.
    await store.write((tx) =>
      tx.query("update catalogue.upload set created_by = $2 where id = $1", [upload.id, reviewer.key]),
    );
    await publishDue(deps());
    expect((await toldOf("gagal-terbit")).filter((told) => !told.endsWith("scheduled"))).toEqual([
      "colleague: returned",
      "officer: returned",
      "reviewer: not-released",
      "reviewer: returned",
    ]);
  });

  it("tell of a withdrawn version", async () => {
    const dataset = await givenPublished(store, "ditarik");
    await store.write((tx) => withdrawVersion(tx, reviewer, dataset, 1 as VersionNumber, "Salah hitung", effects));
    expect(await toldOf("ditarik")).toEqual(["colleague: withdrawn", "officer: withdrawn"]);
  });

  it("are told once for one event, by however many servers", async () => {
    const dataset = await givenDataset(store, "sekali");
    const tell = () =>
      store.write((tx) =>
        tellPeople(
          tx,
          actors.admin,
          { agency: dataset.agency },
          { kind: "due", event: "sekali", dataset: dataset.id },
          effects.now(),
        ),
      );
    await Promise.all([tell(), tell(), tell()]);
    expect(await toldOf("sekali")).toEqual(["colleague: due", "officer: due"]);
  });

  it("are read by their own reader alone, up to what was seen", async () => {
    const before = await store.read((tx) => countUnread(tx, officer));
    const others = await store.read((tx) => countUnread(tx, colleague));
    const { nodes, totalCount } = await store.read((tx) => listMessages(tx, officer, { first: 2 }));
    expect([totalCount, before > 2]).toEqual([before, true]);
    const older = nodes[1]?.id ?? "0";
    await store.write((tx) => markRead(tx, officer, older, effects.now()));
    expect(await store.read((tx) => countUnread(tx, officer))).toBe(1);
    expect(await store.read((tx) => countUnread(tx, colleague))).toBe(others);
    expect(await store.read((tx) => countUnread(tx, actors.named))).toBe(0);
  });

  it("of an upload are read when it is looked at", async () => {
    const dataset = await givenDataset(store, "dilihat");
    const upload = await givenReady(store, dataset, officer);
    await store.write((tx) => submitUpload(tx, officer, upload.id, effects));
    const before = await store.read((tx) => countUnread(tx, reviewer));
    await store.write((tx) => markUploadRead(tx, reviewer, upload.id, effects.now()));
    expect(await store.read((tx) => countUnread(tx, reviewer))).toBe(before - 1);
  });

  it("go to administrators where nobody else reviews", async () => {
    const lonely = await seededStore();
    try {
      const only = await givenPerson(lonely, "Admin", { role: "admin" });
      const producer = await givenPerson(lonely, "Petugas", { role: "producer", agency: "disdukcapil" });
      const upload = await givenReady(lonely, await givenDataset(lonely, "sendiri"), producer);
      await lonely.write((tx) => submitUpload(tx, producer, upload.id, effects));
      expect((await lonely.read((tx) => listMessages(tx, only, { first: 5 }))).totalCount).toBe(1);
    } finally {
      await lonely.close();
    }
  });
});

describe("promises", () => {
  const DAY = 86_400_000;
  const later = (from: Date | undefined, days: number): Date => new Date((from?.getTime() ?? 0) + days * DAY);
  const sweep = (at: Date) => Promise.all([1, 2, 3].map(() => store.write((tx) => tellPromises(tx, at))));

  it("are told when they come near and when they have passed, once each", async () => {
    const { current } = await givenPublished(store, "bulanan", { frequency: "monthly" });
    const at = current?.publishedAt;
    await sweep(later(at, 20));
    expect(await toldOf("bulanan")).toEqual([]);
    await sweep(later(at, 27));
    await sweep(later(at, 28));
    expect(await toldOf("bulanan")).toEqual(["colleague: due", "officer: due"]);
    await sweep(later(at, 40));
    await sweep(later(at, 400));
    expect(await toldOf("bulanan")).toEqual(["colleague: due", "colleague: late", "officer: due", "officer: late"]);
  });

  it("begin anew with the next version, and are kept while an upload waits for a reviewer", async () => {
    const dataset = await givenPublished(store, "triwulanan", { frequency: "quarterly" });
    const late = later(dataset.current?.publishedAt, 200);
    const upload = await givenReady(store, dataset, officer);
    await store.write((tx) => submitUpload(tx, officer, upload.id, effects));
    await sweep(late);
    expect((await toldOf("triwulanan")).filter((told) => told.endsWith("late"))).toEqual([]);
    await store.write((tx) => returnUpload(tx, reviewer, upload.id, { reason: "x" }, effects));
    await sweep(late);
    await givenVersion(store, dataset, 2);
    await sweep(later(late, 10));
    expect((await toldOf("triwulanan")).filter((told) => told === "officer: late")).toHaveLength(2);
  });

  it("fall due on the same moment for the database and for a page", async () => {
    const frequencies = [
      "daily",
      "weekly",
      "monthly",
      "quarterly",
      "four-monthly",
      "semesterly",
      "yearly",
      "irregular",
    ] as const;
    // Leap days, the ends of months, and the hour at which Makassar's day is another than that of UTC.
    for (const published of [
      "2024-01-31T15:59:59Z",
      "2024-02-29T02:00:00Z",
      "2025-08-31T16:00:00Z",
      "2026-12-30T23:00:00Z",
    ])
      for (const frequency of frequencies) {
        const [row] = await store.read((tx) =>
          tx.query<{ due: Date | null }>(
            `select ${DUE_AT} as due from (select jsonb_build_object('frequency', $1::text) as package) d,
               (select $2::timestamptz as published_at) v`,
            [frequency, published],
          ),
        );
        const { due } = freshnessOf(new Date(published), frequency, new Date(published));
        expect({ published, frequency, due }).toEqual({ published, frequency, due: row?.due ?? undefined });
      }
  });

  it("are not made by a dataset without a fixed frequency", async () => {
    const { current } = await givenPublished(store, "tak-tetap", { frequency: "irregular" });
    await sweep(later(current?.publishedAt, 4000));
    expect(await toldOf("tak-tetap")).toEqual([]);
  });

  it("are told in words: the day of a promise, the time of a publication", async () => {
    const { nodes } = await store.read((tx) => listMessages(tx, colleague, { first: 100 }));
    const words = (kind: string) => {
      const message = nodes.findLast((one) => one.kind === kind);
      return message && [messageParams(message, "id").when, messageParams(message, "en").when];
    };
    expect(words("scheduled")).toEqual(["1 Januari 2030 pukul 08.00 WITA", "1 January 2030 at 08:00 WITA"]);
    expect(words("late")).toEqual([expect.stringMatching(/^\d+ [A-Z][a-z]+ 2025$/), expect.stringMatching(/2025$/)]);
  });
});
