/** The calls of harvesting: sources and their runs, for administrators. */
import {
  flag,
  json,
  list,
  mapOf,
  type Operation,
  object,
  operation,
  orNull,
  ref,
  text,
  time,
  whole,
} from "./operation.ts";

const given = {
  "topics?": list(text),
  "license?": orNull(text),
  "everyHours?": orNull(whole),
  "publishes?": flag,
};

export const harvestOperations: readonly Operation[] = [
  operation(
    "harvest",
    "get /api/v1/harvest-sources",
    "listHarvestSources",
    { id: "Semua sumber panen", en: "Every source of harvesting" },
    json(object({ sources: list(ref("HarvestSource")) })),
  ),
  operation(
    "harvest",
    "post /api/v1/harvest-sources",
    "createHarvestSource",
    { id: "Sumber panen baru", en: "A new source" },
    json(ref("HarvestSource")),
    { status: 201, body: json(object({ name: text, kind: text, address: text, agency: text, ...given })) },
  ),
  operation(
    "harvest",
    "get /api/v1/harvest-sources/{id}",
    "getHarvestSource",
    { id: "Satu sumber", en: "One source" },
    json(ref("HarvestSource")),
  ),
  operation(
    "harvest",
    "patch /api/v1/harvest-sources/{id}",
    "updateHarvestSource",
    { id: "Ubah, matikan, atau hidupkan", en: "Change it, switch it off or on" },
    json(ref("HarvestSource")),
    {
      body: json(object({ "name?": text, "address?": text, "agency?": text, ...given, "disabled?": flag })),
    },
  ),
  operation(
    "harvest",
    "delete /api/v1/harvest-sources/{id}",
    "deleteHarvestSource",
    { id: "Hapus sumber; datasetnya tetap", en: "Delete a source; its datasets stay" },
    undefined,
  ),
  operation(
    "harvest",
    "post /api/v1/harvest-sources/{id}/run",
    "runHarvestSource",
    {
      id: "Panen sekarang; `confirms` menyetujui penghapusan yang ditahan putaran itu",
      en: "Harvest now; `confirms` lets go what that run held back from removal",
    },
    json(ref("HarvestRun")),
    { status: 202, body: json(object({ "confirms?": text })) },
  ),
  operation(
    "harvest",
    "get /api/v1/harvest-sources/{id}/runs",
    "listHarvestRuns",
    { id: "Putaran terakhir, terbaru dahulu", en: "The last runs, newest first" },
    json(object({ runs: list(ref("HarvestRun")) })),
  ),
  operation(
    "harvest",
    "get /api/v1/harvest-sources/{id}/runs/{run}",
    "getHarvestRun",
    { id: "Satu putaran dan hasil tiap dataset", en: "One run and what came of each dataset" },
    json(ref("HarvestRun")),
  ),
];

const told = orNull(object({ code: text, message: object({ id: text, en: text }) }));

export const harvestSchemas = {
  HarvestSource: object({
    id: text,
    name: text,
    kind: text,
    address: text,
    agency: text,
    topics: list(text),
    license: orNull(text),
    everyHours: orNull(whole),
    publishes: flag,
    nextAt: orNull(time),
    disabledAt: orNull(time),
    createdAt: time,
  }),
  HarvestRun: object({
    id: text,
    source: text,
    state: text,
    confirms: orNull(text),
    askedAt: time,
    beganAt: orNull(time),
    endedAt: orNull(time),
    counts: mapOf(whole),
    problem: told,
    "results?": list(
      object({
        remote: text,
        part: text,
        title: text,
        dataset: orNull(text),
        outcome: text,
        upload: orNull(text),
        problem: told,
      }),
    ),
  }),
};
