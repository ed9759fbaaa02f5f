import { defineConfig } from "vitest/config";

export default defineConfig({
  // Vite would take graphql's "module" build where Node takes its main one: two copies, and each refuses the other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup/database.ts"],
    testTimeout: 60_000,
    hookTimeout: 240_000,
    pool: "forks",
    // PostgreSQL and the browser do half of the work, so two at a time even on two cores.
    maxWorkers: 2,
    coverage: { provider: "v8", include: ["src/**"], reporter: ["text-summary", "lcov"] },
  },
});
