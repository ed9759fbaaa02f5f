/** `jendela user create | list | disable | enable | password`. */
import { type Command, Option } from "commander";
import { showPerson } from "../api/admin.ts";
import { admitPerson, resetPassword } from "../catalogue/account.ts";
import {
  createPerson,
  getPerson,
  listPeople,
  newPersonShape,
  type PersonPatch,
  updatePerson,
} from "../catalogue/people.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { type AdministrationDeps, printRows, readArguments, readPassword, withStore } from "./administration.ts";
import { EXIT, Exit } from "./program.ts";

interface PasswordOptions {
  readonly passwordStdin?: boolean;
  readonly temporary?: boolean;
}

interface CreateOptions extends PasswordOptions {
  readonly role: string;
  readonly agency?: string;
  readonly json?: boolean;
}

const passwordStdin = (): Option =>
  new Option("--password-stdin", "kata sandi dibaca dari stdin / the password is read from stdin");
const temporary = (): Option =>
  new Option(
    "--temporary",
    "kata sandi sementara, ditampilkan sekali / a temporary password, shown once; it is changed at the first signing in",
  ).conflicts("passwordStdin");

export function addUserCommand(program: Command, deps: AdministrationDeps): void {
  const user = program
    .command("user")
    .description("Pengguna yang masuk dengan kata sandi / people who log in with a password");
  const { effects, print, say } = deps;
  const tell = (name: string, password: string): void => {
    say(`Kata sandi sementara “${name}”: sampaikan langsung, tidak ditampilkan lagi. / Temporary, not shown again.`);
    print(password);
  };
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
    .addOption(passwordStdin())
    .addOption(temporary())
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async (name: string, { role, agency, json, ...how }: CreateOptions) => {
      if (isTemporary(how)) {
        const wanted = readArguments(newPersonShape.omit({ password: true }), { name, role, agency });
        const made = await withStore(deps, (store) => store.write((tx) => admitPerson(tx, SYSTEM, wanted, effects)));
        tell(made.person.name, made.password);
        return;
      }
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
    .addOption(passwordStdin())
    .addOption(temporary())
    .option(
      "--forget-device",
      "matikan juga langkah kedua dan ikatan masuk tunggal / the second step and who they are at the single sign-on too",
    )
    .action(async (name: string, { forgetDevice = false, ...how }: PasswordOptions & { forgetDevice?: boolean }) => {
      if (isTemporary(how)) {
        const made = await withStore(deps, (store) =>
          store.write(async (tx) => {
            const { id } = await getPerson(tx, name);
            return resetPassword(tx, SYSTEM, id, { forgetDevice }, effects);
          }),
        );
        tell(made.name, made.password);
        return;
      }
      await update(name, { password: await readPassword(deps) });
      say(`Kata sandi “${name}” diganti. / changed.`);
    });
}

/** Ends with 2 where no way to give a password was chosen. */
function isTemporary({ passwordStdin: typed = false, temporary: made = false }: PasswordOptions): boolean {
  if (typed || made) return made;
  throw new Exit(EXIT.usage, "Pilih satu: --password-stdin atau --temporary. / Choose one of the two.");
}
