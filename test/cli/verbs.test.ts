/**
 * What each verb of the command line may reach: the machine's own database and files, where whoever can run it is the operator; a file
 * alone; or another server, by a token. A verb that is new fails here until it says which.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { runProgram } from "../../src/cli/program.ts";
import { realEffects } from "../../src/kernel/effects.ts";

const FILE = fileURLToPath(new URL("../../datasets/penduduk-miskin", import.meta.url));
const A_FILE = `${FILE}/${readdirSync(FILE).find((name) => name.endsWith(".csv"))}`;

/** Of each verb what it works with, and arguments that it takes. */
const VERBS: Readonly<Record<string, readonly ["machine" | "file" | "remote", string]>> = {
  start: ["machine", ""],
  work: ["machine", ""],
  migrate: ["machine", ""],
  inspect: ["file", A_FILE],
  convert: ["file", A_FILE],
  validate: ["machine", `${A_FILE} --dataset penduduk-miskin`],
  upload: ["machine", `${A_FILE} --dataset penduduk-miskin`],
  takedown: ["machine", "penduduk-miskin --all --reason x"],
  import: ["machine", FILE],
  "harvest list": ["machine", ""],
  "harvest add": ["machine", "https://data.example/ --name x --kind ckan --agency dinsos"],
  "harvest remove": ["machine", "00000000-0000-4000-8000-000000000000"],
  "harvest run": ["machine", "00000000-0000-4000-8000-000000000000"],
  follow: ["remote", "http://127.0.0.1:9/ /nonexistent/salinan --once"],
  "audit verify": ["machine", ""],
  "audit list": ["machine", ""],
  backup: ["machine", "/nonexistent/x.backup"],
  restore: ["machine", "/nonexistent/x.backup"],
  verify: ["machine", ""],
  rules: ["machine", "penduduk-miskin"],
  "token create": ["machine", "--role admin --name x"],
  "token list": ["machine", ""],
  "token revoke": ["machine", "00000000-0000-4000-8000-000000000000"],
  "user create": ["machine", "x --role admin --password-stdin"],
  "user list": ["machine", ""],
  "user disable": ["machine", "x"],
  "user enable": ["machine", "x"],
  "user password": ["machine", "x --password-stdin"],
  "agency create": ["machine", "dinas-uji --name x"],
  "agency quota": ["machine", "dinsos 100"],
  "agency list": ["machine", ""],
  "webhook list": ["machine", ""],
  "webhook add": ["machine", "https://data.example/ --name x"],
  "webhook enable": ["machine", "00000000-0000-4000-8000-000000000000"],
  "webhook disable": ["machine", "00000000-0000-4000-8000-000000000000"],
  "webhook remove": ["machine", "00000000-0000-4000-8000-000000000000"],
  "webhook deliveries": ["machine", "00000000-0000-4000-8000-000000000000"],
  "webhook replay": ["machine", "00000000-0000-4000-8000-000000000000 --since 0"],
  "webhook test": ["machine", "00000000-0000-4000-8000-000000000000"],
};

/** Thrown where the machine's own configuration or database is asked for. */
const REACHED = "the machine's own";

const said: string[] = [];
const printed: string[] = [];
let reached = 0;

function reach(): never {
  reached += 1;
  throw new Error(REACHED);
}

async function createProgram(): Promise<Command> {
  const deps = {
    openDatabase: async () => reach(),
    connect: async () => reach(),
    loadConfig: reach,
    effects: realEffects(),
    print: (line: string) => void printed.push(line),
    say: (line: string) => void said.push(line),
    readInput: async () => "kata sandi yang panjang\n",
  };
  const program = new Command("jendela").configureOutput({ writeOut: () => {} });
  const folder = new URL("../../src/cli/", import.meta.url);
  for (const file of readdirSync(folder)) {
    const exported = Object.entries<unknown>(await import(new URL(file, folder).href));
    for (const [name, add] of exported)
      if (/^add\w+Commands?$/.test(name) && typeof add === "function") add(program, deps);
  }
  return program;
}

const leavesOf = (command: Command, before = ""): readonly (readonly [string, Command])[] =>
  command.commands.flatMap((child) => {
    const name = `${before}${child.name()}`;
    return child.commands.length > 0 ? leavesOf(child, `${name} `) : [[name, child] as const];
  });

afterEach(() => {
  said.length = 0;
  printed.length = 0;
  reached = 0;
});

const verbs = leavesOf(await createProgram());

describe("a verb", () => {
  it("is in the table", () => {
    expect(verbs.map(([name]) => name).filter((name) => VERBS[name] === undefined)).toEqual([]);
  });

  it.each(verbs.map(([name]) => name))("reaches what it says and no more: %s", async (verb) => {
    const [works, rest] = VERBS[verb] ?? ["file", ""];
    const quiet = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const argv = ["node", "jendela", ...`${verb} ${rest}`.trim().split(" ")];
    const code = await runProgram(await createProgram(), argv, (line) => void said.push(line));
    quiet.mockRestore();
    if (works === "machine") {
      expect([code, said.join("\n"), printed]).toEqual([3, expect.stringContaining(REACHED), []]);
    } else {
      expect({ reached, code }).toEqual({ reached: 0, code: works === "file" ? 0 : 3 });
    }
  });

  it("takes no secret as an argument, which others on the machine could read", () => {
    const named = verbs.flatMap(([verb, command]) => [
      ...command.registeredArguments.map((argument) => `${verb} <${argument.name()}>`),
      ...command.options.filter(({ required }) => required).map(({ long }) => `${verb} ${long}`),
    ]);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((one) => /(?:password|secret|token|key)>?$/.test(one))).toEqual([]);
  });
});
