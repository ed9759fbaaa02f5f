// placeholder until written
import type { Limits, Source } from "./model.ts";
import { brokenPart, type Package } from "./zip-package.ts";
export async function openOds(_pack: Package, _limits: Limits, _signal?: AbortSignal): Promise<Omit<Source, "facts"> & { readonly format: "ods" }> {
  throw brokenPart("content.xml");
}
