/** `jendela start`: the server, until SIGTERM or SIGINT. `jendela work`: a worker beside servers that do no work themselves. */
import type { Command } from "commander";
import type { Config } from "../config/settings.ts";
import { type RunningServer, startServer, startWorker } from "../main.ts";
import { EXIT, Exit } from "./program.ts";

export interface StartDeps {
  readonly loadConfig: () => Config;
  readonly print: (line: string) => void;
}

export function addStartCommand(program: Command, { loadConfig, print }: StartDeps): void {
  program
    .command("start", { isDefault: true })
    .description("Jalankan server / run the server")
    .action(() =>
      runUntilStopped(
        (stopAsked) => startServer(loadConfig(), stopAsked),
        ({ url }) => {
          print(`Listening on ${url}`);
          print('Token untuk mengunggah / a token for uploading: npx jendela token create --role admin --name "saya"');
        },
      ),
    );
}

export function addWorkCommand(program: Command, { loadConfig, print }: StartDeps): void {
  program
    .command("work")
    .description("Jalankan pekerja tanpa server / run a worker without a server")
    .action(async () => {
      const config = loadConfig();
      if (config.checkWorkers === 0)
        throw new Exit(
          EXIT.usage,
          "CHECK_WORKERS=0: pekerja harus mengerjakan sesuatu. / A worker must have something to do.",
        );
      await runUntilStopped(
        (stopAsked) => startWorker(config, stopAsked),
        ({ port }) => print(`Working; watched on port ${port}`),
      );
    });
}

/** Listens for a stop from the first moment, so that one while the database is being made is a stop too. */
async function runUntilStopped(
  start: (stopAsked: AbortSignal) => Promise<RunningServer>,
  tell: (server: RunningServer) => void,
): Promise<void> {
  const asked = stopSignal();
  const server = await start(asked.signal).catch((error: unknown) => {
    if (asked.signal.aborted) return undefined;
    throw error;
  });
  if (server === undefined) return;
  tell(server);
  await asked.received;
  await server.stop();
}

/** Both signals mean: stop accepting, finish or park what runs, stop the database, exit 0. */
function stopSignal(): { readonly signal: AbortSignal; readonly received: Promise<void> } {
  const controller = new AbortController();
  const received = new Promise<void>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) {
      process.on(name, () => {
        controller.abort();
        resolve();
      });
    }
  });
  return { signal: controller.signal, received };
}
