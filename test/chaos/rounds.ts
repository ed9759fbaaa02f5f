/** A round: a server starts on a home, what was there before is checked, people work, and at a moment it is killed. */
import { setTimeout as sleep } from "node:timers/promises";
import { beginBackup, judgeBackup } from "./backup.ts";
import { checkAll } from "./checks.ts";
import { asJson, type Client, createClient } from "./client.ts";
import { type Home, invitePeople, openHomeStore, type People, packageOf, SLUGS } from "./home.ts";
import { MOMENTS, type Moment, waitForMoment } from "./moments.ts";
import { beginningOf, makeOlder } from "./older-home.ts";
import { killPostmaster, type LogLine, type ServerProcess, startProcess } from "./process.ts";
import { createRandom, type Random } from "./random.ts";
import { type Watch, watchDatabase } from "./watch.ts";
import { work } from "./workload.ts";

export interface Round {
  readonly seed: number;
  readonly moment: string;
  /** What was killed. */
  readonly victim: Victim;
  /** Did the moment come about, or was the patience over? */
  readonly came: boolean;
  readonly ms: number;
}

const VICTIMS = [
  [6, "server"],
  [3, "server and database"],
  [1, "database"],
] as const;
const VICTIMS_OF_A_BACKUP = [...VICTIMS, [5, "backup"]] as const;
type Victim = (typeof VICTIMS_OF_A_BACKUP)[number][1];

const START_MS = 180_000;
const WORK_MS = 4_000;
/** Until a verb has begun; where it ends before, nothing is waited for. */
const BACKUP_MS = 180_000;
const CLIENTS = 4;

/** Throws what does not hold, with the last lines of the server. A home is left without a server, whatever happens. */
export async function playRound(program: readonly string[], home: Home, seed: number): Promise<Round> {
  const random = createRandom(seed);
  const began = Date.now();
  const chosen = random.pick(MOMENTS);
  const victim: Victim = random.pick(chosen.backup === true ? VICTIMS_OF_A_BACKUP : VICTIMS);
  // One in ten has to wait for the leases of the dead.
  if (random.chance(0.1)) home.killedAt = undefined;
  const moment = await prepareMoment(chosen, home, random);
  const server = startProcess(program, home.folder);
  const watch = watchDatabase(home.folder);
  try {
    const came = moment.starting
      ? await killWhileStarting(server, watch, moment, random)
      : await killWhileWorking(program, server, watch, home, moment, victim, random);
    home.killedAt = Date.now();
    if (victim !== "server" && (moment.starting || victim !== "database")) await killPostmaster(home.folder);
    return { seed, moment: moment.name, victim, came, ms: Date.now() - began };
  } catch (error) {
    const told = server.lastLines().filter((line) => !/"level":20/.test(line));
    const failed = told.filter((line) => line.includes('"request-failed"'));
    const lines = [...failed.slice(-3), ...told.slice(-15)];
    throw new Error(
      `seed ${seed}, ${victim} killed at “${moment.name}”: ${error instanceof Error ? error.message : error}\nthe server's last lines:\n${lines
        .map((line) => line.slice(0, 2000))
        .join("\n")}`,
    );
  } finally {
    await server.kill();
    await watch.close();
  }
}

/** The home of an older server is another one, and what brings it up to date has a text of its own. */
async function prepareMoment(moment: Moment, home: Home, random: Random): Promise<Moment> {
  if (moment.older !== true || home.people === undefined) return moment;
  const missing = await makeOlder(home, random);
  return { ...moment, statement: await beginningOf(random.pick(missing.map((name) => [1, name] as const))) };
}

/** Starts once more, checks everything, and stops in order. */
export async function playLast(program: readonly string[], home: Home): Promise<void> {
  const server = startProcess(program, home.folder);
  try {
    const client = createClient(await inTime(server.ready), () => false);
    await welcome(home, client);
    const code = await server.stop();
    if (code !== 0) throw new Error(`the server ended with ${code}`);
  } finally {
    await server.kill();
  }
}

