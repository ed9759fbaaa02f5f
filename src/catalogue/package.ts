/**
 * The declared form of a dataset, read: a Data Package with one resource becomes a `DataPackage`, or a Fault `package.invalid` that
 * names each thing that is wrong with it, all at once. Properties of one's own are let through, as the standard allows, and left out.
 */
import { type AgencySlug, isAgencySlug } from "../kernel/ids.ts";
import type { DataPackage, TableSchema } from "../kernel/package.ts";
import type { PackageContext } from "./package-context.ts";
import { collectProblems, type Problems, refuseProblems } from "./package-problem.ts";
import { readPart } from "./package-read.ts";
import { readRules } from "./package-rules.ts";
import { isObject, readSchema } from "./package-schema.ts";
import { outlineShape } from "./package-shape.ts";
import { checkText } from "./package-text.ts";

/** The package as declared. Throws `package.invalid` with `extra.errors`. */
export function parsePackage(json: unknown, context: PackageContext): DataPackage {
  const problems = collectProblems();
  const read = readPackage(json, context, problems);
  refuseProblems(problems);
  // Without a problem everything was read.
  return read as DataPackage;
}

/** Undefined only when a problem was added. */
export function readPackage(json: unknown, context: PackageContext, problems: Problems): DataPackage | undefined {
  if (!isObject(json)) {
    problems.add([], "package.wrong-type", { expected: "object" });
    return undefined;
  }
  if (!checkText(json, problems)) return undefined;
  const outline = readPart(
    outlineShape,
    context.slug === undefined ? json : { name: context.slug, ...json },
    [],
    problems,
  );
  const schema = readResource(json, context, problems);
  const rules = readRules(json.rules, schema, ["rules"], problems);
  const agency = typeof json.agency === "string" ? json.agency : context.agency;
  const known = agency === undefined ? undefined : readAgency(agency, context, problems);
  if (agency === undefined) problems.add(["agency"], "package.missing", { property: "agency" });
  if (outline === undefined) return undefined;
  if (context.slug !== undefined && outline.name !== context.slug) {
    problems.add(["name"], "package.other-slug", { value: outline.name, slug: context.slug });
  }
  outline.topics.forEach((value, index) => {
    if (!context.topics.has(value)) {
      problems.add(["topics", index], "package.unknown-topic", { value, allowed: [...context.topics].join(", ") });
    }
  });
  if (schema === undefined || known === undefined) return undefined;
  return { ...outline, topics: [...new Set(outline.topics)], agency: known, rules, schema };
}

function readAgency(value: string, context: PackageContext, problems: Problems): AgencySlug | undefined {
  if (isAgencySlug(value) && context.agencies.has(value)) return value;
  problems.add(["agency"], "package.unknown-agency", { value });
  return undefined;
}

function readResource(
  json: Readonly<Record<string, unknown>>,
  context: PackageContext,
  problems: Problems,
): TableSchema | undefined {
  const { resources } = json;
  if (resources === undefined) {
    problems.add(["resources"], "package.missing", { property: "resources" });
    return undefined;
  }
  if (!Array.isArray(resources) || resources.length !== 1) {
    problems.add(["resources"], "package.one-resource", { count: Array.isArray(resources) ? resources.length : 0 });
    return undefined;
  }
  const resource: unknown = resources[0];
  if (!isObject(resource)) {
    problems.add(["resources", 0], "package.wrong-type", { expected: "object" });
    return undefined;
  }
  if (resource.schema === undefined) {
    problems.add(["resources", 0, "schema"], "package.missing", { property: "schema" });
    return undefined;
  }
  const self = typeof json.name === "string" ? json.name : context.slug;
  return readSchema(resource.schema, self, context, ["resources", 0, "schema"], problems);
}
