/** What holds for every outlet at once: access levels, embargo, withdrawal; and what the server does under limits and after a dead worker. */

import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getDataset } from "../src/catalogue/datasets.ts";
import { claimUpload } from "../src/catalogue/lease.ts";
import { copyToSpool, IMPORTER } from "../src/import-package.ts";
import { acceptFile } from "../src/intake/accept.ts";
import type { DatasetSlug } from "../src/kernel/ids.ts";
import { openTestServer, type TestServer } from "./setup/server.ts";

let server: TestServer;
let officer: string;
let reviewer: string;

beforeAll(async () => {
  server = await openTestServer({ UPLOADS_PER_HOUR: "8" });
  officer = await server.token("producer", "disdukcapil");
  reviewer = await server.token("reviewer");
});

afterAll(() => server.close());

type Json = Record<string, unknown>;
const json = async (response: Response): Promise<Json> => (await response.json()) as Json;
const asJson = (body: unknown): RequestInit => ({
  method: "POST",
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json" },
});

async function declare(slug: string, access: string): Promise<void> {
  const fields = [
    { name: "kode_wilayah", type: "string", role: "region" },
    { name: "jumlah", type: "integer" },
  ];
  const pkg = {
    name: slug,
    title: slug,
    description: "Angka rekaan.",
    access,
    resources: [{ name: "a", path: "a.csv", schema: { fields, primaryKey: ["kode_wilayah"] } }],
  };
  expect((await server.call("/api/v1/datasets", { as: officer, ...asJson(pkg) })).status).toBe(201);
}

const uploadOf = async (id: unknown): Promise<Json> =>
  json(await server.call(`/api/v1/uploads/${id}`, { as: officer }));

