/** What the tests use of oidc-provider, which has no types of its own. */
declare module "oidc-provider" {
  // biome-ignore lint/suspicious/noExplicitAny: a tree of settings and models as the library has them
  const Provider: any;
  // biome-ignore lint/style/noDefaultExport: as the library has it
  export default Provider;
}
