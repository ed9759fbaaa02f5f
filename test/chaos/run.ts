/**
 * `npm run chaos -- --kills 300 --seed 1`: the built server is killed so often, and everything is checked each time. A home lives for
 * 25 kills; its seed and the number of the kill are all that is needed to have a failure again: `--seed 7 --kills 14`.
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
      keep: { type: "boolean" },
    },
  });
  const [kills, firstSeed] = [Number(values.kills), Number(values.seed)];
  const rounds: Round[] = [];
  let failures = 0;
  for (let seed = firstSeed, left = kills; left > 0; seed += 1, left -= KILLS_OF_A_HOME) {
    const played: Round[] = [];
    const home = await createHome();
    try {
      for (let kill = 1; kill <= Math.min(left, KILLS_OF_A_HOME); kill += 1) {
        const round = await playRound(BUILT, home, seed * 1_000 + kill);
        played.push(round);
        say(
          `${seed}.${kill} ${round.victim} at “${round.moment}”${round.came ? "" : " (did not come about)"} ${round.ms} ms`,
        );
      }
      await playLast(BUILT, home);
      await checkStrays(BUILT, home.folder);
      if (values.keep !== true) await rm(home.folder, { recursive: true, force: true });
    } catch (error) {
      failures += 1;
      say(
        `FAILED: npm run chaos -- --seed ${seed} --kills ${Math.min(played.length + 1, KILLS_OF_A_HOME)}   (home kept in ${home.folder})`,
      );
      say(error instanceof Error ? error.message : String(error));
    }
    rounds.push(...played);
  }
  say(JSON.stringify({ kills: rounds.length, failures, moments: countBy(rounds) }));
  process.exitCode = failures === 0 ? 0 : 1;
}

function countBy(rounds: readonly Round[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { moment, came } of rounds) {
    const name = came ? moment : "at any time";
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

await main();
