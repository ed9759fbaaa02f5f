/** The actions that there are, each with what `help_show` says of it. Whatever is not here is "not known", writing and SQL among it. */
import type { Asked } from "./asked.ts";
import { datastoreInfo } from "./datastore-info.ts";
import { datastoreSearch } from "./datastore-search.ts";
import { ActionError } from "./error.ts";
import { listGatherings, showGathering, tagList, tagShow } from "./groups.ts";
import { licenseList } from "./license.ts";
import { currentPackages, packageList, packageShow, resourceSearch, resourceShow } from "./packages.ts";
import { packageSearch } from "./search.ts";
import { demandText } from "./values.ts";

interface Action {
  readonly run: (asked: Asked) => unknown;
  readonly help: string;
}

/** The version of CKAN whose answers these are. */
const CKAN_VERSION = "2.11.5";

const ACTIONS: Readonly<Record<string, Action>> = {
  status_show: {
    run: ({ baseUrl }) => ({
      ckan_version: CKAN_VERSION,
      software: "Jendela Sulsel",
      site_title: "Jendela Sulsel",
      site_description: "Katalog data terbuka dan layanan data dasar Sulawesi Selatan",
      site_url: baseUrl,
      error_emails_to: null,
      locale_default: "id",
      extensions: ["datastore", "dcat"],
    }),
    help: "The state of this site: which version of CKAN its answers are like, its title and its address.",
  },
  site_read: { run: () => true, help: "May you read this site? Everybody may." },
  help_show: {
    run: ({ args }) => {
      const name = demandText(args, "name");
      const action = findAction(name);
      if (action === undefined) throw ActionError.notFound();
      return action.help;
    },
    help: "What an action does. Arguments: name.",
  },
  package_list: { run: packageList, help: "The names of all datasets. Arguments: limit, offset." },
  package_show: {
    run: packageShow,
    help: "One dataset with its resources. Arguments: id (its id or name); version, or asOf (a day or a time), for another version.",
  },
  package_search: {
    run: packageSearch,
    help: "Datasets by a Solr query. Arguments: q, fq, fq_list, sort, rows (at most 1000), start, facet, facet.field, facet.limit, facet.mincount.",
  },
  current_package_list_with_resources: {
    run: currentPackages,
    help: "Datasets with their resources, the last changed first. Arguments: limit (at most 1000), offset.",
  },
  organization_list: {
    run: listGatherings("organization"),
    help: "The agencies. Arguments: all_fields, sort (name, title or package_count), q, limit, offset, organizations.",
  },
  organization_show: {
    run: showGathering("organization"),
    help: "One agency. Arguments: id (its id or name), include_datasets.",
  },
  group_list: {
    run: listGatherings("group"),
    help: "The topics. Arguments: all_fields, sort (name, title or package_count), q, limit, offset, groups.",
  },
  group_show: { run: showGathering("group"), help: "One topic. Arguments: id (its id or name), include_datasets." },
  tag_list: { run: tagList, help: "The keywords. Arguments: query, all_fields." },
  tag_show: { run: tagShow, help: "One keyword. Arguments: id (its id or name), include_datasets." },
  license_list: { run: () => licenseList, help: "The licences that datasets may have." },
  resource_show: {
    run: resourceShow,
    help: "One file of a dataset. Arguments: id; version, or asOf (a day or a time), for another version.",
  },
  resource_search: {
    run: resourceSearch,
    help: "Files by a part of what is said of them. Arguments: query (field:value; id, name, format, mimetype or url), limit, offset.",
  },
  datastore_search: {
    run: datastoreSearch,
    help: "Rows of a dataset. Arguments: resource_id (or id), filters, q, distinct, limit (at most 32000), offset, fields, sort, include_total, records_format (objects, lists, csv or tsv); version, or asOf (a day or a time), for another version.",
  },
  datastore_info: {
    run: datastoreInfo,
    help: "The fields of a dataset and how many rows it has. Arguments: id (or resource_id); version, or asOf, for another version.",
  },
};

export const findAction = (name: string): Action | undefined =>
  Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;

export const actionNames: readonly string[] = Object.keys(ACTIONS);
