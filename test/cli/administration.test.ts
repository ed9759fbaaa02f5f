import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getOwnAccount } from "../../src/catalogue/account.ts";
import { verifyPassword } from "../../src/catalogue/people.ts";
import { findActorByToken } from "../../src/catalogue/tokens.ts";
import { addAgencyCommand } from "../../src/cli/agency.ts";
import { runProgram } from "../../src/cli/program.ts";
import { addTokenCommand } from "../../src/cli/token.ts";
import { addUserCommand } from "../../src/cli/user.ts";
import { addWebhookCommands } from "../../src/cli/webhook.ts";
import { readConfig } from "../../src/config/settings.ts";
import { PUBLIC } from "../../src/kernel/actor.ts";
import { realEffects } from "../../src/kernel/effects.ts";
import type { Store } from "../../src/store/data-source.ts";
import { seededStore } from "../catalogue/given.ts";

let store: Store;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store.close());

async function run(
  line: string,
  input = "",
): Promise<{ readonly code: number; readonly out: string[]; readonly err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const deps = {
    openDatabase: async () => ({ store, close: async () => {} }),
    effects: realEffects(),
    print: (text: string) => out.push(text),
    say: (text: string) => err.push(text),
    readInput: async () => input,
  };
  const program = new Command("jendela").configureOutput({ writeOut: () => {} });
  addTokenCommand(program, deps);
  addUserCommand(program, deps);
  addAgencyCommand(program, deps);
  addWebhookCommands(program, { ...deps, loadConfig: () => readConfig({ WEBHOOK_NETWORKS: "127.0.0.0/8" }) });
  const code = await runProgram(program, ["node", "jendela", ...line.split(" ")], deps.say);
  return { code, out, err };
}

describe("jendela token", () => {
  it("prints the token once, alone on the last line", async () => {
    const { code, out } = await run(
      "token create --role system --agency bappelitbangda --dataset rkpd --dataset apbd --name e-Planning",
    );
    expect([code, out.length]).toEqual([0, 1]);
    const actor = await store.read((tx) => findActorByToken(tx, out[0] ?? ""));
    expect(actor).toMatchObject({ role: "system", agency: "bappelitbangda", datasets: ["rkpd", "apbd"] });
  });

  it("makes a user's, which acts as that user", async () => {
    await run("user create wati --role producer --agency dinkes --temporary");
    const { code, out } = await run("token create --user wati --name laptop");
    expect([code, out.length]).toEqual([0, 1]);
    const actor = await store.read((tx) => findActorByToken(tx, out[0] ?? ""));
    expect(actor).toMatchObject({
      key: expect.stringMatching(/^user:/),
      name: "wati",
      role: "producer",
      agency: "dinkes",
    });
    await run("user disable wati");
    expect(await store.read((tx) => findActorByToken(tx, out[0] ?? ""))).toBeUndefined();
  });

  it("lists and revokes", async () => {
    const made = JSON.parse(
      (await run("token create --role admin --name sementara --expires 2999-12-31 --json")).out[0] ?? "",
    );
    expect(made.expiresAt).toBe("2999-12-31T15:59:59.999Z");
    const listed = (await run("token list --json")).out;
    expect(JSON.parse(listed[0] ?? "").map(({ id }: { id: string }) => id)).toContain(made.id);
    expect(listed[0]).not.toContain(made.token);
    expect((await run("token list")).out.join("\n")).toContain(made.id);
    expect((await run(`token revoke ${made.id}`)).code).toBe(0);
    expect(await store.read((tx) => findActorByToken(tx, made.token))).toBeUndefined();
  });

  it.each([
    "token create --role raja --name x",
    "token create --name x",
    "token create --role admin --user ani --name x",
    "token create --user hantu --name x",
    "token create --role system --name x",
    "token create --role system --agency dinas-sihir --name x",
    "token create --role system --agency dinkes --dataset Bukan_Slug --name x",
    "token create --role admin --name x --expires besok",
    "token revoke x",
    "token",
    "token apa",
  ])("ends %s with 2 and a sentence", async (line) => {
    const { code, out, err } = await run(line);
    expect([code, out]).toEqual([2, []]);
    expect(err.join("\n")).toMatch(/\w{3}/);
  });
});