async function killWhileStarting(
  server: ServerProcess,
  watch: Watch,
  moment: Moment,
  random: Random,
): Promise<boolean> {
  const moments = waitForMoment(moment, { ...watch, hear: server.hear }, random, START_MS);
  const came = await Promise.race([moments, server.ready.then(() => false)]);
  await server.kill();
  return came;
}

async function killWhileWorking(
  program: readonly string[],
  server: ServerProcess,
  watch: Watch,
  home: Home,
  moment: Moment,
  victim: Victim,
  random: Random,
): Promise<boolean> {
  const url = await inTime(server.ready);
  let isDying = false;
  const client = createClient(url, () => isDying);
  const people = await welcome(home, client);
  const listeners: ((line: LogLine) => void)[] = [];
  const tell = (line: LogLine): void => {
    for (const each of listeners) each(line);
  };
  server.hear(tell);
  const over = new AbortController();
  const world = { client, url, people, ledger: home.ledger, tell };
  const workers = Array.from({ length: CLIENTS }, (_, index) =>
    work({ ...world, random: createRandom(random.whole(0, 2 ** 31) + index) }, over.signal),
  );
  const working = Promise.all(workers);
  const hear = (listener: (line: LogLine) => void): void => void listeners.push(listener);
  const backup = moment.backup === true ? await beginBackup(program, home) : undefined;
  try {
    const patience = backup === undefined ? WORK_MS : BACKUP_MS;
    const moments = waitForMoment(moment, { ...watch, hear }, random, patience);
    const ended = backup === undefined ? [] : [backup.verb.ended.then(() => false)];
    const came = await Promise.race([moments, working.then(() => true), ...ended]);
    if (victim === "database" || victim === "backup") {
      isDying = victim === "database";
      await (victim === "database" ? killPostmaster(home.folder) : backup?.verb.kill());
      await sleep(random.whole(0, 1_000));
      over.abort();
      await working;
      await recovered(client);
      isDying = false;
      await check(home, client);
      await server.kill();
    } else {
      over.abort();
      await server.kill();
      await working;
    }
    if (client.complaints.length > 0) throw new Error(client.complaints.join("\n"));
    if (backup !== undefined) {
      if (victim === "server and database") await killPostmaster(home.folder);
      await judgeBackup(program, home, backup, victim !== "server", random);
    }
    return came;
  } finally {
    await backup?.release();
    await backup?.verb.kill();
  }
}

/** After the database is gone the server must find it again by itself. */
async function recovered(client: Client): Promise<void> {
  const deadline = Date.now() + START_MS;
  while ((await client.call("/readyz"))?.status !== 200) {
    if (Date.now() > deadline) throw new Error("the server did not find its database again");
    await sleep(50);
  }
}

/** The first time people and datasets are made; every other time it is checked what became of them. */
async function welcome(home: Home, client: Client): Promise<People> {
  if (home.people === undefined) {
    const store = await openHomeStore(home);
    home.people = await invitePeople(store).finally(() => store.close());
  }
  const as = home.people.producer;
  for (const slug of SLUGS) {
    const answer = await client.call("/api/v1/datasets", { ...asJson(packageOf(slug)), as });
    if (answer?.status !== 201 && answer?.status !== 409)
      throw new Error(`${slug}: ${answer?.status} ${answer?.bytes}`);
  }
  await check(home, client);
  return home.people;
}

async function check(home: Home, client: Client): Promise<void> {
  if (home.people === undefined) return;
  const store = await openHomeStore(home);
  await checkAll({ home, people: home.people, client, store }).finally(() => store.close());
  if (client.complaints.length > 0) throw new Error(client.complaints.join("\n"));
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = sleep(START_MS, undefined, { ref: false }).then(() => {
    throw new Error(`the server was not ready within ${START_MS} ms`);
  });
  return Promise.race([work, late]);
}
