/**
 * The rooms of docs/architecture.md and who may know whom: a room imports lower ranks only, rooms of one rank do not know each
 * other, and there are no circles. Type imports count.
 */
const ranks = [
  ["kernel"],
  ["config", "tabular", "outgoing"],
  ["store", "follow"],
  ["catalogue", "jobs"],
  ["formats", "backup"],
  ["http", "intake", "release", "webhooks", "mail", "openapi"],
  ["harvest"],
  ["graphql", "download", "api", "ckan", "dcat", "odata", "feeds", "sdmx", "discovery", "web"],
];

/** A room is a file or a folder of that name directly under src/. */
const room = (name) => `^src/${name}(/|\\.tsx?$)`;

const forbidden = ranks.flatMap((rooms, rank) =>
  rooms.map((name) => {
    const allowed = ["$^", room(name), ...ranks.slice(0, rank).flat().map(room)];
    return {
      name: `${name}-looks-down-only`,
      severity: "error",
      comment: `${name} may import itself and the rooms of lower rank`,
      from: { path: room(name) },
      to: { path: "^src/", pathNot: allowed.slice(1) },
    };
  }),
);

module.exports = {
  forbidden: [
    ...forbidden,
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-orphans-outside", severity: "error", from: { path: "^src" }, to: { couldNotResolve: true } },
    {
      name: "only-config-reads-the-environment-file",
      severity: "error",
      from: { path: "^src/(kernel|tabular)" },
      to: { path: "^(pg|typeorm|express|pino)$", dependencyTypes: ["npm"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".js"], conditionNames: ["import", "node", "default", "types"], exportsFields: ["exports"] },
  },
};
