/** `jendela agency create | quota | list`. */
import { type Command, Option } from "commander";
import { showAgency, showRoom } from "../api/admin.ts";
import { createAgency, listAgencies, newAgencyShape } from "../catalogue/agencies.ts";
import { getAgencyRoom, quotaShape, setQuota } from "../catalogue/agency-quota.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { type AdministrationDeps, printRows, readArguments, withStore } from "./administration.ts";

interface CreateOptions {
  readonly name: string;
  readonly nameEn?: string;
  readonly shortName?: string;
  readonly kind: string;
  readonly region?: string;
  readonly json?: boolean;
}

export function addAgencyCommand(program: Command, deps: AdministrationDeps): void {
  const agency = program.command("agency").description("Instansi produsen data / agencies that produce data");
  const { effects, print, say } = deps;

  agency
    .command("create")
    .description("Buat instansi / make an agency")
    .argument("<slug>", "nama singkat untuk alamat, mis. dinas-kesehatan / its name in addresses")
    .requiredOption("--name <name>", "nama resmi / official name")
    .option("--name-en <name>", "nama dalam bahasa Inggris / name in English")
    .option("--short-name <name>", "singkatan / short name")
    .addOption(
      new Option("--kind <kind>", "provinsi atau kabupaten/kota / kind")
        .choices(["province", "regency"])
        .default("province"),
    )
    .option("--region <code>", "kode wilayah Kemendagri, mis. 73.06 / region code")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async (slug: string, { json, ...options }: CreateOptions) => {
      const wanted = readArguments(newAgencyShape, { slug, ...options });
      const made = await withStore(deps, (store) => store.write((tx) => createAgency(tx, SYSTEM, wanted, effects)));
      if (json === true) print(JSON.stringify(showAgency(made)));
      else say(`Instansi “${made.slug}” dibuat. / made.`);
    });

  agency
    .command("quota")
    .description("Kuota ruang instansi / how much room an agency may take")
    .argument("<slug>", "instansi / the agency")
    .argument("[mb]", "MB; 0 tanpa batas, “default” untuk AGENCY_QUOTA_MB / 0 for no limit, “default” for the server's")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async (slug: string, mb: string | undefined, { json = false }: { readonly json?: boolean }) => {
      const wanted =
        mb === undefined ? undefined : readArguments(quotaShape, { quotaMb: mb === "default" ? null : Number(mb) });
      const room = await withStore(deps, (store) =>
        wanted === undefined
          ? store.read((tx) => getAgencyRoom(tx, SYSTEM, slug))
          : store.write((tx) => setQuota(tx, SYSTEM, slug, wanted, effects)),
      );
      printRows(deps, [showRoom(room)], json);
    });

  agency
    .command("list")
    .description("Daftar instansi / the agencies")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const agencies = await withStore(deps, (store) => store.read(listAgencies));
      printRows(deps, agencies.map(showAgency), json);
    });
}
