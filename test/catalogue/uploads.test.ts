import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { forgetOldKeys } from "../../src/catalogue/idempotency.ts";
import { claimUpload, finishLease, listWaiting, renewLease } from "../../src/catalogue/lease.ts";
import { returnUpload, submitUpload, supersedeOlder } from "../../src/catalogue/review.ts";
import {
  createUpload,
  getUpload,
  listUploads,
  lockUpload,
  moveUpload,
  type NewUpload,
  type Upload,
} from "../../src/catalogue/uploads.ts";
import { type Actor, PUBLIC } from "../../src/kernel/actor.ts";
import type { UploadId } from "../../src/kernel/ids.ts";
import { canMove, UPLOAD_STATUSES, type UploadStatus } from "../../src/kernel/upload-state.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, faultOf, file, givenDataset, givenPublished, givenReady, seededStore } from "./given.ts";

let store: Store;
let dataset: Dataset;
beforeAll(async () => {
  store = await seededStore();
  dataset = await givenDataset(store, "penduduk");
});
afterAll(() => store.close());

const send = (
  request: Partial<NewUpload> = {},
  actor: Actor = actors.producer,
  to: Dataset = dataset,
  clock = effects,
) => store.write((tx) => createUpload(tx, actor, to, { file: file(), ...request }, clock));

const get = (actor: Actor, id: UploadId) => store.read((tx) => getUpload(tx, actor, id));

const statusOf = async (id: UploadId): Promise<UploadStatus> => (await get(actors.admin, id)).status;

describe("createUpload(tx, actor, dataset, …)", () => {
  it("takes so many files of an agency as may wait, and those of another", async () => {
    const other = await givenDataset(store, "puskesmas-antre", { agency: "dinkes" });
    const queue = (to: Dataset, waiting: number) =>
      store.write((tx) =>
        createUpload(tx, actors.admin, to, { file: file() }, effects, { quotaMb: 0, waiting }).then(() => "made"),
      );
    const rows = await store.read((tx) =>
      tx.query<{ count: number }>(
        `select count(*)::integer as count from catalogue.upload u join catalogue.dataset d on d.id = u.dataset
         where d.agency = 'disdukcapil' and u.status in ('received', 'checking')`,
      ),
    );
    const waiting = rows[0]?.count ?? 0;
    expect(await queue(dataset, waiting + 1)).toBe("made");
    expect(await faultOf(queue(dataset, waiting + 1))).toBe("agency.too-many-waiting");
    expect(await queue(other, waiting + 1)).toBe("made");
  });

  it("makes an upload that is received, with the package of that moment and its mode", async () => {
    const { upload, created } = await send({ note: "Semester I", sheet: "Lembar1" });
    expect(created).toBe(true);
    expect(upload).toMatchObject({
      slug: "penduduk",
      status: "received",
      mode: "replace",
      note: "Semester I",
      sheet: "Lembar1",
      package: dataset.package,
      progress: { bytes: 0, rows: 0 },
      rows: undefined,
      createdBy: "user:p",
      createdByName: "Pak Produsen",
    });
  });

  it("is for the agency, reviewers and administrators only", async () => {
    expect(await faultOf(send({}, PUBLIC))).toBe("rights.login-needed");
    expect(await faultOf(send({}, actors.other))).toBe("dataset.unknown");
    const published = await givenPublished(store, "terbuka");
    expect(await faultOf(send({}, actors.other, published))).toBe("rights.not-allowed");
    expect(await faultOf(send({}, actors.named, published))).toBe("rights.not-allowed");
    expect(await faultOf(send({}, actors.named))).toBe("none");
  });
});

