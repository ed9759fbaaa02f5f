/** `jendela start`: the server, until SIGTERM or SIGINT. */
import type { Command } from "commander";
import type { Config } from "../config/settings.ts";
import { startServer } from "../main.ts";

export interface StartDeps {
  readonly loadConfig: () => Config;
  readonly print: (line: string) => void;
}

export function addStartCommand(program: Command, { loadConfig, print }: StartDeps): void {
  program
    .command("start", { isDefault: true })
    .description("Jalankan server / run the server")
    .action(async () => {
      // From the first moment, so that a stop while the database is being made is a stop too.
      const asked = stopSignal();
      const starting = startServer(loadConfig(), asked.signal);
      const server = await starting.catch((error: unknown) => {
        if (asked.signal.aborted) return undefined;
        throw error;
      });
      if (server === undefined) return;
      print(`Listening on ${server.url}`);
      print('Token untuk mengunggah / a token for uploading: npx jendela token create --role admin --name "saya"');
      await asked.received;
      await server.stop();
    });
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