const post = (slug: string, content: string, as = officer): Promise<Response> =>
  server.call(`/api/v1/datasets/${slug}/uploads`, {
    method: "POST",
    as,
    body: content,
    headers: { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=a.csv" },
  });

async function ready(slug: string, content: string): Promise<unknown> {
  const { id } = await json(await post(slug, content));
  await expect.poll(async () => (await uploadOf(id)).status, { timeout: 20_000 }).toBe("ready");
  return id;
}

async function publish(slug: string, content: string): Promise<void> {
  const id = await ready(slug, content);
  expect((await server.call(`/api/v1/uploads/${id}/publish`, { as: reviewer, method: "POST" })).status).toBe(200);
}

/** Is the dataset there for this asker, by each outlet? */
async function seenBy(slug: string, as?: string): Promise<Record<string, boolean>> {
  const asker = as === undefined ? {} : { as };
  const paths = [
    `/download/${slug}.csv`,
    `/download/${slug}/v1.json`,
    `/dataset/${slug}`,
    `/dataset/${slug}/datapackage.json`,
    `/dataset/${slug}/csv-metadata.json`,
    `/download/${slug}.csv-metadata.json`,
    `/dataset/${slug}/v1/croissant.json`,
    `/api/v1/datasets/${slug}`,
  ];
  const seen = await Promise.all(
    paths.map(async (path) => [path, (await server.call(path, asker)).status === 200] as const),
  );
  const query = `{ dataset(slug: "${slug}") { slug } datasets { nodes { slug } } changes { nodes { dataset } } }`;
  const { data } = (await json(await server.call("/graphql", { ...asker, ...asJson({ query }) }))) as {
    data: Record<string, { nodes: Json[] } | null>;
  };
  return {
    ...Object.fromEntries(seen),
    "graphql dataset": data.dataset !== null,
    "graphql datasets": data.datasets?.nodes.some((node) => node.slug === slug) === true,
    "graphql changes": data.changes?.nodes.some((node) => node.dataset === slug) === true,
  };
}

describe("an access level", () => {
  it.each([
    ["tertutup-uji", "closed", false, false],
    ["terbatas-uji", "agency", false, true],
    ["terbuka-uji", "open", true, true],
  ])("of %s (%s) is kept by every outlet", async (slug, access, publicSees, otherAgencySees) => {
    await declare(slug, access);
    await publish(slug, "kode_wilayah,jumlah\n73.06,1\n");
    const other = await server.token("producer", "dinkes");
    for (const [as, sees] of [
      [undefined, publicSees],
      [other, otherAgencySees],
      [officer, true],
    ] as const) {
      const seen = await seenBy(slug, as);
      expect(Object.entries(seen).filter(([, answer]) => answer !== sees)).toEqual([]);
    }
  });
});

describe("a release at a time", () => {
  it("is told to nobody before, and comes by itself in the reviewer's name", async () => {
    await declare("embargo-uji", "open");
    const id = await ready("embargo-uji", "kode_wilayah,jumlah\n73.06,7\n");
    const releaseAt = new Date(Date.now() + 3_000).toISOString();
    const own = await server.call(`/api/v1/uploads/${id}/publish`, { as: officer, ...asJson({ releaseAt }) });
    expect(own.status).toBe(403);
    const scheduled = await server.call(`/api/v1/uploads/${id}/publish`, { as: reviewer, ...asJson({ releaseAt }) });
    expect(await json(scheduled)).toMatchObject({ status: "scheduled", releaseAt });
    expect(Object.values(await seenBy("embargo-uji"))).not.toContain(true);
    await expect.poll(async () => (await uploadOf(id)).status, { timeout: 15_000 }).toBe("published");
    expect(Object.values(await seenBy("embargo-uji"))).not.toContain(false);
  });
});

describe("a withdrawn version", () => {
  it("answers 410 with the reason and stays in the list", async () => {
    const path = "/api/v1/datasets/terbuka-uji/versions/1/withdraw";
    expect((await server.call(path, { as: officer, ...asJson({ reason: "x" }) })).status).toBe(403);
    expect((await server.call(path, { as: reviewer, ...asJson({ reason: "Angka Gowa keliru." }) })).status).toBe(200);
    for (const file of ["/download/terbuka-uji.csv", "/download/terbuka-uji/v1.csv"]) {
      const answer = await server.call(file);
      expect([answer.status, await answer.text()]).toEqual([410, expect.stringContaining("Angka Gowa keliru.")]);
    }
    const query = '{ dataset(slug: "terbuka-uji") { versions { nodes { number withdrawn { reason } } } } }';
    expect(await json(await server.call("/graphql", asJson({ query })))).toMatchObject({
      data: { dataset: { versions: { nodes: [{ number: 1, withdrawn: { reason: "Angka Gowa keliru." } }] } } },
    });
  });
});

describe("a worker that died", () => {
  it("loses its lease, and another takes the upload over within seconds", async () => {
    const folder = await mkdtemp(join(tmpdir(), "jendela-takeover-"));
    const { service } = server;
    const file = join(folder, "a.csv");
    await writeFile(file, "kode_wilayah,jumlah\n73.06,8\n");
    const dataset = await service.store.read((tx) => getDataset(tx, IMPORTER, "embargo-uji" as DatasetSlug));
    // Its job is gone with it.
    const { id } = await acceptFile(
      { ...service, send: async () => {} },
      IMPORTER,
      dataset,
      await copyToSpool(service, file),
    );
    await service.store.write((tx) => claimUpload(tx, id, { owner: "dead", seconds: 2 }, new Date()));
    await sleep(500);
    expect((await uploadOf(id)).status).toBe("checking");
    await expect.poll(async () => (await uploadOf(id)).status, { timeout: 20_000 }).toBe("ready");
    await rm(folder, { recursive: true });
  });
});

describe("an agency's quota", () => {
  const long = `kode_wilayah,jumlah\n${"73.06,9\n".repeat(150_000)}`;

  it("refuses what goes over it, however the file comes, and nothing else", async () => {
    const [admin, other] = [await server.token("admin"), await server.token("producer", "disdukcapil")];
    const set = async (quotaMb: number | null): Promise<Json> =>
      json(
        await server.call("/api/v1/agencies/disdukcapil/quota", {
          as: admin,
          ...asJson({ quotaMb }),
          method: "PUT",
        }),
      );
    expect(await set(1)).toMatchObject({ agency: "disdukcapil", quotaMb: 1, used: expect.any(Number) });
    const refused = await post("embargo-uji", long, other);
    expect([refused.status, await json(refused)]).toEqual([
      413,
      expect.objectContaining({ code: "agency.over-quota" }),
    ]);
    const unannounced = await server.call("/api/v1/datasets/embargo-uji/uploads", {
      method: "POST",
      as: other,
      body: new Blob([long]).stream(),
      duplex: "half",
      headers: { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=a.csv" },
    } as RequestInit);
    expect([unannounced.status, (await json(unannounced)).code]).toEqual([413, "agency.over-quota"]);
    expect(await readdir(join(server.config.home, "spool"))).toEqual([]);
    expect((await post("embargo-uji", "kode_wilayah,jumlah\n73.06,10\n", other)).status).toBe(202);
    await set(null);
    expect((await post("embargo-uji", long, other)).status).toBe(202);
  });
});

describe("too many uploads", () => {
  it("are refused with 429, the limit and when to come again", async () => {
    const other = await server.token("producer", "disdukcapil");
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let sent = 0; sent < 9; sent += 1) {
      last = await post("embargo-uji", "kode_wilayah,jumlah\n73.06,9\n", other);
      statuses.push(last.status);
    }
    expect(statuses).toEqual([...Array(8).fill(202), 429]);
    expect(last?.headers.get("ratelimit")).toMatch(/"uploads";r=0;t=\d+/);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await (last as Response).json()).toMatchObject({ code: "request.too-often" });
  });
});