describe("Idempotency-Key", () => {
  it("gives the same upload for the same content, and refuses other content", async () => {
    const first = await send({ idempotencyKey: "k1" });
    expect(await send({ idempotencyKey: "k1" })).toEqual({ upload: first.upload, created: false });
    expect(await faultOf(send({ idempotencyKey: "k1", file: file("1".repeat(64)) }))).toBe("upload.idempotency-reused");
    expect(await faultOf(send({ idempotencyKey: "k1", mode: "append" }))).toBe("upload.idempotency-reused");
    expect((await send({ idempotencyKey: "k1" }, actors.reviewer)).created).toBe(true);
  });

  it("makes one upload of two requests at once", async () => {
    const both = await Promise.all([send({ idempotencyKey: "k2" }), send({ idempotencyKey: "k2" })]);
    expect(both.map(({ created }) => created).sort()).toEqual([false, true]);
    expect(both[0]?.upload.id).toBe(both[1]?.upload.id);
  });

  it("means nothing after 24 hours", async () => {
    const at = (hours: number) => ({ ...effects, now: () => new Date(Date.UTC(2030, 0, 1, hours)) });
    const first = await send({ idempotencyKey: "k3" }, actors.producer, dataset, at(0));
    expect((await send({ idempotencyKey: "k3" }, actors.producer, dataset, at(23))).created).toBe(false);
    const later = await send({ idempotencyKey: "k3", file: file("2".repeat(64)) }, actors.producer, dataset, at(24));
    expect(later.created && later.upload.id !== first.upload.id).toBe(true);
    expect(await store.write((tx) => forgetOldKeys(tx, at(49).now()))).toBeGreaterThan(0);
  });
});

describe("getUpload(tx, actor, id)", () => {
  it("is not there for those who may not know the dataset, and not theirs where they may", async () => {
    const hidden = (await send()).upload.id;
    expect(await faultOf(get(PUBLIC, hidden))).toBe("rights.login-needed");
    expect(await faultOf(get(actors.other, hidden))).toBe("upload.unknown");
    const shown = (await send({}, actors.producer, await givenPublished(store, "terbuka-2"))).upload.id;
    expect(await faultOf(get(actors.other, shown))).toBe("rights.not-allowed");
    expect(await faultOf(get(actors.reviewer, shown))).toBe("none");
    expect(await faultOf(get(actors.admin, randomUUID() as UploadId))).toBe("upload.unknown");
  });
});

describe("moveUpload(tx, id, to, patch)", () => {
  it("makes every legal move and refuses every other", async () => {
    const { id } = (await send()).upload;
    for (const from of UPLOAD_STATUSES) {
      for (const to of UPLOAD_STATUSES) {
        await store.write((tx) => tx.query("update catalogue.upload set status = $2 where id = $1", [id, from]));
        const move = store.write((tx) => moveUpload(tx, id, to, {}, effects.now()));
        expect([from, to, await faultOf(move)]).toEqual([from, to, canMove(from, to) ? "none" : "upload.wrong-state"]);
      }
    }
  });

  it("lets one of two at once win", async () => {
    const { id } = await givenReady(store, dataset);
    const publish = () => faultOf(store.write((tx) => moveUpload(tx, id, "published", {}, effects.now())));
    expect((await Promise.all([publish(), publish(), publish()])).sort()).toEqual([
      "none",
      "upload.wrong-state",
      "upload.wrong-state",
    ]);
  });

  it("writes what came with it and leaves the rest", async () => {
    const { id } = (await send()).upload;
    await store.write((tx) => moveUpload(tx, id, "checking", {}, effects.now()));
    const report = { errors: 0, warnings: 1, notes: 0, byCode: { "a/b": 1 }, groups: [], issues: [] };
    const changes = { base: null, added: 3, removed: 0, changed: 0, unchanged: 0 };
    const ready = await store.write((tx) => moveUpload(tx, id, "ready", { rows: 3, report, changes }, effects.now()));
    expect(ready).toMatchObject({ status: "ready", rows: 3, report, changes, file: file() });
    expect(await get(actors.admin, id)).toEqual(ready);
  });
});

