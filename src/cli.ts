#!/usr/bin/env node
/** `jendela`: every verb. Results go to stdout, everything else that is said to stderr; exit codes are in `cli/program.ts`. */
import { text } from "node:stream/consumers";
import { Command } from "commander";
import type { AdministrationDeps } from "./cli/administration.ts";
import { addAgencyCommand } from "./cli/agency.ts";
import { addAuditCommand } from "./cli/audit.ts";
import { addBackupCommands } from "./cli/backup.ts";
import { addConvertCommand } from "./cli/convert.ts";
import { addFollowCommand } from "./cli/follow.ts";
import { addHarvestCommands } from "./cli/harvest.ts";
import { addImportCommand } from "./cli/import.ts";
import { addInspectCommand } from "./cli/inspect.ts";
import { addMigrateCommand } from "./cli/migrate.ts";
import { EXIT, Exit, runProgram } from "./cli/program.ts";
import { addRulesCommand } from "./cli/rules.ts";
import { addStartCommand, addWorkCommand } from "./cli/start.ts";
import { addTakedownCommand } from "./cli/takedown.ts";
import { addTokenCommand } from "./cli/token.ts";
import { addUploadCommand } from "./cli/upload.ts";
import { addUserCommand } from "./cli/user.ts";
import { addValidateCommand } from "./cli/validate.ts";
import { addVerifyCommand } from "./cli/verify.ts";
import { addWebhookCommands } from "./cli/webhook.ts";
import { BadConfiguration, type Config, readConfig } from "./config/settings.ts";
import { connectDatabase, openDatabase } from "./database.ts";
import { createLog } from "./http/log.ts";
import { realEffects } from "./kernel/effects.ts";

/** Read when a verb needs it, so that `inspect` works whatever the environment says. */
function loadConfig(over: Readonly<Record<string, string>> = {}): Config {
  try {
    return readConfig({ ...process.env, ...over });
  } catch (error) {
    if (error instanceof BadConfiguration) throw new Exit(EXIT.usage, error.message);
    throw error;
  }
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

function createProgram(): Command {
  // Warnings and worse only: a verb is not a server.
  const effects = realEffects((what) => {
    if (what.level === "warn" || what.level === "error") createLog("warn").write(what);
  });
  const deps: AdministrationDeps = {
    openDatabase: () => openDatabase(loadConfig(), effects.observe),
    effects,
    print,
    say,
    readInput: () => text(process.stdin),
  };
  const program = new Command("jendela").description(
    "Jendela Sulsel: katalog data terbuka Sulawesi Selatan / open data of South Sulawesi",
  );
  addStartCommand(program, { loadConfig, print });
  addWorkCommand(program, { loadConfig, print });
  addMigrateCommand(program, deps);
  addInspectCommand(program);
  addConvertCommand(program);
  addValidateCommand(program, { ...deps, loadConfig });
  addUploadCommand(program, { ...deps, loadConfig });
  addTakedownCommand(program, { ...deps, loadConfig });
  addImportCommand(program, { ...deps, loadConfig });
  addHarvestCommands(program, { ...deps, loadConfig });
  addFollowCommand(program, deps);
  addAuditCommand(program, deps);
  addBackupCommands(program, { ...deps, loadConfig, connect: (config) => connectDatabase(config, effects.observe) });
  addVerifyCommand(program, { ...deps, loadConfig });
  addRulesCommand(program, deps);
  addTokenCommand(program, deps);
  addUserCommand(program, deps);
  addWebhookCommands(program, { ...deps, loadConfig });
  addAgencyCommand(program, deps);
  return program;
}

// Whoever reads our output may stop reading ("| head"); that is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await runProgram(createProgram(), process.argv, say, process.env.JENDELA_DEBUG !== undefined);
