/** Licences by CKAN's ids. A package names one as SPDX does; CKAN has its own words, and says of each whether it is open. */
import type { License } from "../kernel/package.ts";

interface CkanLicense {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly open: boolean;
  /** Names, in small letters, that mean it. */
  readonly also: readonly string[];
}

const LICENSES: readonly CkanLicense[] = [
  {
    id: "cc-by",
    title: "Creative Commons Attribution",
    url: "https://creativecommons.org/licenses/by/4.0/",
    open: true,
    also: ["cc-by-4.0"],
  },
  {
    id: "cc-by-sa",
    title: "Creative Commons Attribution Share-Alike",
    url: "https://creativecommons.org/licenses/by-sa/4.0/",
    open: true,
    also: ["cc-by-sa-4.0"],
  },
  {
    id: "cc-zero",
    title: "Creative Commons CCZero",
    url: "https://creativecommons.org/publicdomain/zero/1.0/",
    open: true,
    also: ["cc0-1.0", "cc0"],
  },
  {
    id: "cc-nc",
    title: "Creative Commons Non-Commercial (Any)",
    url: "https://creativecommons.org/licenses/by-nc/4.0/",
    open: false,
    also: ["cc-by-nc-4.0"],
  },
  {
    id: "odc-pddl",
    title: "Open Data Commons Public Domain Dedication and License (PDDL)",
    url: "https://opendatacommons.org/licenses/pddl/1-0/",
    open: true,
    also: ["pddl-1.0", "odc-pddl-1.0"],
  },
  {
    id: "odc-by",
    title: "Open Data Commons Attribution License",
    url: "https://opendatacommons.org/licenses/by/1-0/",
    open: true,
    also: ["odc-by-1.0"],
  },
  {
    id: "odc-odbl",
    title: "Open Data Commons Open Database License (ODbL)",
    url: "https://opendatacommons.org/licenses/odbl/1-0/",
    open: true,
    also: ["odbl-1.0", "odc-odbl-1.0"],
  },
  { id: "notspecified", title: "License not specified", url: "", open: false, also: [] },
  { id: "other-open", title: "Other (Open)", url: "", open: true, also: [] },
  { id: "other-closed", title: "Other (Not Open)", url: "", open: false, also: [] },
];

/** Of a package's first licence. One that CKAN has no word for keeps its own. */
export function licenseOf(licenses: readonly License[]): {
  readonly license_id: string;
  readonly license_title: string;
  readonly license_url: string | undefined;
  readonly isopen: boolean;
} {
  const [first] = licenses;
  const name = first?.name?.toLowerCase();
  const known = LICENSES.find(({ id, also }) => name !== undefined && (id === name || also.includes(name)));
  if (known !== undefined)
    return {
      license_id: known.id,
      license_title: known.title,
      license_url: first?.path ?? known.url,
      isopen: known.open,
    };
  return {
    license_id: first?.name ?? "notspecified",
    license_title: first?.title ?? first?.name ?? "License not specified",
    license_url: first?.path,
    isopen: false,
  };
}

export const ckanLicenseId = (name: string | undefined): string =>
  licenseOf(name === undefined ? [] : [{ name }]).license_id;

/** `license_list`. */
export const licenseList = LICENSES.map(({ id, title, url, open }) => ({
  id,
  title,
  url,
  status: "active",
  maintainer: "",
  family: "",
  od_conformance: open ? "approved" : "not reviewed",
  osd_conformance: "not reviewed",
  domain_content: false,
  domain_data: open,
  domain_software: false,
  is_generic: id.startsWith("other") || id === "notspecified",
  is_okd_compliant: open,
  is_osi_compliant: false,
}));
