/** A page of a CKAN portal's `package_search`, in the stable order of ids. Private, deleted and harvest packages are passed over. */
import { BadDocument, isRecord, parseJson, recordsIn } from "./document.ts";
import { type ListPage, toRemoteDataset } from "./remote-dataset.ts";

const ROWS = 100;

/** The first page's address of a portal's. */
export function ckanStart(portal: string): string {
  const url = new URL(portal);
  const root = url.pathname.replace(/\/api(?:\/3)?(?:\/action(?:\/.*)?)?\/?$/, "").replace(/\/+$/, "");
  return `${url.origin}${root}/api/3/action/package_search?rows=${ROWS}&start=0&sort=${encodeURIComponent("id asc")}`;
}

/** Throws BadDocument. */
export function readCkanPage(text: string, address: string): ListPage {
  const answer = parseJson(text);
  if (!isRecord(answer) || answer.success !== true || !isRecord(answer.result) || !Array.isArray(answer.result.results))
    throw new BadDocument("package_search");
  const { count, results } = answer.result;
  const url = new URL(address);
  const start = Number(url.searchParams.get("start") ?? 0) + results.length;
  const base = new URL(".", address).href.replace(/api\/3\/action\/$/, "");
  const page: ListPage = {
    datasets: recordsIn(results).flatMap((pkg) => toDataset(pkg, base) ?? []),
  };
  if (results.length === 0 || typeof count !== "number" || start >= count) return page;
  url.searchParams.set("start", String(start));
  return { ...page, next: url.href };
}

function toDataset(pkg: Readonly<Record<string, unknown>>, base: string): ListPage["datasets"][number] | undefined {
  if (pkg.private === true || (typeof pkg.state === "string" && pkg.state !== "active")) return undefined;
  if (pkg.type === "harvest") return undefined;
  const { name } = pkg;
  return toRemoteDataset(
    {
      id: pkg.id,
      name,
      title: pkg.title,
      description: pkg.notes,
      keywords: recordsIn(pkg.tags).map((tag) => tag.display_name ?? tag.name),
      license: { name: pkg.license_id, path: pkg.license_url, title: pkg.license_title },
      page: typeof name === "string" ? `${base}dataset/${encodeURIComponent(name)}` : undefined,
      files: recordsIn(pkg.resources)
        .filter(({ state }) => state === undefined || state === "active")
        .map(({ id, url, format, mimetype, name: title }) => ({ id, address: url, format: format || mimetype, title })),
    },
    base,
  );
}