describe("review", () => {
  it("goes from ready to submitted to returned, with the reason", async () => {
    const { id } = await givenReady(store, dataset);
    expect((await store.write((tx) => submitUpload(tx, actors.producer, id, effects))).status).toBe("submitted");
    expect(await faultOf(store.write((tx) => submitUpload(tx, actors.producer, id, effects)))).toBe(
      "upload.wrong-state",
    );
    expect(await faultOf(store.write((tx) => returnUpload(tx, actors.producer, id, { reason: "x" }, effects)))).toBe(
      "rights.not-allowed",
    );
    const returned = await store.write((tx) =>
      returnUpload(tx, actors.reviewer, id, { reason: "Satuan salah" }, effects),
    );
    expect(returned).toMatchObject({ status: "returned", reason: "Satuan salah" });
  });

  it("is not published by whoever uploaded", async () => {
    const { id } = await givenReady(store, dataset, actors.reviewer);
    const lock = (actor: Actor) => faultOf(store.write((tx) => lockUpload(tx, actor, id, "upload.publish")));
    expect(await lock(actors.reviewer)).toBe("review.own-upload");
    expect(await lock(actors.admin)).toBe("none");
    expect(await lock(actors.producer)).toBe("rights.not-allowed");
  });

  it("supersedes what was sent before and waits, not what came later or is over", async () => {
    const other = await givenDataset(store, "bersama");
    const older = await givenReady(store, other);
    const returned = await givenReady(store, other);
    await store.write((tx) => returnUpload(tx, actors.reviewer, returned.id, { reason: "x" }, effects));
    const published = await givenReady(store, other);
    const later = await givenReady(store, other);
    expect(await store.write((tx) => supersedeOlder(tx, other.id, published.id, effects.now()))).toEqual([older.id]);
    expect([await statusOf(returned.id), await statusOf(published.id), await statusOf(later.id)]).toEqual([
      "returned",
      "ready",
      "ready",
    ]);
  });

  it("has a queue", async () => {
    const queue = await store.read((tx) => listUploads(tx, { statuses: ["returned"] }));
    expect(queue.length > 0 && queue.every(({ status }) => status === "returned")).toBe(true);
  });
});

describe("leases", () => {
  const claim = (id: UploadId, owner: string, seconds: number): Promise<Upload | undefined> =>
    store.write((tx) => claimUpload(tx, id, { owner, seconds }, effects.now()));

  it("give an upload to one worker", async () => {
    const { id } = (await send()).upload;
    const claims = await Promise.all(["a", "b", "c"].map((owner) => claim(id, owner, 60)));
    expect(claims.filter((upload) => upload !== undefined)).toHaveLength(1);
    expect(await get(actors.admin, id)).toMatchObject({ status: "checking", attempts: 1 });
  });

  it("are renewed by their owner, who tells how far the work is", async () => {
    const { id } = (await send()).upload;
    await claim(id, "a", 60);
    const renew = (owner: string) =>
      store.write((tx) => renewLease(tx, id, { owner, seconds: 60 }, { bytes: 5, rows: 1 }));
    expect([await renew("a"), await renew("b")]).toEqual([true, false]);
    expect((await get(actors.admin, id)).progress).toEqual({ bytes: 5, rows: 1 });
  });

  it("lapse, and then another takes over and the first can write nothing", async () => {
    const { id } = (await send()).upload;
    await claim(id, "dead", -1);
    expect((await store.read((tx) => listWaiting(tx, 0))).map((waiting) => waiting.id)).toContain(id);
    expect((await claim(id, "alive", 60))?.attempts).toBe(2);
    expect(await store.write((tx) => renewLease(tx, id, { owner: "dead", seconds: 60 }))).toBe(false);
    const finish = (owner: string) =>
      store.write((tx) => finishLease(tx, id, owner, "ready", { rows: 7 }, effects.now()));
    expect(await faultOf(finish("dead"))).toBe("upload.wrong-state");
    expect(await finish("alive")).toMatchObject({ status: "ready", rows: 7 });
    expect(await claim(id, "late", 60)).toBeUndefined();
    expect((await store.read((tx) => listWaiting(tx, 0))).map((waiting) => waiting.id)).not.toContain(id);
  });
});
