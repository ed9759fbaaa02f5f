/** Every route of an Express application, those of mounted routers included, as its router knows them. */
import type { Express } from "express";

/** What Express's router keeps of a layer; it has no types for it. */
interface Layer {
  readonly route?: {
    readonly path: string | readonly string[];
    readonly methods: Readonly<Record<string, boolean>>;
  };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** "GET /download/:name"; a route of many methods is "ALL". In the order in which a request meets them, each once. */
export function routesOf({ router }: Express): readonly string[] {
  const walk = (layers: readonly Layer[]): readonly string[] =>
    layers.flatMap(({ route, handle }) => {
      if (route === undefined) return handle.stack === undefined ? [] : walk(handle.stack);
      const methods = Object.keys(route.methods);
      const names = methods.length > 9 || methods.includes("_all") ? ["ALL"] : methods.map((one) => one.toUpperCase());
      return [route.path].flat().flatMap((path) => names.map((name) => `${name} ${String(path)}`));
    });
  return [...new Set(walk(router.stack as unknown as readonly Layer[]))]; // the fields above are what a stack has
}
