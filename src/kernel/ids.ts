/** Words that must not be confused, and how each is parsed at the edge. Inside, a branded value is trusted. */

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

/** `^[a-z0-9]+(-[a-z0-9]+)*$`, at most 100 characters; never changes once given. */
export type DatasetSlug = Brand<string, "DatasetSlug">;
export type AgencySlug = Brand<string, "AgencySlug">;
/** `^[a-z][a-z0-9_]{0,62}$`. */
export type FieldName = Brand<string, "FieldName">;
/** Kemendagri code with dots: `73`, `73.06`, `73.06.05`, `73.06.05.2001`. */
export type RegionCode = Brand<string, "RegionCode">;
export type UploadId = Brand<string, "UploadId">;
export type DatasetId = Brand<number, "DatasetId">;
/** Of a dataset, from 1, without gaps. */
export type VersionNumber = Brand<number, "VersionNumber">;
/** SHA-256 in lower-case hex. */
export type Sha256 = Brand<string, "Sha256">;

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const FIELD = /^[a-z][a-z0-9_]{0,62}$/;
const REGION = /^\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isSlug = (text: string): boolean => text.length <= 100 && SLUG.test(text);
export const isDatasetSlug = (text: string): text is DatasetSlug => isSlug(text);
export const isAgencySlug = (text: string): text is AgencySlug => isSlug(text);
export const isFieldName = (text: string): text is FieldName => FIELD.test(text);
export const isRegionCode = (text: string): text is RegionCode => REGION.test(text);
export const isUploadId = (text: string): text is UploadId => UUID.test(text);

/** A whole number from 1 to 2³¹−1 written plainly ("12", not "012" or "1e3"), else undefined. */
export function findVersionNumber(text: string): VersionNumber | undefined {
  if (!/^[1-9]\d{0,9}$/.test(text)) return undefined;
  const number = Number(text);
  return number <= 2_147_483_647 ? (number as VersionNumber) : undefined;
}
