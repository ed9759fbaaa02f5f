/**
 * Does a question name the version of every row that it asks for? A version's rows never change, so the answer may be kept without
 * asking whether it still holds. What it says besides of the dataset (its title, its newest version) may change, and then it does not
 * last.
 */
import type { FieldNode, OperationDefinitionNode, SelectionNode } from "graphql";

/** How long a lasting answer may be kept unasked. A version can be withdrawn: after this time no cache gives its rows any more. */
export const LASTING_SECONDS = 3600;

/** Fields whose rows a `version` fixes; `Dataset.version` tells of the version itself, which may be withdrawn. */
const ROWS = new Set(["rows", "aggregate"]);

export function isLasting(operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): boolean {
  const isFixed = (selection: SelectionNode): boolean =>
    isField(selection) && (selection.name.value === "__typename" || namesVersion(selection));
  const namesVersion = ({ name, arguments: given = [] }: FieldNode): boolean => {
    const value = given.find((argument) => argument.name.value === "version")?.value;
    if (value === undefined || !ROWS.has(name.value)) return false;
    return value.kind === "Variable" ? typeof variables[value.name.value] === "number" : value.kind === "IntValue";
  };
  const isFixedDataset = (selection: SelectionNode): boolean =>
    isField(selection) &&
    selection.name.value === "dataset" &&
    (selection.selectionSet?.selections ?? []).every((inner) => isSlug(inner) || isFixed(inner));
  const { selections } = operation.selectionSet;
  return selections.every((selection) => isFixedDataset(selection) || isFixed(selection));
}

const isField = (selection: SelectionNode): selection is FieldNode => selection.kind === "Field";
const isSlug = (selection: SelectionNode): boolean => isField(selection) && selection.name.value === "slug";
