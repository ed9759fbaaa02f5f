/** A disk without room: the file store lies on a file system of four megabytes. Only root may make one, so others skip this. */
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { checkFile } from "../../src/tabular/check.ts";
import { type Officer, officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

const disk = await mkdtemp(join(tmpdir(), "jendela-disk-"));
const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]).status === 0;

let server: TestServer;
let officer: Officer;
let token: string;

beforeAll(async () => {
  if (!isMounted) return;
  vi.stubEnv("TMPDIR", disk);
  server = await openTestServer({ MIN_FREE_MB: "0" }, checkFile);
  vi.unstubAllEnvs();
  token = await server.token("producer", "disdukcapil");
  officer = officerOf(server, token);
  const fields = [
    { name: "nomor", type: "integer" },
    { name: "nilai", type: "number" },
  ];
  await officer.declare({
    name: "penuh",
    title: "Data uji",
    description: "Angka rekaan.",
    resources: [{ name: "a", path: "a.csv", schema: { fields, primaryKey: ["nomor"] } }],
  });
});

afterAll(async () => {
  if (isMounted) await server.close();
  spawnSync("umount", [disk]);
  await rm(disk, { recursive: true, force: true });
});

const csvOf = (rows: number): string =>
  `nomor,nilai\n${Array.from({ length: rows }, (_, index) => `${index},${index}.5`).join("\n")}\n`;

const upload = (content: string): Promise<Response> =>
  server.call("/api/v1/datasets/penuh/uploads", {
    method: "POST",
    as: token,
    // Its length is not announced.
    body: new Blob([content]).stream(),
    duplex: "half",
    headers: { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=a.csv" },
  } as RequestInit);

const publish = async (id: string): Promise<Response> =>
  server.call(`/api/v1/uploads/${id}/publish`, { method: "POST", as: await server.token("reviewer") });

describe.runIf(isMounted)("a full disk", () => {
  it("refuses a file that has no room, keeps nothing of it, and takes the next one that has", async () => {
    const refused = await upload(csvOf(500_000));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(await refused.json()).toMatchObject({ code: "server.storage-full" });
    expect(await readdir(join(server.config.home, "spool"))).toEqual([]);
    const { id, status } = await officer.send("penuh", csvOf(100));
    expect(status).toBe("ready");
    expect((await publish(id)).status).toBe(200);
  });

  it("lets a version be read that cannot be kept as a file, once there is room again", async () => {
    const first = await server.call("/download/penuh.csv");
    expect(await first.text()).toBe(csvOf(100));
    const { id } = await officer.send("penuh", csvOf(20_000));
    const filler = join(disk, "filler");
    await writeFile(filler, Buffer.alloc(8_000_000)).catch(() => {});
    expect((await publish(id)).status).toBe(200);
    const refused = await server.call("/download/penuh/v2.csv");
    expect([refused.status, (await refused.json()) as object]).toEqual([
      503,
      expect.objectContaining({ code: "server.storage-full" }),
    ]);
    expect(await (await server.call("/download/penuh/v1.csv")).text()).toBe(csvOf(100));
    await rm(filler);
    await expect.poll(async () => (await server.call("/download/penuh/v2.csv")).status, { timeout: 10_000 }).toBe(200);
    expect(await (await server.call("/download/penuh/v2.csv")).text()).toBe(csvOf(20_000));
  });
});
