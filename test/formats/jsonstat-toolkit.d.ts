/** What the tests ask of the JSON-stat toolkit, which comes without types. */
declare module "jsonstat-toolkit" {
  interface Category {
    readonly label: string;
    readonly unit: unknown;
  }
  interface Dimension {
    readonly id: readonly string[];
    readonly extension: unknown;
    readonly Category: (id: string) => Category;
  }
  interface Dataset {
    readonly class: string;
    readonly label: string;
    readonly length: number;
    readonly role: Readonly<Record<string, readonly string[]>>;
    readonly Dimension: (id: string) => Dimension;
    readonly Data: (categories: Readonly<Record<string, string>>) => {
      readonly value: unknown;
      readonly status: unknown;
    };
  }
  function JSONstat(document: unknown): Dataset;
  export = JSONstat;
}
