/**
 * Builds `dist/` from `src/` when something is newer than the last build, and never takes a good `dist/` away: npm runs this at
 * installation, before every `npm start`, and before every `npx jendela` inside the project. Without development dependencies it
 * leaves what is there.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "src");
const target = join(root, "dist");
const stampFile = join(target, ".built");
const COPIED = /\.(sql|css|js|svg|woff2|ttf|txt)$/;

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)]));
}

/** Of names, sizes and times, so that an unchanged tree costs milliseconds. */
function stampOf(files) {
  const hash = createHash("sha256");
  for (const file of [...files, join(root, "package.json"), join(root, "tsconfig.json")]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function build() {
  if (!existsSync(source)) return;
  const files = filesUnder(source);
  const stamp = stampOf(files);
  if (!process.argv.includes("--force") && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;

  let compiler;
  try {
    compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  } catch {
    if (existsSync(join(target, "cli.js"))) return;
    console.error(
      "The project is not built and the compiler is not installed: run `npm ci` with development dependencies.",
    );
    process.exit(3);
  }
  const { status } = spawnSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json")], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);

  for (const file of files.filter((name) => COPIED.test(name))) {
    const copy = join(target, relative(source, file));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(file, copy);
  }
  chmodSync(join(target, "cli.js"), 0o755);
  writeFileSync(stampFile, stamp);
}

build();
