/** Which fields a question asks for below one field, by their names: what is not asked for need not be read. */
import type { GraphQLResolveInfo, SelectionSetNode } from "graphql";

/** Name → what is asked for below it. Aliases are merged; `@skip` and `@include` are not weighed. */
export type Selection = ReadonlyMap<string, Selection>;

type Growing = Map<string, Growing>;

export function selectionOf({ fieldNodes, fragments }: GraphQLResolveInfo): Selection {
  const root: Growing = new Map();
  const add = (into: Growing, { selections }: SelectionSetNode, seen: Set<string>): void => {
    for (const node of selections) {
      if (node.kind === "InlineFragment") add(into, node.selectionSet, seen);
      else if (node.kind === "FragmentSpread") {
        const fragment = fragments[node.name.value];
        // A fragment adds nothing the second time, and a query may spread it at will.
        if (fragment === undefined || seen.has(node.name.value)) continue;
        seen.add(node.name.value);
        add(into, fragment.selectionSet, seen);
      } else {
        const below: Growing = into.get(node.name.value) ?? new Map();
        into.set(node.name.value, below);
        if (node.selectionSet) add(below, node.selectionSet, new Set());
      }
    }
  };
  for (const { selectionSet } of fieldNodes) if (selectionSet) add(root, selectionSet, new Set());
  return root;
}

const NOTHING: Selection = new Map();

/** What is asked for at the end of a path; empty where nothing is. */
export const below = (selection: Selection, ...path: readonly string[]): Selection =>
  path.reduce((found, name) => found.get(name) ?? NOTHING, selection);
