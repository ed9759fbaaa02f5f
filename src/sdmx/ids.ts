/** Names of SDMX artefacts: data structures, concept schemes and code lists of a dataset's version, and their URNs. */
import { AGENCY, dataflowId, structureVersion } from "../formats/sdmx.ts";
import type { DatasetSlug, VersionNumber } from "../kernel/ids.ts";

/** What a code can be. */
export const CODE = /^[A-Za-z0-9_@$-]+$/;

export const STATUS_LIST = "CL_OBS_STATUS";
export const STATUS_LIST_VERSION = "1.0.0";

export const dsdId = (slug: DatasetSlug): string => `DSD_${dataflowId(slug)}`;
export const conceptsId = (slug: DatasetSlug): string => `CS_${dataflowId(slug)}`;
/** The hyphen parts the dataset from the dimension: neither has one. */
export const codelistId = (slug: DatasetSlug, dimension: string): string => `CL_${dataflowId(slug)}-${dimension}`;

const CLASSES = {
  Dataflow: "datastructure.Dataflow",
  DataStructure: "datastructure.DataStructure",
  ConceptScheme: "conceptscheme.ConceptScheme",
  Concept: "conceptscheme.Concept",
  Codelist: "codelist.Codelist",
} as const;

export const urnOf = (kind: keyof typeof CLASSES, id: string, version: string, item = ""): string =>
  `urn:sdmx:org.sdmx.infomodel.${CLASSES[kind]}=${AGENCY}:${id}(${version})${item === "" ? "" : `.${item}`}`;

export const versionText = (number: VersionNumber): string => structureVersion(number);
