/** `jendela audit verify | list`: is the trail whole, and what does it say. `verify` ends with 1 when it is not. */
import { type Command, InvalidArgumentError } from "commander";
import { listAudit } from "../catalogue/audit.ts";
import { type AuditBreak, type AuditHead, type AuditProof, proveAudit } from "../catalogue/audit-chain.ts";
import { parseTime } from "../http/version-choice.ts";
import { SYSTEM } from "../kernel/actor.ts";
import type { Text } from "../kernel/locale.ts";
import { type AdministrationDeps, printRows, withStore } from "./administration.ts";
import { EXIT, Exit } from "./program.ts";

interface ListOptions {
  readonly since?: string;
  readonly actor?: string;
  readonly dataset?: string;
  readonly first: number;
  readonly json?: boolean;
}

interface VerifyOptions {
  readonly from?: AuditHead;
  readonly json?: boolean;
}

export function addAuditCommand(program: Command, deps: AdministrationDeps): void {
  const audit = program
    .command("audit")
    .description("Jejak audit: siapa melakukan apa / the audit trail: who did what");
  const { print, say } = deps;

  audit
    .command("verify")
    .description("Periksa bahwa jejak audit utuh / check that the trail is whole")
    .option("--from <seq:hash>", "ujung yang dicatat sebelumnya / a head that was noted earlier", readHead)
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async ({ from, json }: VerifyOptions) => {
      const proof = await withStore(deps, (store) => store.read((tx) => proveAudit(tx, from)));
      if (json === true) print(JSON.stringify({ ...proof, head: proof.head ?? null, broken: proof.broken ?? null }));
      else sayProof(deps, proof);
      if (proof.broken !== undefined) throw new Exit(EXIT.invalid);
    });

  audit
    .command("list")
    .description("Isi jejak audit, terbaru dahulu / what the trail says, newest first")
    .option("--since <time>", "sejak, mis. 2026-12-31 / not before")
    .option("--actor <name>", "nama atau kunci pelaku / a name or key")
    .option("--dataset <slug>", "hanya dataset ini / only this dataset")
    .option("--first <n>", "paling banyak / at most", readCount, 100)
    .option("--json", "hasil sebagai JSON / as JSON")
    .action(async ({ since, actor, dataset, first, json = false }: ListOptions) => {
      const wanted = { by: actor, dataset, first, since: since === undefined ? undefined : parseTime(since) };
      const { nodes, totalCount } = await withStore(deps, (store) => store.read((tx) => listAudit(tx, SYSTEM, wanted)));
      const shown = nodes.map((entry) => ({ ...entry, detail: json ? entry.detail : JSON.stringify(entry.detail) }));
      printRows(deps, shown, json);
      say(`${nodes.length} dari ${totalCount} catatan. / ${nodes.length} of ${totalCount} entries.`);
    });
}

const breakText: { readonly [K in AuditBreak["kind"]]: Text } = {
  missing: { id: "catatan hilang", en: "the entry is missing" },
  changed: { id: "catatan diubah atau disisipkan", en: "the entry was changed or put in" },
};

/** What to note goes to stdout, alone on its line. */
export function sayProof({ print, say }: AdministrationDeps, { entries, head, broken }: AuditProof): void {
  if (broken !== undefined) {
    say(`${broken.seq}: ${breakText[broken.kind].id} / ${breakText[broken.kind].en}`);
    return;
  }
  say(`Jejak audit utuh: ${entries} catatan. / The audit trail is whole: ${entries} entries.`);
  if (head === undefined) return;
  say("Catat ujungnya di tempat lain, untuk --from kelak. / Note its head elsewhere, for --from later.");
  print(`${head.seq}:${head.hash}`);
}

function readHead(text: string): AuditHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new InvalidArgumentError("SEQ:HASH");
  return { seq: Number(seq), hash };
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("1–999999");
  return Number(text);
}
