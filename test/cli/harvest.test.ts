import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askForHarvest, claimHarvest } from "../../src/catalogue/harvest-runs.ts";
import { createHarvestSource } from "../../src/catalogue/harvest-sources.ts";
import { addHarvestCommands } from "../../src/cli/harvest.ts";
import { runProgram } from "../../src/cli/program.ts";
import { readConfig } from "../../src/config/settings.ts";
import { SYSTEM } from "../../src/kernel/actor.ts";
import type { Store } from "../../src/store/data-source.ts";
import { effects, seededStore } from "../catalogue/given.ts";

let store: Store;
let source: Server;
let home: string;
beforeAll(async () => {
  store = await seededStore();
  home = await mkdtemp(join(tmpdir(), "jendela-harvest-"));
  await chmod(home, 0o755);
  source = createServer((_, response) =>
    response.writeHead(200, { "Content-Type": "text/csv" }).end("kode,nilai\na,1\nb,2\n"),
  );
  await new Promise<void>((resolve) => source.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  source.close();
  await store.close();
  await rm(home, { recursive: true, force: true });
});

async function run(...options: string[]) {
  const out: string[] = [];
  const program = new Command("jendela");
  addHarvestCommands(program, {
    openDatabase: async () => ({ store, close: async () => {} }),
    loadConfig: () => readConfig({ JENDELA_HOME: home, DATABASE_URL: store.url, HARVEST_NETWORKS: "127.0.0.1" }),
    effects,
    print: (text) => out.push(text),
    say: () => {},
    readInput: async () => "",
  });
  const code = await runProgram(program, ["node", "jendela", "harvest", ...options], () => {});
  return { code, out };
}

it("waits for the run that a server beside it has taken, takes it up when that server dies, and tells what came of it", async () => {
  const address = `http://127.0.0.1:${(source.address() as AddressInfo).port}/data.csv`; // a TCP server that listens
  const given = { name: "Sumber", kind: "file" as const, address, agency: "disdukcapil", topics: [], license: null };
  const { id } = await store.write((tx) =>
    createHarvestSource(tx, SYSTEM, { ...given, everyHours: null, publishes: true }, effects),
  );
  const asked = await store.write((tx) => askForHarvest(tx, SYSTEM, id, effects));
  const taken = await store.write((tx) =>
    claimHarvest(tx, asked.id, { owner: effects.newId(), seconds: 1 }, effects.now()),
  );
  expect(taken?.run.state).toBe("waiting");
  const { code, out } = await run("run", id);
  expect({ code, last: out.at(-1) }).toEqual({ code: 0, last: "done: published 1" });
});
