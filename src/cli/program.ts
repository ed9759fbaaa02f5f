/** What every verb shares: exit codes, and one place where what went wrong is said. 0 done · 1 invalid data · 2 usage · 3 failure. */
import { type Command, CommanderError } from "commander";
import { faultMessage, isFault } from "../kernel/fault.ts";

export const EXIT = { done: 0, invalid: 1, usage: 2, failure: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Thrown by a verb to end with a code and one sentence on stderr. */
export class Exit extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message = "") {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs the program; resolves with the exit code and has said on stderr whatever went wrong. Stack traces only with JENDELA_DEBUG. */
export async function runProgram(
  program: Command,
  argv: readonly string[],
  say: (line: string) => void,
  debug = false,
): Promise<ExitCode> {
  for (const command of [program, ...allCommands(program)])
    command.exitOverride().configureOutput({ writeErr: (text) => say(text.trimEnd()) });
  try {
    await program.parseAsync(argv);
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error instanceof Exit) {
      if (error.message !== "") say(error.message);
      return error.exitCode;
    }
    if (isFault(error)) {
      const { detail } = faultMessage(error);
      say(`${detail.id}\n${detail.en} [${error.code}]`);
      return error.status >= 500 ? EXIT.failure : error.status === 422 ? EXIT.invalid : EXIT.usage;
    }
    say(
      debug && error instanceof Error
        ? (error.stack ?? error.message)
        : `Gagal: ${error instanceof Error ? error.message : String(error)}`,
    );
    return EXIT.failure;
  }
}

function allCommands(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}

/** Aborts at Ctrl-C, so that what is under way is parked rather than torn. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort());
  process.once("SIGTERM", () => controller.abort());
  return controller.signal;
}
