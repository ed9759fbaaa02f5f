import { createConfig, lintFromString } from "@redocly/openapi-core";

/** A slug has no dots, so `{slug}.diff.csv` is never a `{slug}.{format}`; the linter cannot know. */
const RULES = { "no-ambiguous-paths": "off" } as const;

/** What a linter that the project did not write has against it. */
export async function lintDocument(document: unknown): Promise<readonly string[]> {
  const config = await createConfig({ extends: ["recommended"], rules: RULES });
  const problems = await lintFromString({ source: JSON.stringify(document), config, absoluteRef: "openapi.json" });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ""}`);
}
