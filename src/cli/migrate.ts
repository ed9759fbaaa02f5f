/** `jendela migrate`: brings the database to this version's schema; what `start` does first. */
import type { Command } from "commander";
import { type AdministrationDeps, withStore } from "./administration.ts";

export function addMigrateCommand(program: Command, deps: AdministrationDeps): void {
  program
    .command("migrate")
    .description("Perbarui skema basis data / bring the database up to date")
    .action(async () => {
      // Opening applies every migration.
      await withStore(deps, async () => {});
      deps.say("Skema basis data sudah terbaru. / The database is up to date.");
    });
}
