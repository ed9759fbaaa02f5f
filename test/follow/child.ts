/** `jendela follow` alone, so that a test that kills it need not wait for the whole program to load. */
import { Command } from "commander";
import { addFollowCommand } from "../../src/cli/follow.ts";
import { runProgram } from "../../src/cli/program.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const program = new Command("jendela");
addFollowCommand(program, { print: (line) => void process.stdout.write(`${line}\n`), say });
process.exitCode = await runProgram(program, process.argv, say);
