/** A few triples, found by subject and predicate. Knows nothing of how they were written. */

export interface Term {
  readonly kind: "iri" | "blank" | "literal";
  readonly value: string;
  /** Of a literal, in small letters, without its region; else empty. */
  readonly lang: string;
}

export interface Triple {
  readonly subject: string;
  readonly predicate: string;
  readonly object: Term;
}

/** A term as RDF's libraries give it. */
export interface GivenTerm {
  readonly termType: string;
  readonly value: string;
  readonly language?: string;
}

export interface GivenQuad {
  readonly subject: GivenTerm;
  readonly predicate: GivenTerm;
  readonly object: GivenTerm;
}

export interface Graph {
  /** In the order of the document, each once. */
  readonly ofType: (type: string) => readonly string[];
  readonly values: (subject: string, predicate: string) => readonly Term[];
}

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

export function toGraph(triples: Iterable<Triple>): Graph {
  const values = new Map<string, Term[]>();
  const types = new Map<string, Set<string>>();
  for (const { subject, predicate, object } of triples) {
    if (predicate === TYPE) types.set(object.value, (types.get(object.value) ?? new Set()).add(subject));
    const key = keyOf(subject, predicate);
    const known = values.get(key);
    if (known === undefined) values.set(key, [object]);
    else known.push(object);
  }
  return {
    ofType: (type) => [...(types.get(type) ?? [])],
    values: (subject, predicate) => values.get(keyOf(subject, predicate)) ?? [],
  };
}

/** No IRI has a space. */
const keyOf = (subject: string, predicate: string): string => `${subject} ${predicate}`;
