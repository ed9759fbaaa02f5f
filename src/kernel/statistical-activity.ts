/**
 * MS-Keg: what BPS's form of a statistical activity asks (Peraturan BPS 5/2020), block by block. What the package says already is
 * not asked again: who publishes, how often, and which variables there are. Names of people are not asked for at all.
 */
import type { Filled, StatisticalForm } from "./statistical-form.ts";

/** The 22 of the form, in its order: a sector's number is its place. */
const SECTORS = [
  "agriculture-fishery",
  "demography",
  "development",
  "economic-projection",
  "education-training",
  "environment",
  "finance",
  "globalisation",
  "health",
  "industry-services",
  "information-technology",
  "international-trade",
  "labour",
  "national-accounts",
  "monthly-indicators",
  "productivity",
  "prices-purchasing-power",
  "public-sector-taxation",
  "regional-urban",
  "science-patents",
  "social-protection",
  "transport",
] as const;

const UNITS = ["individual", "household", "business", "other"] as const;

export const ACTIVITY_BLOCKS = {
  head: {
    activityTitle: { kind: "line", missed: true },
    year: { kind: "year", missed: true },
    code: { kind: "line" },
    collection: { kind: "one", options: ["census", "survey", "administrative", "other"], missed: true },
    sector: { kind: "one", options: SECTORS },
    activityKind: { kind: "one", options: ["basic", "sectoral", "special"] },
    recommended: { kind: "yes-no" },
    recommendation: { kind: "line" },
  },
  organiser: {
    organiser: { kind: "line", number: "1.1" },
    address: { kind: "text", number: "1.2" },
    phone: { kind: "phone", number: "1.2" },
    fax: { kind: "phone", number: "1.2" },
    email: { kind: "email", number: "1.2", missed: true },
  },
  responsible: {
    echelonOne: { kind: "line", number: "2.1" },
    echelonTwo: { kind: "line", number: "2.1", missed: true },
    technicalPosition: { kind: "line", number: "2.2" },
    technicalAddress: { kind: "text", number: "2.2" },
    technicalPhone: { kind: "phone", number: "2.2" },
    technicalEmail: { kind: "email", number: "2.2" },
  },
  planning: {
    background: { kind: "text", number: "3.1" },
    purpose: { kind: "text", number: "3.2", missed: true },
    planningFrom: { kind: "date", number: "3.3" },
    planningUntil: { kind: "date", number: "3.3" },
    designFrom: { kind: "date", number: "3.3" },
    designUntil: { kind: "date", number: "3.3" },
    collectionFrom: { kind: "date", number: "3.3", missed: true },
    collectionUntil: { kind: "date", number: "3.3", missed: true },
    processingFrom: { kind: "date", number: "3.3" },
    processingUntil: { kind: "date", number: "3.3" },
    analysisFrom: { kind: "date", number: "3.3" },
    analysisUntil: { kind: "date", number: "3.3" },
    disseminationFrom: { kind: "date", number: "3.3" },
    disseminationUntil: { kind: "date", number: "3.3" },
    evaluationFrom: { kind: "date", number: "3.3" },
    evaluationUntil: { kind: "date", number: "3.3" },
  },
  design: {
    repetition: { kind: "one", options: ["once", "repeated"], number: "4.1" },
    design: { kind: "one", options: ["panel", "longitudinal", "cross-sectional"], number: "4.3" },
    coverage: { kind: "one", options: ["national", "part"], number: "4.4" },
    coveredRegions: { kind: "text", number: "4.5", missed: true },
    methods: {
      kind: "many",
      options: ["interview", "self-filled", "observation", "secondary-data", "other"],
      number: "4.6",
      missed: true,
    },
    instruments: { kind: "many", options: ["papi", "capi", "cati", "cawi", "mail", "other"], number: "4.7" },
    collectionUnits: { kind: "many", options: UNITS, number: "4.8" },
  },
  sample: {
    sampleDesign: { kind: "one", options: ["single-stage", "multi-stage"], number: "5.1" },
    selection: { kind: "one", options: ["probability", "non-probability"], number: "5.2" },
    probabilityMethods: {
      kind: "many",
      options: ["simple-random", "systematic", "stratified", "cluster", "multi-stage"],
      number: "5.3",
    },
    otherMethods: {
      kind: "many",
      options: ["quota", "accidental", "purposive", "snowball", "saturation"],
      number: "5.4",
    },
    frame: { kind: "one", options: ["list", "area"], number: "5.5" },
    samplingFraction: { kind: "line", number: "5.6" },
    samplingError: { kind: "line", number: "5.7" },
    sampleUnit: { kind: "line", number: "5.8" },
    observationUnit: { kind: "line", number: "5.9" },
  },
  quality: {
    pilot: { kind: "yes-no", number: "6.1" },
    qualityChecks: { kind: "many", options: ["revisit", "supervision", "task-force", "other"], number: "6.2" },
    nonResponse: { kind: "yes-no", number: "6.3" },
    collectors: { kind: "one", options: ["staff", "contracted", "both"], number: "6.4" },
    education: { kind: "one", options: ["junior-secondary", "senior-secondary", "diploma", "degree"], number: "6.5" },
    supervisors: { kind: "count", number: "6.6" },
    enumerators: { kind: "count", number: "6.6" },
    training: { kind: "yes-no", number: "6.7" },
  },
  processing: {
    processing: { kind: "many", options: ["editing", "coding", "entry", "validation"], number: "7.1" },
    analysis: { kind: "one", options: ["descriptive", "inferential", "both"], number: "7.2" },
    analysisUnits: { kind: "many", options: UNITS, number: "7.3" },
    presentation: {
      kind: "many",
      options: ["national", "province", "regency", "district", "other"],
      number: "7.4",
    },
  },
  dissemination: {
    printed: { kind: "yes-no", number: "8.1" },
    digital: { kind: "yes-no", number: "8.1" },
    microdata: { kind: "yes-no", number: "8.1" },
    printedOn: { kind: "date", number: "8.2" },
    digitalOn: { kind: "date", number: "8.2" },
    microdataOn: { kind: "date", number: "8.2" },
  },
} as const satisfies Readonly<Record<string, StatisticalForm>>;

export type ActivityBlock = keyof typeof ACTIVITY_BLOCKS;

export const ACTIVITY = {
  ...ACTIVITY_BLOCKS.head,
  ...ACTIVITY_BLOCKS.organiser,
  ...ACTIVITY_BLOCKS.responsible,
  ...ACTIVITY_BLOCKS.planning,
  ...ACTIVITY_BLOCKS.design,
  ...ACTIVITY_BLOCKS.sample,
  ...ACTIVITY_BLOCKS.quality,
  ...ACTIVITY_BLOCKS.processing,
  ...ACTIVITY_BLOCKS.dissemination,
} as const;

export type ActivityItem = keyof typeof ACTIVITY;
export type Activity = Filled<typeof ACTIVITY>;

/** The steps of 3.3; none ends before it begins. */
export const ACTIVITY_STEPS = [
  "planning",
  "design",
  "collection",
  "processing",
  "analysis",
  "dissemination",
  "evaluation",
] as const;
