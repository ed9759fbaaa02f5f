/**
 * The explorer: GraphiQL for a browser that opens /graphql, from the project's own files. Nothing is asked of another host and no script
 * stands in the page, so it works offline and under a strict Content-Security-Policy.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Request, Response } from "express";
import { etagOf, isFresh } from "../http/conditional.ts";
import type { Lang } from "../kernel/locale.ts";

const ASSETS = "/assets/graphiql";
const resolve = createRequire(import.meta.url).resolve;
const fileOf = (name: string, path: string): string => join(dirname(resolve(`${name}/package.json`)), path);

/** Starts GraphiQL on the page's own path, so that it serves the schema of one dataset as well. */
const START = `"use strict";
const root = document.getElementById("graphiql");
const fetcher = GraphiQL.createFetcher({ url: location.pathname });
ReactDOM.createRoot(root).render(React.createElement(GraphiQL, {
  fetcher,
  defaultEditorToolsVisibility: true,
  defaultQuery: root.dataset.query,
  forcedTheme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
}));
`;
const STYLE = "html, body, #graphiql { height: 100%; margin: 0; }\n";

const QUERY = `{
  datasets(first: 5) {
    totalCount
    nodes {
      slug
      title
      rows(first: 3) { nodes }
    }
  }
}
`;

interface Asset {
  readonly type: string;
  readonly load: () => Promise<Buffer>;
}

const JS = "text/javascript; charset=utf-8";
const CSS = "text/css; charset=utf-8";
const file = (type: string, name: string, path: string): Asset => ({ type, load: () => readFile(fileOf(name, path)) });
const text = (type: string, content: string): Asset => ({ type, load: async () => Buffer.from(content, "utf8") });

const assets: Readonly<Record<string, Asset>> = {
  "react.js": file(JS, "react", "umd/react.production.min.js"),
  "react-dom.js": file(JS, "react-dom", "umd/react-dom.production.min.js"),
  "graphiql.js": file(JS, "graphiql", "graphiql.min.js"),
  "graphiql.css": file(CSS, "graphiql", "graphiql.min.css"),
  "start.js": text(JS, START),
  "page.css": text(CSS, STYLE),
};

/** Is this a browser that wants a page, and not an answer? */
export const wantsExplorer = (request: Request): boolean =>
  request.method === "GET" &&
  request.query.query === undefined &&
  request.accepts(["application/json", "application/graphql-response+json", "text/html"]) === "text/html";

/** GraphiQL writes style elements and data: images at run time; scripts come from our own files only. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

const titles: Readonly<Record<Lang, string>> = {
  id: "Penjelajah GraphQL · Jendela Sulsel",
  en: "GraphQL explorer · Jendela Sulsel",
};
const needsScript: Readonly<Record<Lang, string>> = {
  id: "Penjelajah ini memerlukan JavaScript. Skemanya juga dapat diminta dengan kueri introspeksi.",
  en: "This explorer needs JavaScript. The schema can also be had by an introspection query.",
};

/** `query` is what it begins with. */
export function sendExplorer(response: Response, lang: Lang, query = QUERY): void {
  response.setHeader("Content-Security-Policy", POLICY);
  response.setHeader("Cache-Control", "no-cache");
  response.setHeader("Vary", "Accept, Accept-Language");
  response.type("html").send(page(lang, query));
}

const escapeAttribute = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

const page = (lang: Lang, query: string): string => `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titles[lang]}</title>
<link rel="stylesheet" href="${ASSETS}/graphiql.css">
<link rel="stylesheet" href="${ASSETS}/page.css">
</head>
<body>
<div id="graphiql" data-query="${escapeAttribute(query)}"><noscript>${needsScript[lang]}</noscript></div>
<script src="${ASSETS}/react.js" defer></script>
<script src="${ASSETS}/react-dom.js" defer></script>
<script src="${ASSETS}/graphiql.js" defer></script>
<script src="${ASSETS}/start.js" defer></script>
</body>
</html>
`;

/** GET /assets/graphiql/:file. Unknown names go on to whoever answers 404. */
export async function sendExplorerAsset(request: Request, response: Response, next: () => void): Promise<void> {
  const name = String(request.params.file);
  const asset = Object.hasOwn(assets, name) ? assets[name] : undefined;
  if (!asset) return next();
  const bytes = await asset.load();
  const etag = etagOf(bytes);
  response.setHeader("ETag", etag);
  response.setHeader("Cache-Control", "public, max-age=3600");
  response.setHeader("Content-Type", asset.type);
  if (isFresh(request.headers, { etag })) response.status(304).end();
  else response.end(request.method === "HEAD" ? undefined : bytes);
}
