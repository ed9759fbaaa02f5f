/** The short form of `npm run chaos`: what once found something is played again, on one home, with the server from its sources. */
import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createHome, type Home } from "./home.ts";
import { SOURCES } from "./process.ts";
import { playLast, playRound } from "./rounds.ts";
import seeds from "./seeds.json" with { type: "json" };
import { checkStrays } from "./strays.ts";

let home: Home;

beforeAll(async () => {
  home = await createHome();
});

afterAll(() => rm(home.folder, { recursive: true, force: true }));

it.each(seeds)("round $round: $found", { timeout: 180_000 }, async ({ round }) => {
  expect(await playRound(SOURCES, home, round)).toMatchObject({ seed: round });
});

it("loses nothing and leaves nothing lying about", { timeout: 180_000 }, async () => {
  await playLast(SOURCES, home);
  await checkStrays(SOURCES, home.folder);
});
