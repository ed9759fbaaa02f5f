/** The states of an upload and the only moves between them. `invalid` is about the file, `failed` is about us. */

export const UPLOAD_STATUSES = [
  "received",
  "checking",
  "ready",
  "invalid",
  "failed",
  "submitted",
  "scheduled",
  "returned",
  "published",
  "superseded",
] as const;

export type UploadStatus = (typeof UPLOAD_STATUSES)[number];

const moves: { readonly [S in UploadStatus]: readonly UploadStatus[] } = {
  received: ["checking", "failed"],
  checking: ["ready", "invalid", "failed", "received"],
  ready: ["submitted", "published", "scheduled", "returned", "superseded", "received"],
  invalid: ["received", "superseded"],
  failed: ["received"],
  submitted: ["published", "scheduled", "returned", "superseded", "received"],
  scheduled: ["published", "submitted", "returned", "superseded", "failed"],
  returned: [],
  published: [],
  superseded: [],
};

export const canMove = (from: UploadStatus, to: UploadStatus): boolean => moves[from].includes(to);

/** Waiting for the machine: everything else waits for a person or is over. */
export const isInFlight = (status: UploadStatus): boolean => status === "received" || status === "checking";
