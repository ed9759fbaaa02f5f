/** `jendela token create | list | revoke`. */
import { type Command, Option } from "commander";
import { showToken } from "../api/admin.ts";
import {
  createPersonToken,
  createToken,
  listTokens,
  type MadeToken,
  newPersonTokenShape,
  newTokenShape,
  revokeToken,
} from "../catalogue/tokens.ts";
import { parseTime } from "../http/version-choice.ts";
import { SYSTEM } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import type { WriteTx } from "../store/transaction.ts";
import { type AdministrationDeps, printRows, readArguments, withStore } from "./administration.ts";

interface CreateOptions {
  readonly name: string;
  readonly role?: string;
  readonly user?: string;
  readonly agency?: string;
  readonly dataset?: string[];
  readonly expires?: string;
  readonly json?: boolean;
}

export function addTokenCommand(program: Command, deps: AdministrationDeps): void {
  const token = program
    .command("token")
    .description("Token akses untuk sistem dan pengguna / access tokens for systems and people");
  const { effects, print, say } = deps;

  token
    .command("create")
    .description("Buat token; ditampilkan sekali, di baris terakhir / make a token, shown once, on the last line")
    .addOption(new Option("--role <role>", "peran / role").choices(["producer", "system", "reviewer", "admin"]))
    .addOption(
      new Option(
        "--user <name>",
        "token seorang pengguna, dengan hak orang itu / of a user, with that user's rights",
      ).conflicts(["role", "agency", "dataset"]),
    )
    .requiredOption("--name <name>", "untuk siapa token ini / whom it is for")
    .option("--agency <slug>", "instansi (wajib untuk producer dan system) / agency")
    .option("--dataset <slug...>", "hanya dataset ini / only these datasets")
    .option("--expires <time>", "berlaku sampai, mis. 2026-12-31 / valid until")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async ({ json, ...options }: CreateOptions) => {
      const make = makerOf(options, effects);
      const made = await withStore(deps, (store) => store.write(make));
      if (json === true) {
        print(JSON.stringify({ ...showToken(made.info), token: made.token }));
        return;
      }
      say(`Token ${made.id}. Simpan sekarang: tidak ditampilkan lagi. / Keep it now: it is not shown again.`);
      print(made.token);
    });

  token
    .command("list")
    .description("Daftar token, tanpa tokennya / the tokens, without themselves")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const tokens = await withStore(deps, (store) => store.read((tx) => listTokens(tx, SYSTEM)));
      printRows(deps, tokens.map(showToken), json);
    });

  token
    .command("revoke")
    .description("Cabut token / revoke a token")
    .argument("<id>", "nomor token dari daftar / the token's id from the list")
    .action(async (id: string) => {
      await withStore(deps, (store) => store.write((tx) => revokeToken(tx, SYSTEM, id, effects)));
      say(`Token ${id} dicabut. / revoked.`);
    });
}

/** A user's, or one of its own with a role. */
function makerOf(
  { user, dataset, expires, name, ...reach }: CreateOptions,
  effects: Effects,
): (tx: WriteTx) => Promise<MadeToken> {
  const expiresAt = expires === undefined ? undefined : parseTime(expires).toISOString();
  if (user === undefined) {
    const wanted = readArguments(newTokenShape, { name, ...reach, datasets: dataset, expiresAt });
    return (tx) => createToken(tx, SYSTEM, wanted, effects);
  }
  const wanted = readArguments(newPersonTokenShape, { name, person: user, expiresAt });
  return (tx) => createPersonToken(tx, SYSTEM, wanted, effects);
}
