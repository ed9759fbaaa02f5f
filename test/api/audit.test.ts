/** Every call that changes something leaves an entry of who did it. A new call that is not walked here fails the last test. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workOperations } from "../../src/openapi/operations-work.ts";
import { type Officer, officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

const SLUG = "jumlah-penduduk";
const pkg = (title: string) => ({
  name: SLUG,
  title,
  agency: "disdukcapil",
  resources: [
    {
      name: SLUG,
      schema: {
        fields: [
          { name: "kode_wilayah", type: "string", role: "region" },
          { name: "jumlah", type: "integer", role: "measure", unit: "jiwa" },
        ],
        primaryKey: ["kode_wilayah"],
      },
    },
  ],
});
const recipe = { recipe: 1, keep: ["kode_wilayah", "jumlah"].map((name) => ({ title: name, name })), drop: [] };
const csv = (figure: number) => `kode_wilayah,jumlah\n73.06,${figure}\n73.05,${figure + 1}\n`;

let server: TestServer;
let officer: Officer;
const tokens: Record<string, string> = {};
const walked = new Set<string>();

beforeAll(async () => {
  server = await openTestServer({ WEBHOOK_HTTP: "yes", WEBHOOK_NETWORKS: "127.0.0.0/8" });
  for (const role of ["producer", "reviewer", "admin"] as const)
    tokens[role] = await server.token(role, role === "producer" ? "disdukcapil" : undefined);
  officer = officerOf(server, tokens.producer ?? "");
}, 60_000);
afterAll(() => server.close());

interface Entry {
  readonly seq: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
}

async function entries(query = ""): Promise<readonly Entry[]> {
  const response = await server.call(`/api/v1/audit?first=200${query}`, { as: tokens.admin ?? "" });
  return ((await response.json()) as { entries: Entry[] }).entries;
}

/** Makes the call of an operation; returns its answer and the actions that its actor has an entry of since. */
async function walk(as: string, operation: string, values: readonly string[] = [], body?: unknown) {
  const before = (await entries())[0]?.seq ?? 0;
  walked.add(operation);
  const [method = "", path = ""] = operation.split(" ");
  let index = 0;
  const address = path.replace(/\{\w+\}/g, () => values[index++] ?? "");
  const response = await server.call(address, {
    method: method.toUpperCase(),
    as: tokens[as] ?? "",
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  const text = await response.text();
  expect(response.ok, `${operation}: ${text}`).toBe(true);
  const since = (await entries()).filter(({ seq, actor }) => seq > before && actor.startsWith("token:"));
  const answer = (text === "" ? {} : JSON.parse(text)) as Record<string, string>;
  return { answer, actions: since.map(({ action }) => action) };
}

describe("a change over HTTP leaves its entry:", () => {
  it("datasets, recipes and uploads", async () => {
    const acts = async (...call: Parameters<typeof walk>) => (await walk(...call)).actions;
    const ready = async (figure: number) => (await officer.send(SLUG, csv(figure))).id;
    expect(await acts("producer", "post /api/v1/datasets", [], pkg("Penduduk"))).toEqual(["dataset.create"]);
    expect(await acts("producer", "put /api/v1/datasets/{slug}", [SLUG], pkg("Jumlah penduduk"))).toEqual([
      "dataset.update",
    ]);
    expect(await acts("producer", "put /api/v1/datasets/{slug}/recipe", [SLUG], recipe)).toEqual(["recipe.keep"]);
    walked.add("post /api/v1/datasets/{slug}/uploads");
    const id = await ready(700);
    expect((await entries(`&dataset=${SLUG}`)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(["upload.create", "upload.check"]),
    );
    expect(
      await acts(
        "producer",
        "post /api/v1/uploads/{id}/decisions",
        [id],
        [{ issue: "x/y", override: true, reason: "benar" }],
      ),
    ).toEqual(expect.arrayContaining(["upload.decide"]));
    await expect
      .poll(async () => (await officer.get(`/api/v1/uploads/${id}`)).body.status, { timeout: 20_000 })
      .toBe("ready");
    expect(await acts("producer", "post /api/v1/uploads/{id}/submit", [id])).toEqual(["upload.submit"]);
    expect(await acts("reviewer", "post /api/v1/uploads/{id}/return", [id], { reason: "Periksa lagi" })).toEqual([
      "upload.return",
    ]);
    const next = await ready(710);
    const publish = "post /api/v1/uploads/{id}/publish";
    expect(await acts("reviewer", publish, [next], { releaseAt: "2099-01-01T00:00:00Z" })).toEqual(["upload.schedule"]);
    expect(await acts("reviewer", "post /api/v1/uploads/{id}/unschedule", [next])).toEqual(["upload.unschedule"]);
    expect(await acts("reviewer", publish, [next], {})).toEqual(expect.arrayContaining(["version.published"]));
    expect(await acts("reviewer", publish, [await ready(720)], {})).toEqual(
      expect.arrayContaining(["version.published"]),
    );
    const versions = "post /api/v1/datasets/{slug}/versions/{number}";
    expect(await acts("reviewer", `${versions}/restore`, [SLUG, "1"], { reason: "yang benar" })).toEqual(
      expect.arrayContaining(["version.restored"]),
    );
    expect(await acts("reviewer", `${versions}/withdraw`, [SLUG, "2"], { reason: "salah" })).toEqual([
      "version.withdraw",
    ]);
    const takedown = "post /api/v1/datasets/{slug}/takedown";
    expect(await acts("reviewer", takedown, [SLUG], { all: true, reason: "memuat nama" })).toEqual([
      "dataset.takedown",
    ]);
  });

  it("webhooks", async () => {
    const wanted = { name: "uji", url: "http://127.0.0.1:1/", kinds: ["published"] };
    const { answer, actions } = await walk("admin", "post /api/v1/webhooks", [], wanted);
    expect(actions).toEqual(["webhook.create"]);
    const id = answer.id ?? "";
    const one = "/api/v1/webhooks/{id}";
    expect((await walk("admin", `patch ${one}`, [id], { name: "lain" })).actions).toEqual(["webhook.update"]);
    expect((await walk("admin", `post ${one}/replay`, [id], { since: "0" })).actions).toEqual(["webhook.replay"]);
    expect((await walk("admin", `delete ${one}`, [id])).actions).toEqual(["webhook.delete"]);
  });

  it("agencies, people and tokens", async () => {
    expect((await walk("admin", "post /api/v1/agencies", [], { slug: "uji", name: "Dinas Uji" })).actions).toEqual([
      "agency.create",
    ]);
    const quota = "put /api/v1/agencies/{agency}/quota";
    expect((await walk("admin", quota, ["uji"], { quotaMb: 100 })).actions).toEqual(["agency.quota"]);
    const person = {
      name: "petugas.uji",
      role: "producer",
      agency: "disdukcapil",
      password: "kata sandi yang panjang 9",
    };
    expect((await walk("admin", "post /api/v1/people", [], person)).actions).toEqual(["person.create"]);
    expect((await walk("admin", "patch /api/v1/people/{person}", [person.name], { disabled: true })).actions).toEqual([
      "person.disable",
    ]);
    const made = await walk("admin", "post /api/v1/tokens", [], { name: "uji", role: "reviewer" });
    expect(made.actions).toEqual(["token.create"]);
    expect((await walk("admin", "delete /api/v1/tokens/{id}", [made.answer.id ?? ""])).actions).toEqual([
      "token.revoke",
    ]);
  });

  it("and no call that changes something is left out", () => {
    // It sends a message and changes nothing here.
    const harmless = ["post /api/v1/webhooks/{id}/test"];
    const changing = workOperations
      .map(({ method, path }) => `${method} ${path}`)
      .filter((call) => !call.startsWith("get "));
    expect(changing.filter((call) => !walked.has(call) && !harmless.includes(call))).toEqual([]);
  });
});
