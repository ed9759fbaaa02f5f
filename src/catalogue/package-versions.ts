/** The files that a package brings: `versions` in order, each checked against the schema that is in force from its version on. */
import type { DataPackage } from "../kernel/package.ts";
import { readPackage } from "./package.ts";
import type { PackageContext } from "./package-context.ts";
import { collectProblems, type Path, type Problems, refuseProblems } from "./package-problem.ts";
import { readPart } from "./package-read.ts";
import { checkRule } from "./package-rules.ts";
import { readSchema } from "./package-schema.ts";
import { versionShape } from "./package-shape.ts";

/** One file of `versions`: its path inside the package's folder, and the package that it is checked against. */
export interface DeclaredVersion {
  readonly path: string;
  readonly note?: string | undefined;
  readonly package: DataPackage;
}

/** The package with its files in order: `versions`, else the resource's own `path`, else none. */
export function parseDeclaredVersions(
  json: unknown,
  context: PackageContext,
): { readonly package: DataPackage; readonly versions: readonly DeclaredVersion[] } {
  const problems = collectProblems();
  const read = readPackage(json, context, problems);
  const versions = read === undefined ? [] : readVersions(json, read, context, problems);
  refuseProblems(problems);
  return { package: versions.at(-1)?.package ?? (read as DataPackage), versions };
}

/** A `schema` in one version is the schema from that version on. */
function readVersions(
  json: unknown,
  first: DataPackage,
  context: PackageContext,
  problems: Problems,
): readonly DeclaredVersion[] {
  const { versions, resources } = json as { versions?: unknown; resources: readonly { path?: unknown }[] }; // readPackage saw them
  if (versions === undefined) {
    const path = resources[0]?.path;
    if (typeof path !== "string") return [];
    return checkPath(path, ["resources", 0, "path"], problems) ? [{ path, package: first }] : [];
  }
  if (!Array.isArray(versions)) {
    problems.add(["versions"], "package.wrong-type", { expected: "array" });
    return [];
  }
  let current = first;
  return versions.flatMap((entry: unknown, index) => {
    const at = ["versions", index];
    const read = readPart(versionShape, entry, at, problems);
    if (read === undefined || !checkPath(read.path, [...at, "path"], problems)) return [];
    if (read.schema !== undefined) {
      const schema = readSchema(read.schema, first.name, context, [...at, "schema"], problems);
      if (schema !== undefined) {
        for (const rule of first.rules) checkRule(rule, schema, [...at, "schema"], problems);
        current = { ...current, schema };
      }
    }
    return [{ path: read.path, note: read.note, package: current }];
  });
}

/** Inside the package's own folder: relative, no "..", no backslash, no address. */
function checkPath(path: string, at: Path, problems: Problems): boolean {
  const safe =
    !/^(?:[a-z][a-z0-9+.-]*:|\/)|\\|\0/i.test(path) && path.split("/").every((part) => part !== ".." && part !== "");
  if (!safe) problems.add(at, "package.unsafe-path", { value: path });
  return safe;
}
