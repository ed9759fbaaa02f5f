/** A version as the REST interface shows it: alone, or with its history. Persons' names only to those who may read them. */
import type { Contributor } from "../catalogue/contributor.ts";
import type { Override, VersionHistory } from "../catalogue/history.ts";
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

export function showVersionHistory(
  version: Version,
  history: VersionHistory | undefined,
  baseUrl: string,
  withNames: boolean,
): Record<string, unknown> {
  const { slug, number, uploader, publisher } = version;
  const show = (who: Contributor | undefined) => (who === undefined ? null : showContributor(who, withNames));
  const files = `${baseUrl}/download/${slug}`;
  return {
    ...showVersion(version),
    current: version.current,
    changedCells: version.cells ?? {},
    restoredFrom: version.restoredFrom ?? null,
    uploadedBy: show(uploader),
    publishedBy: show(publisher),
    schemaChanges: history?.schemaChanges ?? [],
    overrides: history?.overrides.map((override) => showOverride(override, withNames)) ?? [],
    fields: version.package.schema.fields.map(({ name }) => name),
    url: `${files}/v${number}.csv`,
    diffUrl: number === 1 ? null : `${files}/v${number - 1}..v${number}.diff.csv`,
  };
}

const showContributor = ({ name, role, agency }: Contributor, withName: boolean): Record<string, unknown> => ({
  role,
  agency,
  ...(withName ? { name } : {}),
});

const showOverride = ({ by, at, ...override }: Override, withName: boolean): Record<string, unknown> => ({
  ...override,
  at: at.toISOString(),
  by: showContributor(by, withName),
});
