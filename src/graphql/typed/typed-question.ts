/** What a question to one dataset's endpoint carries, and the version that it is about. */
import type { PublishedDataset } from "../dataset-resolvers.ts";
import type { Question } from "../question.ts";
import { chooseVersion, type VersionInput } from "../row-request.ts";
import { type AlignedVersion, alignVersion, type PlacedSchema } from "./align.ts";

export interface TypedQuestion extends Question {
  /** Its `current` is the version that the endpoint answers from where none is asked for. */
  readonly dataset: PublishedDataset;
  /** What the endpoint's types are made of. */
  readonly served: PlacedSchema;
}

/** Throws what {@link chooseVersion} does. */
export const chooseAligned = async (
  { store, dataset, served }: TypedQuestion,
  input: VersionInput,
): Promise<AlignedVersion> => alignVersion(served, await chooseVersion(store, dataset, input));
