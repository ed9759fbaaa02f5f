/** What the tests use of two clients of SDMX that have no types of their own. */
declare module "sdmx-rest" {
  interface Service {
    readonly url: string;
  }
  type Query = Readonly<Record<string, unknown>>;
  export function getService(service: Query): Service;
  export function getAvailabilityQuery2(query: Query): Query;
  export function request2(
    query: Query,
    service: Service,
    options?: { readonly headers: Readonly<Record<string, string>> },
  ): Promise<Response>;
}

declare module "sdmx-json-parser" {
  export class SDMXParser {
    getDatasets(address: string): Promise<unknown>;
    getName(): string;
    getDimensions(): readonly { readonly id: string }[];
    getObservations(): Readonly<Record<string, readonly unknown[]>>;
    getData(filters?: Readonly<Record<string, readonly string[]>>): readonly Readonly<Record<string, unknown>>[];
  }
}
