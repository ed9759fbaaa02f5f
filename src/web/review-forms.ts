/** What the reviewer's forms send, read at the edge: a time in WITA, a reason, remarks on fields and cells. */
import type { Request } from "express";
import { type Remarks, returnBody } from "../catalogue/review.ts";
import { localTime, readLocalTime } from "../kernel/wita.ts";
import { parseReference } from "../tabular/cell-reference.ts";
import { fieldText } from "./form-text.ts";
import { REMARKS, type TypedDecision } from "./review-decision.tsx";
import type { ReviewWords } from "./words-review.ts";

/** A form that could not be taken: why, and what was typed. */
export class BadForm extends Error {
  readonly typed: TypedDecision;
  constructor(typed: TypedDecision & { readonly problem: string }) {
    super(typed.problem);
    this.typed = typed;
  }
}

/** The time at which to publish. Throws BadForm for one that is none, or has passed. */
export function readReleaseTime(request: Request, now: Date, t: ReviewWords): Date {
  const written = fieldText(request, "waktu");
  const time = readLocalTime(written);
  if (time === undefined || time <= now) throw new BadForm({ problem: t.badTime, when: written || localTime(now) });
  return time;
}

/** Why an upload is returned. Remarks without a text are left out. Throws BadForm. */
export function readReturn(request: Request, t: ReviewWords): Remarks {
  const reason = fieldText(request, "alasan");
  const typed = Array.from({ length: REMARKS }, (_, index) => ({
    field: fieldText(request, `kolom-${index}`),
    cell: fieldText(request, `sel-${index}`),
    text: fieldText(request, `catatan-${index}`),
  }));
  const refuse = (problem: string): never => {
    throw new BadForm({ problem, reason, remarks: typed });
  };
  if (reason === "") refuse(t.needReason);
  const remarks = typed
    .filter(({ text }) => text !== "")
    .map(({ field, cell, text }) => {
      if (cell !== "" && !/^[a-z]{1,3}[1-9]\d{0,6}$/i.test(cell)) refuse(t.badCell(cell.slice(0, 12)));
      const [row, column] = parseReference(cell);
      return { ...(field === "" ? {} : { field }), ...(cell === "" ? {} : { row, column }), text };
    });
  const read = returnBody.safeParse({ reason, remarks });
  return read.success ? read.data : refuse(t.needReason);
}

/** A reason of its own form. Throws BadForm. */
export function readReason(request: Request, t: ReviewWords): string {
  const reason = fieldText(request, "alasan");
  if (reason === "") throw new BadForm({ problem: t.needWhy });
  return reason;
}
