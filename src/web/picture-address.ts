/** Where the picture of a view is found by itself, and what one copies to show it elsewhere. */
import type { VersionNumber } from "../kernel/ids.ts";
import { type DatasetAddress, datasetAddress, pathOf } from "./dataset-address.ts";

const queryOf = (address: DatasetAddress): string => {
  const whole = datasetAddress(address);
  return whole.slice(pathOf(address).length);
};

/** Of one version, so that the file is the same for ever. */
export const pictureAddress = (address: DatasetAddress, ending: "svg" | "png", version: number): string =>
  `/dataset/${address.slug}/v${version}/grafik.${ending}${queryOf(address)}`;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/** A frame that follows the newest version unless the address names one, and an image of this one. */
export function picturePlaces(
  address: DatasetAddress,
  version: number,
  baseUrl: string,
): { readonly frame: string; readonly image: string } {
  const { slug, version: named } = address;
  const place = `/dataset/${slug}${named === undefined ? "" : `/v${named satisfies VersionNumber}`}/sisip${queryOf(address)}`;
  return {
    frame: `<iframe src="${escaped(baseUrl + place)}" width="100%" height="640" title="Jendela Sulsel" loading="lazy"></iframe>`,
    image: `<img src="${escaped(baseUrl + pictureAddress(address, "png", version))}" alt="" width="720">`,
  };
}
