/** Writes the generated parts of the documentation: `npm run docs:codes`. */
import { readFileSync, writeFileSync } from "node:fs";
import { renderCodes, renderReadme } from "./generated.ts";

const codes = new URL("../../docs/codes.md", import.meta.url);
const readme = new URL("../../README.md", import.meta.url);

writeFileSync(codes, renderCodes());
writeFileSync(readme, renderReadme(readFileSync(readme, "utf8")));
