import { defineConfig } from "vitest/config";

/**
 * Files that leave nothing behind in their process share it, and with it what they import, which is most of what a short file costs. The
 * others start processes, browsers or databases of their own, or change what belongs to the process.
 */
const together = [
  "api",
  "catalogue",
  "ckan",
  "cli",
  "dcat",
  "discovery",
  "download",
  "feeds",
  "formats",
  "graphql",
  "http",
  "jobs",
  "odata",
  "openapi",
  "sdmx",
  "tabular",
].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  // Vite would take graphql's "module" build where Node takes its main one: two copies, and each refuses the other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    globalSetup: ["test/setup/database.ts"],
    testTimeout: 60_000,
    hookTimeout: 240_000,
    pool: "forks",
    // PostgreSQL and the browser do half of the work, so two at a time even on two cores.
    maxWorkers: 2,
    coverage: { provider: "v8", include: ["src/**"], reporter: ["text-summary", "lcov"] },
    projects: [
      { extends: true, test: { name: "together", include: together, isolate: false } },
      { extends: true, test: { name: "apart", include: ["test/**/*.test.ts"], exclude: together } },
    ],
  },
});
