/** The routes of /graphql: the schema of the whole catalogue, its explorer for a browser, and the typed schemas of datasets below it. */
import { readFile } from "node:fs/promises";
import { Router } from "express";
import { createDatasetFinder } from "../catalogue/dataset-finder.ts";
import { createDatasetMemory } from "../catalogue/dataset-memory.ts";
import { createFacetsMemory } from "../catalogue/facets.ts";
import { createReferenceMemory } from "../catalogue/reference-memory.ts";
import { createSearchKnowledge } from "../catalogue/search-knowledge.ts";
import { NOTHING_KNOWN } from "../catalogue/states.ts";
import { contextOf } from "../http/context.ts";
import { createKeptAnswers, type KeptAnswers } from "../http/kept-answers.ts";
import type { Effects } from "../kernel/effects.ts";
import type { Store } from "../store/data-source.ts";
import { createEndpoint, createQueryMemory } from "./endpoint.ts";
import { sendExplorer, sendExplorerAsset, wantsExplorer } from "./explorer.ts";
import { createQuestion, type Question, type Surroundings } from "./question.ts";
import { resolvers } from "./resolvers.ts";
import { typedRoutes } from "./typed/routes.ts";

export interface GraphqlDeps {
  readonly store: Store;
  /** Public address of the server, without a slash at its end. */
  readonly baseUrl: string;
  readonly effects: Pick<Effects, "observe" | "now">;
  /** Absent: nothing is kept. */
  readonly answers?: KeptAnswers | undefined;
  /** For so many days a dataset's typed schema is served after a later one broke with it. */
  readonly schemaSunsetDays?: number | undefined;
}

/** The routes of /graphql and of its explorer. */
export async function graphqlRoutes(deps: GraphqlDeps): Promise<Router> {
  const typeDefs = await readFile(new URL("../../schema/catalogue.graphql", import.meta.url), "utf8");
  const answers = deps.answers ?? createKeptAnswers(NOTHING_KNOWN, 0);
  const { states } = answers;
  const surroundings: Surroundings = {
    ...deps,
    states,
    recallDataset: createDatasetMemory(states),
    findDatasets: createDatasetFinder(deps.store, states, createSearchKnowledge(deps.store, states)),
    recallFacets: createFacetsMemory(states),
    recallReference: createReferenceMemory(deps.store, states),
  };
  const queries = createQueryMemory();
  const answer = await createEndpoint<Question>(
    { typeDefs, resolvers },
    {
      createQuestion: (request) => createQuestion(surroundings, contextOf(request)),
      observe: deps.effects.observe,
      answers,
      queries,
      schemaName: `${typeDefs}${deps.baseUrl}`,
    },
  );

  const router = Router();
  router.get("/assets/graphiql/:file", sendExplorerAsset);
  router.all("/graphql", (request, response, next) =>
    wantsExplorer(request) ? sendExplorer(response, contextOf(request).lang) : next(),
  );
  router.all("/graphql", answer);
  router.use(typedRoutes({ ...deps, surroundings, answers, queries }));
  return router;
}
