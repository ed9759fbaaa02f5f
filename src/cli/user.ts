/** `jendela user create | list | disable | enable | password`. */
import { type Command, Option } from "commander";
import { showPerson } from "../api/admin.ts";
import { createPerson, listPeople, newPersonShape, type PersonPatch, updatePerson } from "../catalogue/people.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { type AdministrationDeps, printRows, readArguments, readPassword, withStore } from "./administration.ts";

interface CreateOptions {
  readonly role: string;
  readonly agency?: string;
  readonly json?: boolean;
}

const PASSWORD = ["--password-stdin", "kata sandi dibaca dari stdin / the password is read from stdin"] as const;

export function addUserCommand(program: Command, deps: AdministrationDeps): void {
  const user = program
    .command("user")
    .description("Pengguna yang masuk dengan kata sandi / people who log in with a password");
  const { effects, print, say } = deps;
  const update = (name: string, patch: PersonPatch) =>
    withStore(deps, (store) => store.write((tx) => updatePerson(tx, SYSTEM, name, patch, effects)));

  user
    .command("create")
    .description("Buat pengguna / make a user")
    .argument("<name>", "nama untuk masuk / log-in name")
    .addOption(
      new Option("--role <role>", "peran / role").choices(["producer", "reviewer", "admin"]).makeOptionMandatory(),
    )
    .option("--agency <slug>", "instansi (wajib untuk producer) / agency")
    .requiredOption(...PASSWORD)
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async (name: string, { role, agency, json }: CreateOptions) => {
      const wanted = readArguments(newPersonShape, { name, role, agency, password: await readPassword(deps) });
      const person = await withStore(deps, (store) => store.write((tx) => createPerson(tx, SYSTEM, wanted, effects)));
      if (json === true) print(JSON.stringify(showPerson(person)));
      else say(`Pengguna “${person.name}” dibuat. / made.`);
    });

  user
    .command("list")
    .description("Daftar pengguna / the users")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const people = await withStore(deps, (store) => store.read((tx) => listPeople(tx, SYSTEM)));
      printRows(deps, people.map(showPerson), json);
    });

  user
    .command("disable")
    .description("Nonaktifkan pengguna beserta tokennya / disable a user and the user's tokens")
    .argument("<name>")
    .action(async (name: string) => {
      await update(name, { disabled: true });
      say(`Pengguna “${name}” dinonaktifkan. / disabled.`);
    });

  user
    .command("enable")
    .description("Aktifkan kembali / enable again")
    .argument("<name>")
    .action(async (name: string) => {
      await update(name, { disabled: false });
      say(`Pengguna “${name}” diaktifkan. / enabled.`);
    });

  user
    .command("password")
    .description("Ganti kata sandi / set a new password")
    .argument("<name>")
    .requiredOption(...PASSWORD)
    .action(async (name: string) => {
      await update(name, { password: await readPassword(deps) });
      say(`Kata sandi “${name}” diganti. / changed.`);
    });
}
