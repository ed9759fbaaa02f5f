/**
 * What people decide about a check: a reading, a recipe, a warning that is right, a false alarm, a mended value. Decisions are kept with
 * the upload, with who and why, and the file is checked again with them. Personal data is released by a reviewer only.
 */
import { z } from "zod";
import { recordAudit } from "../catalogue/audit.ts";
import { parseShape } from "../catalogue/shape.ts";
import { lockUpload, moveUpload, type Upload } from "../catalogue/uploads.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { UploadId } from "../kernel/ids.ts";
import type { Decision } from "../tabular/decisions.ts";
import { keepDecided } from "./decide-recipe.ts";
import type { IntakeDeps } from "./deps.ts";

const reason = z.string().trim().min(1).max(2000);
const place = z.union([
  z.string().transform((code) => ({ code })),
  z.object({
    code: z.string(),
    row: z.int().min(1).optional(),
    column: z.int().min(1).optional(),
    field: z.string().optional(),
  }),
]);

const decision = z
  .object({
    issue: place.optional(),
    column: z.string().min(1).max(500).optional(),
    choose: z.union([z.string().min(1).max(10_000), z.record(z.string(), z.unknown())]).optional(),
    override: z.union([z.literal(true), reason]).optional(),
    correct: z.string().max(10_000).optional(),
    reason: reason.optional(),
  })
  .refine(({ issue, column }) => issue !== undefined || column !== undefined, "issue or column")
  .refine(
    ({ choose, override, correct }) => [choose, override, correct].filter((given) => given !== undefined).length === 1,
    "one of choose, override, correct",
  )
  .refine(
    (given) => given.override === undefined || typeof given.override === "string" || given.reason !== undefined,
    "reason",
  )
  .transform(
    ({ override, reason: why, ...rest }): Decision => ({
      ...rest,
      ...(override === undefined ? {} : { override: true }),
      reason: typeof override === "string" ? override : why,
    }),
  );

const decisions = z.array(decision).min(1).max(1000);

/** Throws `request.bad-body` naming every decision that does not fit. */
export const parseDecisions = (body: unknown): readonly Decision[] => parseShape(decisions, body);

/** Keeps the decisions and sends the file to be checked again. Throws rights, `upload.wrong-state`, `upload.original-gone`, `review.personal-data`. */
export async function decideUpload(
  deps: IntakeDeps,
  actor: Actor,
  id: UploadId,
  made: readonly Decision[],
): Promise<Upload> {
  const { store, effects } = deps;
  const releases = made.some(({ override, issue }) => override === true && issue?.code.startsWith("personal/"));
  if (releases && actor.role !== "reviewer" && actor.role !== "admin") throw new Fault("review.personal-data");
  const upload = await store.write(async (tx) => {
    const locked = await lockUpload(tx, actor, id, "upload.decide");
    if (!(await deps.files.has(locked.file.sha256))) throw new Fault("upload.original-gone");
    const at = effects.now();
    await keepDecided(tx, actor, locked, made, at);
    const { decisions: before } = locked;
    const signed = made.map((each) => ({
      ...each,
      ...originalOf(each, locked),
      by: actor.key,
      byName: actor.name,
      at: at.toISOString(),
    }));
    const moved = await moveUpload(tx, id, "received", { decisions: [...before, ...signed], changes: null }, at);
    // Never the corrected values themselves: they may be what nobody should read in a log.
    await recordAudit(tx, actor, "upload.decide", `upload:${id}`, at, {
      dataset: moved.slug,
      decisions: made.map(({ issue, column, override, reason: why }) => ({
        issue: issue?.code,
        column,
        override,
        reason: why,
      })),
    });
    return moved;
  });
  await deps.send("check-upload", { upload: id });
  return upload;
}

/** What a mended cell said, as far as the report tells it (masked where it is personal): whoever reviews sees both. */
function originalOf({ correct, issue }: Decision, { report }: Upload): { readonly was?: string } {
  if (correct === undefined || issue?.row === undefined || report === undefined) return {};
  const told = [...report.issues, ...report.groups.flatMap(({ examples }) => examples)].find(
    ({ row, column, field, value }) =>
      value !== undefined &&
      row === issue.row &&
      (issue.column === undefined || issue.column === column) &&
      (issue.field === undefined || issue.field === field),
  );
  return told?.value === undefined ? {} : { was: told.value };
}
