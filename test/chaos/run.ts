/**
 * `npm run chaos -- --kills 300 --seed 1`: the built server is killed so often, and everything is checked each time. A home lives for
 * 25 kills; its seed and the number of the kill are all that is needed to have a failure again: `--seed 7 --kills 14`. Homes live one
 * after the other, or some at once: `--at-once 2`.
 */
import { rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { createHome } from "./home.ts";
import { BUILT } from "./process.ts";
import { playLast, playRound, type Round } from "./rounds.ts";
import { checkStrays } from "./strays.ts";

const KILLS_OF_A_HOME = 25;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "25" },
      seed: { type: "string", default: "1" },
      "at-once": { type: "string", default: "1" },
      keep: { type: "boolean" },
    },
  });
  const [kills, firstSeed] = [Number(values.kills), Number(values.seed)];
  const began = Date.now();
  const homes: [seed: number, kills: number][] = [];
  for (let left = kills; left > 0; left -= KILLS_OF_A_HOME)
    homes.push([firstSeed + homes.length, Math.min(left, KILLS_OF_A_HOME)]);
  const rounds: Round[] = [];
  let failures = 0;
  const live = async (): Promise<void> => {
    for (let next = homes.shift(); next !== undefined; next = homes.shift())
      if (!(await playHome(...next, rounds, values.keep === true))) failures += 1;
  };
  await Promise.all(Array.from({ length: Number(values["at-once"]) }, live));
  const minutes = Math.round((Date.now() - began) / 6_000) / 10;
  const [moments, victims] = [countBy(rounds, nameOf), countBy(rounds, ({ victim }) => victim)];
  say(JSON.stringify({ kills: rounds.length, failures, minutes, moments, victims }));
  process.exitCode = failures === 0 ? 0 : 1;
}

/** False: something did not hold, and the home is kept. */
async function playHome(seed: number, kills: number, rounds: Round[], keep: boolean): Promise<boolean> {
  const home = await createHome();
  let kill = 1;
  try {
    for (; kill <= kills; kill += 1) {
      const round = await playRound(BUILT, home, seed * 1_000 + kill);
      rounds.push(round);
      say(
        `${seed}.${kill} ${round.victim} at “${round.moment}”${round.came ? "" : " (did not come about)"} ${round.ms} ms`,
      );
    }
    await playLast(BUILT, home);
    await checkStrays(BUILT, home.folder);
    if (!keep) await rm(home.folder, { recursive: true, force: true });
    return true;
  } catch (error) {
    say(`FAILED: npm run chaos -- --seed ${seed} --kills ${Math.min(kill, kills)}   (home kept in ${home.folder})`);
    say(error instanceof Error ? error.message : String(error));
    return false;
  }
}

/** What did not come about was a death at any time. */
const nameOf = ({ moment, came }: Round): string => (came ? moment : "at any time");

function countBy(rounds: readonly Round[], keyOf: (round: Round) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const round of rounds) counts[keyOf(round)] = (counts[keyOf(round)] ?? 0) + 1;
  return counts;
}

await main();
