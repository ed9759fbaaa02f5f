/** Sending a file in pieces: cut in the middle and resumed by a client the project did not write, and what the protocol may not do here. */
import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { Upload, type UploadOptions } from "tus-js-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sweepUploads } from "../../src/intake/sweep.ts";
import { UNFINISHED_MS, unfinishedFolder } from "../../src/intake/unfinished.ts";
import { checkFile } from "../../src/tabular/check.ts";
import { officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { type SignedIn, signIn } from "../setup/signed-in.ts";
import { csv, packageOf, SLUG } from "./review-given.ts";

let server: TestServer;
let officer: SignedIn;
let other: SignedIn;

beforeAll(async () => {
  server = await openTestServer({ MAX_UPLOAD_BYTES: "1000000" }, checkFile);
  officer = await signIn(server, "Petugas Dinsos", { role: "producer", agency: "dinsos" });
  other = await signIn(server, "Petugas Dinkes", { role: "producer", agency: "dinkes" });
  await officerOf(server, await server.token("producer", "dinsos")).declare(packageOf(SLUG));
}, 60_000);
afterAll(() => server.close());

const FILE = Buffer.from(csv([2020, 2021, 2022, 2023]));
const PATH = "/kerja/unggah/tus";

const headersOf = (person: SignedIn) => ({ Cookie: person.cookie, "X-CSRF-Token": person.csrf, Origin: server.url });

/** Sends until it is done, refused, or has sent as much as `cutAfter`; its address and last answer. */
function send(
  options: Partial<UploadOptions> & { readonly cutAfter?: number; readonly file?: Buffer; readonly as?: SignedIn } = {},
): Promise<{ readonly url: string | null; readonly page?: string | undefined; readonly status?: number | undefined }> {
  const { cutAfter, file = FILE, as = officer, ...rest } = options;
  return new Promise((resolve) => {
    const upload = new Upload(file, {
      endpoint: `${server.url}${PATH}`,
      headers: headersOf(as),
      metadata: { dataset: SLUG, name: "kemiskinan.csv", note: "Lewat sambungan buruk" },
      retryDelays: null,
      chunkSize: 100,
      onChunkComplete: (_size, sent) => {
        if (cutAfter !== undefined && sent >= cutAfter) void upload.abort().then(() => resolve({ url: upload.url }));
      },
      onSuccess: ({ lastResponse }) => resolve({ url: upload.url, page: lastResponse.getHeader("Upload-Page") }),
      onError: (error) =>
        resolve({
          url: upload.url,
          status: "originalResponse" in error ? error.originalResponse?.getStatus() : undefined,
        }),
      ...rest,
    });
    upload.start();
  });
}

const ask = (method: string, url: string, headers: Record<string, string> = {}, as = officer): Promise<Response> =>
  fetch(new URL(url, server.url), {
    method,
    redirect: "manual",
    headers: { ...headersOf(as), "Tus-Resumable": "1.0.0", ...headers },
  });

const begin = (length: number, more: Record<string, string> = {}, as = officer): Promise<Response> =>
  ask(
    "POST",
    PATH,
    {
      "Upload-Length": String(length),
      "Upload-Metadata": `dataset ${Buffer.from(SLUG).toString("base64")},name ${Buffer.from("a.csv").toString("base64")}`,
      ...more,
    },
    as,
  );

describe("a file sent in pieces", () => {
  it("is resumed where it was cut, and becomes an upload like any other", async () => {
    const cut = await send({ cutAfter: 300 });
    expect(cut.page).toBeUndefined();
    const url = cut.url ?? "";
    const kept = Number((await ask("HEAD", url)).headers.get("upload-offset"));
    expect(kept).toBeGreaterThanOrEqual(300);
    expect(kept).toBeLessThan(FILE.length);
    const sent: number[] = [];
    const done = await send({ uploadUrl: url, onProgress: (bytes) => void sent.push(bytes) });
    expect(Math.min(...sent)).toBeGreaterThanOrEqual(kept);
    expect(done.page).toMatch(/^\/kerja\/unggahan\/[0-9a-f-]{36}$/);
    const id = done.page?.split("/").at(-1) ?? "";
    const original = await officer.get(`/kerja/tinjau/${id}/berkas`);
    expect(Buffer.from(await original.arrayBuffer()).equals(FILE)).toBe(true);
    expect(await (await officer.get(done.page ?? "")).text()).toContain("kemiskinan.csv");
    // Whoever missed the last answer learns it by asking again, and nothing is sent twice.
    const again = await send({ uploadUrl: url });
    expect(again.page).toBe(done.page);
    const uploads = await server.service.store.read((tx) => tx.query("select id from catalogue.upload"));
    expect(uploads).toHaveLength(1);
  });

  it("is nobody else's", async () => {
    const { url } = await send({ cutAfter: 200 });
    for (const method of ["HEAD", "DELETE"]) expect((await ask(method, url ?? "", {}, other)).status).toBe(404);
    const patch = { "Upload-Offset": "200", "Content-Type": "application/offset+octet-stream" };
    expect((await ask("PATCH", url ?? "", patch, other)).status).toBe(404);
    expect((await begin(10, {}, other)).status).toBe(404);
    expect((await ask("DELETE", url ?? "")).status).toBe(204);
    expect((await ask("HEAD", url ?? "")).status).toBe(404);
  });

  it("is bounded in size and in number", async () => {
    expect((await begin(2_000_000)).status).toBe(413);
    expect((await begin(1, { "Upload-Length": "-1" })).status).toBe(400);
    const deferred = await ask("POST", PATH, {
      "Upload-Defer-Length": "1",
      "Upload-Metadata": `dataset ${Buffer.from(SLUG).toString("base64")},name YS5jc3Y=`,
    });
    expect(deferred.status).toBe(501);
    const begun: string[] = [];
    for (let count = 0; count < 6; count += 1) begun.push((await begin(10)).headers.get("location") ?? "");
    const states = await Promise.all(begun.map(async (url) => (await ask("HEAD", url)).status));
    expect(states).toEqual([404, 404, 200, 200, 200, 200]);
    // Begun at once, several give way to the same new ones.
    const together = await Promise.all(Array.from({ length: 8 }, () => begin(10)));
    expect(together.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  });

  it("needs the session, its token, and this server's own page; and is never read back", async () => {
    const url = (await begin(10)).headers.get("location") ?? "";
    expect((await begin(10, { "X-CSRF-Token": "x" })).status).toBe(403);
    expect((await begin(10, { Origin: "https://lain.example" })).status).toBe(403);
    expect((await begin(10, { Cookie: "" })).status).toBe(401);
    expect((await ask("GET", url)).status).toBe(404);
    // A method in a header is no method.
    expect((await ask("POST", url, { "X-HTTP-Method-Override": "DELETE" })).status).toBe(404);
    expect((await ask("HEAD", url)).status).toBe(200);
    expect((await ask("HEAD", `${PATH}/..%2F..%2Fconfig`)).status).toBe(404);
  });

  it("is refused for what is no dataset, no name or no way to update", async () => {
    const said = (fields: Record<string, string>): Record<string, string> => ({
      "Upload-Metadata": Object.entries(fields)
        .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
        .join(","),
    });
    expect((await begin(10, said({ dataset: "tidak-ada", name: "a.csv" }))).status).toBe(404);
    expect((await begin(10, said({ dataset: SLUG }))).status).toBe(400);
    expect((await begin(10, said({ dataset: SLUG, name: "a.csv", mode: "hapus" }))).status).toBe(400);
  });

  it("is swept when it was left for too long", async () => {
    const url = (await begin(10)).headers.get("location") ?? "";
    const folder = unfinishedFolder(server.service);
    const then = new Date(Date.now() - UNFINISHED_MS - 1000);
    for (const name of await readdir(folder)) await utimes(join(folder, name), then, then);
    await sweepUploads(server.service);
    expect(await readdir(folder)).toEqual([]);
    expect((await ask("HEAD", url)).status).toBe(404);
  });
});