describe("jendela user", () => {
  it("makes, disables and enables a user, and sets a new password", async () => {
    expect(
      (await run("user create budi --role producer --agency dinkes --password-stdin", "rahasia besar\n")).code,
    ).toBe(0);
    const enters = async (password: string) => (await verifyPassword(store, "budi", password)) !== undefined;
    expect(await enters("rahasia besar")).toBe(true);
    expect((await run("user disable budi")).code).toBe(0);
    expect(await enters("rahasia besar")).toBe(false);
    expect((await run("user enable budi")).code).toBe(0);
    expect((await run("user password budi --password-stdin", "rahasia lain\r\n")).code).toBe(0);
    expect([await enters("rahasia besar"), await enters("rahasia lain")]).toEqual([false, true]);
    expect(JSON.parse((await run("user list --json")).out[0] ?? "")).toContainEqual(
      expect.objectContaining({ name: "budi", agency: "dinkes" }),
    );
  });

  it("gives a temporary password, alone on the last line, to be changed at the first signing in", async () => {
    const first = (await run("user create tuti --role reviewer --temporary")).out;
    const second = (await run("user password tuti --temporary --forget-device")).out;
    expect([first.length, second.length]).toEqual([1, 1]);
    const enter = (password = "") => verifyPassword(store, "tuti", password);
    expect(await enter(first[0])).toBeUndefined();
    const actor = await enter(second[0]);
    expect(actor?.role).toBe("reviewer");
    expect(await store.read((tx) => getOwnAccount(tx, actor ?? PUBLIC))).toMatchObject({ mustChange: true });
  });

  it.each([
    ["user create siti --role admin", "rahasia besar"],
    ["user create siti --role admin --temporary --password-stdin", "rahasia besar"],
    ["user password hantu --temporary", ""],
    ["user create siti --role admin --password-stdin", ""],
    ["user create siti --role admin --password-stdin", "pendek"],
    ["user create siti --role producer --password-stdin", "rahasia besar"],
    ["user disable hantu", ""],
  ])("ends %s with 2", async (line, input) => {
    expect((await run(line, input)).code).toBe(2);
  });
});

describe("jendela agency", () => {
  it("makes and lists agencies", async () => {
    expect((await run("agency create dinas-baru --name Dinas --region 73")).code).toBe(0);
    expect((await run("agency list")).out.some((line) => line.startsWith("dinas-baru\tDinas"))).toBe(true);
    expect((await run("agency quota dinas-baru 500")).out).toEqual(["agency\tused\tquotaMb", "dinas-baru\t0\t500"]);
    expect((await run("agency quota dinas-baru default")).out.at(-1)).toBe("dinas-baru\t0\t-");
    expect((await run("agency quota dinas-baru banyak")).code).toBe(2);
    expect((await run("agency create dinas-baru --name Dinas")).code).toBe(2);
    expect((await run("agency create Dinas_Baru --name Dinas")).code).toBe(2);
  });
});

describe("jendela webhook", () => {
  it("adds one and prints its secret once, lists, stops, sends again and removes", async () => {
    const { code, out } = await run(
      "webhook add https://kabar.example/x --name Pusat --agency dinkes --kind published",
    );
    expect([code, out.length]).toEqual([0, 1]);
    expect(out[0]).toMatch(/^whsec_/);
    const all = async () => JSON.parse((await run("webhook list --json")).out[0] ?? "[]");
    const [{ id, ...made }] = await all();
    expect(made).toMatchObject({ name: "Pusat", agency: "dinkes", kinds: ["published"], disabledAt: null });
    expect(JSON.stringify(made)).not.toContain(out[0]);
    expect((await run(`webhook disable ${id}`)).code).toBe(0);
    expect(await all()).toMatchObject([{ disabledAt: expect.any(String), disabledBy: "system" }]);
    expect((await run(`webhook enable ${id}`)).code).toBe(0);
    expect((await run(`webhook replay ${id} --since 0`)).code).toBe(0);
    expect(await all()).toMatchObject([{ disabledAt: null, position: 0 }]);
    expect((await run(`webhook deliveries ${id}`)).code).toBe(0);
    expect((await run(`webhook remove ${id}`)).code).toBe(0);
    expect(await all()).toEqual([]);
  });

  it("says what came of a test message, and keeps it among the deliveries", async () => {
    // Nothing listens at the discard port.
    const [made = "{}"] = (await run("webhook add https://127.0.0.1:9/ --name Diam --json")).out;
    const { id } = JSON.parse(made);
    const { code, out } = await run(`webhook test ${id}`);
    expect([code, out[0]]).toEqual([3, expect.stringContaining("tidak diterima")]);
    expect(JSON.parse((await run(`webhook deliveries ${id} --json`)).out[0] ?? "")).toHaveLength(1);
  });

  it.each([
    "webhook add http://kabar.example --name x",
    "webhook add https://kabar.example",
    "webhook add https://kabar.example --name x --agency dinas-sihir",
    "webhook add https://kabar.example --name x --kind apa",
    "webhook remove hantu",
    "webhook replay hantu",
  ])("ends %s with 2", async (line) => {
    expect((await run(line)).code).toBe(2);
  });
});

it("explains every verb in both languages", async () => {
  for (const line of ["token create --help", "user create --help", "agency create --help", "webhook add --help"])
    expect((await run(line)).code).toBe(0);
});
