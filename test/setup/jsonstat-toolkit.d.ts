/** What the tests use of jsonstat-toolkit, which has no types of its own. */
declare module "jsonstat-toolkit" {
  // biome-ignore lint/suspicious/noExplicitAny: a tree of objects as the library makes them
  const JSONstat: (document: unknown) => any;
  // biome-ignore lint/style/noDefaultExport: as the library has it
  export default JSONstat;
}
