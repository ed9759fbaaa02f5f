/** `jendela webhook`: who is told of changes, kept and looked at from the command line, beside a running server or without one. */
import type { Command } from "commander";
import { sinceShape } from "../api/changes.ts";
import { showDelivery, showWebhook } from "../api/webhooks.ts";
import { listDeliveries } from "../catalogue/webhook-work.ts";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  newWebhookShape,
  replayWebhook,
  updateWebhook,
} from "../catalogue/webhooks.ts";
import type { Config } from "../config/settings.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { testWebhook } from "../webhooks/deliver.ts";
import { createSend } from "../webhooks/send.ts";
import { type AdministrationDeps, printRows, readArguments, withStore } from "./administration.ts";
import { EXIT, Exit, interruptSignal } from "./program.ts";

interface WebhookVerbDeps extends AdministrationDeps {
  readonly loadConfig: () => Config;
}

interface AddOptions {
  readonly name: string;
  readonly agency?: string;
  readonly dataset?: string[];
  readonly kind?: string[];
  readonly json?: boolean;
}

interface AsJson {
  readonly json?: boolean;
}

const JSON_OPTION = ["--json", "hasil sebagai JSON / as JSON"] as const;

export function addWebhookCommands(program: Command, deps: WebhookVerbDeps): void {
  const webhook = program
    .command("webhook")
    .description("Sistem yang diberi tahu setiap kali data berubah / systems that are told whenever data changes");
  addKeepingVerbs(webhook, deps);
  addDeliveryVerbs(webhook, deps);
}

function addKeepingVerbs(webhook: Command, deps: WebhookVerbDeps): void {
  const { effects, print, say } = deps;
  webhook
    .command("list")
    .description("Semua webhook, tanpa rahasianya / every webhook, without its secret")
    .option(...JSON_OPTION)
    .action(async ({ json = false }: AsJson) => {
      const webhooks = await withStore(deps, (store) => store.read((tx) => listWebhooks(tx, SYSTEM)));
      printRows(deps, webhooks.map(showWebhook), json);
    });

  webhook
    .command("add <address>")
    .description("Tambah webhook; rahasianya di baris terakhir, sekali / add one; its secret on the last line, once")
    .requiredOption("--name <name>", "nama sistem / name of the system")
    .option("--agency <slug>", "membaca sebagai instansi ini / reads as this agency")
    .option("--dataset <slug...>", "hanya dataset ini / only these datasets")
    .option("--kind <kind...>", "hanya perubahan jenis ini / only these kinds of change")
    .option(...JSON_OPTION)
    .action(async (url: string, { name, agency, dataset, kind, json }: AddOptions) => {
      const { webhookHttp, webhookKey } = deps.loadConfig();
      const given = { name, url, agency, datasets: dataset, kinds: kind };
      const wanted = readArguments(newWebhookShape(webhookHttp), given);
      const made = await withStore(deps, (store) =>
        store.write((tx) => createWebhook(tx, SYSTEM, wanted, effects, webhookKey)),
      );
      if (json === true) {
        print(JSON.stringify({ ...showWebhook(made.webhook), secret: made.secret }));
        return;
      }
      say(`Webhook ${made.webhook.id}. Simpan rahasianya sekarang. / Keep its secret now: it is not shown again.`);
      print(made.secret);
    });

  for (const [verb, disabled, description] of [
    ["disable", true, "Hentikan kiriman / stop its deliveries"],
    ["enable", false, "Lanjutkan dari tempat berhenti / go on from where it stopped"],
  ] as const)
    webhook
      .command(`${verb} <id>`)
      .description(description)
      .action(async (id: string) => {
        await withStore(deps, (store) => store.write((tx) => updateWebhook(tx, SYSTEM, id, { disabled }, effects)));
        say(`Webhook ${id} ${disabled ? "dinonaktifkan. / disabled." : "diaktifkan. / enabled."}`);
      });

  webhook
    .command("remove <id>")
    .description("Hapus webhook / remove a webhook")
    .action(async (id: string) => {
      await withStore(deps, (store) => store.write((tx) => deleteWebhook(tx, SYSTEM, id, effects)));
      say(`Webhook ${id} dihapus. / removed.`);
    });
}

function addDeliveryVerbs(webhook: Command, deps: WebhookVerbDeps): void {
  const { effects, print, say } = deps;
  webhook
    .command("deliveries <id>")
    .description("Seratus kiriman terakhir / the last hundred deliveries")
    .option(...JSON_OPTION)
    .action(async (id: string, { json = false }: AsJson) => {
      const { nodes } = await withStore(deps, (store) =>
        store.read(async (tx) => listDeliveries(tx, await getWebhook(tx, SYSTEM, id), { first: 100 })),
      );
      printRows(deps, nodes.map(showDelivery), json);
    });

  webhook
    .command("replay <id>")
    .description("Kirim ulang semua sesudah titik ini / send everything after this point again")
    .requiredOption("--since <place>", "waktu atau kursor umpan perubahan; 0: dari awal / time, or cursor of the feed")
    .action(async (id: string, { since }: { readonly since: string }) => {
      const place = readArguments(sinceShape, since);
      await withStore(deps, (store) => store.write((tx) => replayWebhook(tx, SYSTEM, id, place, effects)));
      say(`Webhook ${id} dikirimi ulang. / is sent to again.`);
    });

  webhook
    .command("test <id>")
    .description("Kirim pesan percobaan sekarang / send a test message now")
    .option(...JSON_OPTION)
    .action(async (id: string, { json }: AsJson) => {
      const { webhookKey: key, webhookNetworks } = deps.loadConfig();
      const { delivered, status, error } = await withStore(deps, async (store) => {
        const one = await store.read((tx) => getWebhook(tx, SYSTEM, id));
        return testWebhook({ store, effects, key, send: createSend(webhookNetworks) }, one, interruptSignal());
      });
      const outcome = { delivered, status: status ?? null, error: error ?? null };
      if (json === true) print(JSON.stringify(outcome));
      else print(delivered ? `diterima / taken: ${status}` : `tidak diterima / not taken: ${error ?? status}`);
      if (!delivered) throw new Exit(EXIT.failure);
    });
}
