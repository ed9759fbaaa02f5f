/** `jendela rules SLUG`: rules that the dataset's history bears out, as JSON to be taken into its package. */
import type { Command } from "commander";
import { proposeRules } from "../catalogue/proposed-rules.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import { type AdministrationDeps, withStore } from "./administration.ts";

export function addRulesCommand(program: Command, deps: AdministrationDeps): void {
  program
    .command("rules <slug>")
    .description(
      "Usulkan aturan dari data yang sudah terbit, sebagai JSON / propose rules from what has been published, as JSON",
    )
    .action(async (slug: string) => {
      const { rules } = await withStore(deps, async (store) => {
        if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
        return proposeRules(store, SYSTEM, slug);
      });
      deps.print(JSON.stringify(rules, null, 2));
    });
}
