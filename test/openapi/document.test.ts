import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { OPERATIONS, writeDocument } from "../../src/openapi/document.ts";
import { callsOf } from "./given.ts";
import { lintDocument } from "./lint.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("the reference", () => {
  it.each(["id", "en"] as const)("is an OpenAPI document without a fault, in %s", async (lang) => {
    expect(await lintDocument(writeDocument("https://data.sulselprov.go.id", lang))).toEqual([]);
  });

  it("has a name of its own for every call", () => {
    const ids = OPERATIONS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  /** Of pages and of their parts: for people, and told by themselves. */
  const FOR_PEOPLE =
    /^\/(?:$|catalog$|dataset$|dataset\/[^/.]+$|assets\/|kerja|masuk|keluar|wilayah|indikator|instansi|topik|tentang|status|api\/rujukan|api$|dataset\/.*\.(?:html|svg|png))/;
  const sections = read("docs/api.md").split(/^## /m);
  const listed = sections
    .filter((section) => !/^(?:Pages|Signing)/.test(section))
    .flatMap((section) => [...section.matchAll(/^\| (`[A-Z]+.*?) \|/gm)])
    .flatMap(([, cell = ""]) => {
      let methods: string[] = [];
      return [...cell.matchAll(/`([A-Z]+)?\s?(\/[^`]*)?`/g)].flatMap(([, method, path]) => {
        if (method !== undefined)
          methods =
            path === undefined
              ? [...methods, method]
              : [...methods.filter(() => !cell.includes(`\`${method} /`)), method];
        return path === undefined ? [] : [...new Set(methods)].map((one) => `${one} ${path}`);
      });
    });
  const shape = (call: string): string =>
    call
      .replace(/\{\w+\}/g, "{}")
      .replace(/\.(?:csv|json|ndjson)$/, ".{}")
      .replace("openapi.{}", "openapi.json")
      .replace("datapackage.{}", "datapackage.json")
      .replace("csv-metadata.{}", "csv-metadata.json")
      .replace("croissant.{}", "croissant.json")
      .replace("schema.{}", "schema.json");
  const documented = callsOf(writeDocument("https://data.example", "id")).map(
    ({ method, path }) => `${method.toUpperCase()} ${path}`,
  );

  it("tells of every call that docs/api.md lists", () => {
    expect(listed.length).toBeGreaterThan(60);
    const known = new Set(documented.map(shape));
    expect(listed.filter((call) => !known.has(shape(call)) && !FOR_PEOPLE.test(call.split(" ")[1] ?? ""))).toEqual([]);
  });

  it("tells of no call that there is not", () => {
    const routes = readdirSync(new URL("../../src", import.meta.url), { recursive: true })
      .map(String)
      .filter((name) => /\.tsx?$/.test(name))
      .flatMap((name) => [
        ...read(`src/${name}`).matchAll(/\brouter\s*\.(get|post|put|patch|delete|all)\(\s*(\[[^\]]*\]|"[^"]*")/g),
      ])
      .flatMap(([, method = "", paths = ""]) =>
        [...paths.matchAll(/"(\/[^"]*)"/g)].map(([, path = ""]) => ({ method, path })),
      );
    const pattern = (path: string): RegExp =>
      new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/:\w+/g, "[^/]*\\{\\w+\\}[^/]*")}$`);
    const missing = documented.filter((call) => {
      const [method = "", path = ""] = call.split(" ");
      return !routes.some(
        (route) => (route.method === "all" || route.method === method.toLowerCase()) && pattern(route.path).test(path),
      );
    });
    expect(missing).toEqual([]);
  });
});
