/** A version as the REST interface shows it. */
import type { Version } from "../catalogue/versions.ts";

export const showVersion = (version: Version): Record<string, unknown> => ({
  dataset: version.slug,
  version: version.number,
  status: "published",
  publishedAt: version.publishedAt.toISOString(),
  rows: version.rows,
  added: version.added ?? null,
  removed: version.removed ?? null,
  changed: version.changed ?? null,
  note: version.note ?? null,
  withdrawn:
    version.withdrawn === undefined
      ? null
      : { at: version.withdrawn.at.toISOString(), reason: version.withdrawn.reason },
});
