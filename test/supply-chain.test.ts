/** What the project takes from others: pinned, hashed, from no address of its own, running nothing at install unless allowed, and listed. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
}

const project = read("package.json");
const { "": root, ...others }: Record<string, Locked> = read("package-lock.json").packages;
const packages = Object.entries(others).map(([path, one]) => ({
  name: path.replace(/^.*node_modules\//, ""),
  ...one,
}));

it("pins every direct dependency to one version, and the lock file agrees", () => {
  const { dependencies, devDependencies } = project;
  expect(root).toMatchObject({ dependencies, devDependencies });
  const ranges = Object.entries<string>({ ...dependencies, ...devDependencies });
  expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
});

it("has the hash of every package, and takes none from an address of its own", () => {
  expect(packages.length).toBeGreaterThan(100);
  expect(packages.filter(({ integrity }) => !integrity?.startsWith("sha512-")).map(({ name }) => name)).toEqual([]);
  expect(packages.filter(({ resolved }) => resolved !== undefined).map(({ name }) => name)).toEqual([]);
});

it("says of every package that would run something at install whether it may", () => {
  const known = Object.keys(project.allowScripts);
  const asking = packages.filter(({ hasInstallScript, optional }) => hasInstallScript === true && optional !== true);
  expect(asking.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
});

it("lists what the server is made of as CycloneDX, each part with its hash, apart from what only builds and tests it", async () => {
  const { stdout } = await promisify(execFile)("sh", ["-c", project.scripts.sbom], { maxBuffer: 32 * 1024 ** 2 });
  const { bomFormat, components } = JSON.parse(stdout) as {
    readonly bomFormat: string;
    readonly components: readonly {
      readonly name: string;
      readonly version: string;
      readonly scope: string;
      readonly hashes?: unknown;
    }[];
  };
  expect(bomFormat).toBe("CycloneDX");
  expect(components.filter(({ hashes }) => hashes === undefined)).toEqual([]);
  const shipped = components
    .filter(({ scope }) => scope === "required")
    .map(({ name, version }) => `${name}@${version}`);
  const direct = Object.entries<string>(project.dependencies).map(([name, version]) => `${name}@${version}`);
  expect(direct.filter((one) => !shipped.includes(one))).toEqual([]);
  expect(shipped.filter((one) => one.startsWith("vitest@"))).toEqual([]);
});
