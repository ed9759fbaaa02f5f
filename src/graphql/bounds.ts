/**
 * How much one query may ask for. Measured on the parsed query before anything runs: how deep it is, how many aliases it uses, how
 * many objects it can bring (a list counts by its `first`, one without a bound by a guess), and whether every `first` is within its
 * maximum. Fragments are measured once each, so that a small query cannot unfold into a large one while it is measured.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { Fault } from "../kernel/fault.ts";

const MAX_DEPTH = 12;
const MAX_ALIASES = 50;
const MAX_COST = 20_000;
/** The largest page of every connection. */
const MAX_FIRST = 1000;

/** Objects that a list without `first` is taken to bring. */
const LIST_GUESS = 10;
/** A leaf beside an object's 1. */
const LEAF_COST = 0.1;

/** What a field costs besides its objects: most of these are a question to the database. A field may also say so itself (`extensions`). */
const WEIGHTS: Readonly<Record<string, number>> = {
  "Query.__schema": 200,
  "Query.__type": 20,
  "Query.datasets": 50,
  "Query.dataset": 10,
  "DatasetConnection.facets": 100,
  "Query.indicators": 50,
  "Query.indicator": 20,
  "Query.changes": 20,
  "Dataset.rows": 100,
  "Dataset.aggregate": 300,
  "Dataset.diff": 300,
  "Dataset.rowHistory": 200,
  "DiffConnection.totals": 200,
  "DiffConnection.totalCount": 200,
  "Version.schemaChanges": 20,
  "Version.overrides": 20,
  "Dataset.version": 20,
  "Dataset.versions": 20,
  "Region.indicators": 300,
  "RowConnection.totalCount": 100,
  "Indicator.series": 50,
  "Indicator.compare": 200,
  "Indicator.periods": 20,
  "Indicator.values": 100,
  "Indicator.ranking": 100,
  "Indicator.ratio": 20,
  "IndicatorRatio.series": 150,
  "IndicatorRatio.values": 200,
};

export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly cost: number;
}

type Variables = Readonly<Record<string, unknown>>;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly known: Map<string, Measure>;
  readonly variables: Variables;
}

const NOTHING: Measure = { depth: 0, aliases: 0, cost: 0 };

/** Throws graphql.too-deep, graphql.too-many-aliases, graphql.too-costly, request.over-limit. The query is valid already. */
export function demandWithinBounds(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): void {
  const { depth, aliases, cost } = measureOperation(schema, document, operation, variables);
  if (depth > MAX_DEPTH) throw new Fault("graphql.too-deep", { depth, maximum: MAX_DEPTH });
  if (aliases > MAX_ALIASES) throw new Fault("graphql.too-many-aliases", { aliases, maximum: MAX_ALIASES });
  if (cost > MAX_COST) throw new Fault("graphql.too-costly", { cost: Math.ceil(cost), maximum: MAX_COST });
}

/** Throws request.over-limit on a `first` out of bounds. */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === "FragmentDefinition") fragments.set(definition.name.value, definition);
  }
  const root = schema.getRootType(operation.operation);
  if (!root) return NOTHING;
  return measureSelection({ schema, fragments, known: new Map(), variables }, operation.selectionSet, root, 1);
}

/** `page`: how many objects the connection holds whose fields these may be. */
function measureSelection(walk: Walk, selectionSet: SelectionSetNode, parent: GraphQLNamedType, page: number): Measure {
  let total = NOTHING;
  for (const selection of selectionSet.selections) {
    const part =
      selection.kind === "Field"
        ? measureField(walk, selection, parent, page)
        : selection.kind === "FragmentSpread"
          ? measureFragment(walk, selection.name.value, page)
          : measureSelection(
              walk,
              selection.selectionSet,
              typeOf(walk, selection.typeCondition?.name.value) ?? parent,
              page,
            );
    total = {
      depth: Math.max(total.depth, part.depth),
      aliases: total.aliases + part.aliases,
      cost: total.cost + part.cost,
    };
  }
  return total;
}

const typeOf = (walk: Walk, name: string | undefined): GraphQLNamedType | undefined =>
  name === undefined ? undefined : walk.schema.getType(name);

function measureFragment(walk: Walk, name: string, page: number): Measure {
  const key = `${name} ${page}`;
  const known = walk.known.get(key);
  if (known) return known;
  const fragment = walk.fragments.get(name);
  const type = typeOf(walk, fragment?.typeCondition.name.value);
  if (!fragment || !type) return NOTHING;
  walk.known.set(key, NOTHING);
  const measure = measureSelection(walk, fragment.selectionSet, type, page);
  walk.known.set(key, measure);
  return measure;
}

function measureField(walk: Walk, node: FieldNode, parent: GraphQLNamedType, page: number): Measure {
  const name = node.name.value;
  const aliases = node.alias === undefined ? 0 : 1;
  const field = isObjectType(parent) ? parent.getFields()[name] : undefined;
  const weight = WEIGHTS[`${parent.name}.${name}`] ?? ownNumber(field, "weight");
  // Introspection has a limit of its own in graphql-js: its lists cannot be nested at will.
  if (!field) return { depth: 0, aliases, cost: weight ?? LEAF_COST };
  const first = firstOf(field, node, walk.variables);
  const type = getNamedType(field.type);
  const times = isListType(getNullableType(field.type))
    ? isConnection(parent)
      ? Math.max(1, page)
      : (ownNumber(field, "size") ?? LIST_GUESS)
    : 1;
  if (!node.selectionSet || !isCompositeType(type)) return { depth: 1, aliases, cost: weight ?? times * LEAF_COST };
  const inner = measureSelection(walk, node.selectionSet, type, first ?? 1);
  return { depth: inner.depth + 1, aliases: aliases + inner.aliases, cost: (weight ?? 0) + times * (1 + inner.cost) };
}

/** weight: what it costs; size: how many objects its list is taken to bring. */
function ownNumber(field: GraphQLField<unknown, unknown> | undefined, name: "weight" | "size"): number | undefined {
  const value = field?.extensions[name];
  return typeof value === "number" ? value : undefined;
}

const isConnection = (type: GraphQLNamedType): boolean => type.name.endsWith("Connection");

/** The value of `first`, its default included; undefined where the field has none. */
function firstOf(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Variables): number | undefined {
  if (!field.args.some(({ name }) => name === "first")) return undefined;
  const { first } = getArgumentValues(field, node, variables);
  if (first === null || first === undefined) return defaultFirst(field);
  if (typeof first !== "number" || first < 0 || first > MAX_FIRST) {
    throw new Fault("request.over-limit", { name: "first", value: String(first), minimum: 0, maximum: MAX_FIRST });
  }
  return first;
}

function defaultFirst(field: GraphQLField<unknown, unknown>): number {
  const value = field.args.find(({ name }) => name === "first")?.defaultValue;
  return typeof value === "number" ? value : LIST_GUESS;
}
