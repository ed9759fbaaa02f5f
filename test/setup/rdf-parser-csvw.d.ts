/** What the tests use of rdf-parser-csvw, which has no types of its own. */
declare module "rdf-parser-csvw" {
  import type { Quad, Store } from "n3";
  // biome-ignore lint/style/noDefaultExport: as the library has it
  export default class Parser {
    constructor(options: { readonly metadata: Store; readonly baseIRI: string; readonly timezone?: string });
    import(input: NodeJS.ReadableStream): AsyncIterable<Quad>;
  }
}
