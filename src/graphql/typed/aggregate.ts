/** Groups of a typed schema. What is computed is what is asked for: each field below `sum`, `avg`, `min`, `max` and `count`. */
import type { GraphQLResolveInfo } from "graphql";
import { tableOfVersion, type Version } from "../../catalogue/versions.ts";
import { getField } from "../../http/row-query.ts";
import { Fault } from "../../kernel/fault.ts";
import type { AggregateOp, Measure } from "../../store/aggregate.ts";
import { readGroups } from "../aggregate-resolver.ts";
import type { VersionInput } from "../row-request.ts";
import type { AlignedVersion } from "./align.ts";
import { type FilterInput, readFilter } from "./filter.ts";
import { below, type Selection, selectionOf } from "./selection.ts";
import { chooseAligned, type TypedQuestion } from "./typed-question.ts";

export const AGGREGATES = ["sum", "avg", "min", "max", "count"] as const satisfies readonly AggregateOp[];

/** One group: its values by `<field>`, `<op>_<field>` and `count`. */
export interface Group {
  readonly version: Version;
  readonly values: Readonly<Record<string, string | null>>;
}

export interface AggregateArguments extends VersionInput {
  readonly filter?: FilterInput | null | undefined;
  readonly groupBy?: readonly string[] | null | undefined;
}

export async function resolveAggregate(
  _root: unknown,
  args: AggregateArguments,
  question: TypedQuestion,
  info: GraphQLResolveInfo,
): Promise<readonly Group[]> {
  const aligned = await chooseAligned(question, args);
  const { version, fields } = aligned;
  const selection = selectionOf(info);
  const groupBy = [...new Set(args.groupBy ?? [])].map((name) => getField(fields, name).name);
  const ungrouped = [...below(selection, "group").keys()].find(
    (name) => !name.startsWith("_") && !groupBy.some((known) => known === name),
  );
  if (ungrouped !== undefined)
    throw new Fault("graphql.bad-variable", { reason: `group.${ungrouped} is asked for, but not named in groupBy.` });
  const groups = await question.store.read((tx) =>
    readGroups(tx, tableOfVersion(version), {
      filters: readFilter(fields, args.filter),
      groupBy,
      measures: measuresOf(aligned, selection),
    }),
  );
  return groups.map((values) => ({ version, values }));
}

/** Rows are always counted, so that there is something to compute. */
const measuresOf = (aligned: AlignedVersion, selection: Selection): readonly Measure[] => [
  { op: "count" },
  ...AGGREGATES.flatMap((op) =>
    aligned.demand([...below(selection, op).keys()]).map((field): Measure => ({ op, field })),
  ),
];
