/**
 * What a browser shows while the server gets ready: in both languages, since nothing is known yet of who asks, without any other file,
 * since none is sent yet, and asked for again by itself.
 */
import { hash } from "node:crypto";
import type { NotReadyPage } from "../http/server.ts";
import { Fault, faultMessage } from "../kernel/fault.ts";

const STYLE =
  "body{font:1rem/1.55 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 24px}h1{font-size:1.75rem;line-height:1.2}";

export function makeNotReadyPage(): NotReadyPage {
  const { title, detail } = faultMessage(new Fault("server.not-ready"));
  const part = (lang: "id" | "en"): string => `<h1>${title[lang]}</h1><p>${detail[lang]}</p>`;
  return {
    html:
      `<!doctype html><html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
      `<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="3">` +
      `<title>${title.id} · Jendela Sulsel</title><style>${STYLE}</style></head>` +
      `<body><main>${part("id")}<div lang="en">${part("en").replaceAll("h1>", "h2>")}</div></main></body></html>`,
    policy: `default-src 'none'; style-src 'sha256-${hash("sha256", STYLE, "base64")}'; frame-ancestors 'none'`,
  };
}
