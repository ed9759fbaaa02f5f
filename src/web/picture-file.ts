/**
 * A chart as a file of its own: SVG as it is, PNG drawn from it with the house's own typeface, so that every server draws the same
 * picture whatever fonts it has. Plus Jakarta Sans by Tokotype, under the SIL Open Font License (`fonts/OFL.txt`).
 */
import { fileURLToPath } from "node:url";
import { renderAsync } from "@resvg/resvg-js";

const FONTS = ["400", "700"].map((weight) =>
  fileURLToPath(new URL(`./fonts/plus-jakarta-sans-${weight}.ttf`, import.meta.url)),
);

/** As many pixels for each of the picture's own: sharp on a good screen and in print. */
const ZOOM = 2;

export async function drawPng(svg: string): Promise<Buffer> {
  // The two weights that there are.
  const image = await renderAsync(svg.replaceAll(/font-weight="6[05]0"/g, 'font-weight="700"'), {
    fitTo: { mode: "zoom", value: ZOOM },
    font: {
      loadSystemFonts: false,
      fontFiles: FONTS,
      defaultFontFamily: "Plus Jakarta Sans",
      sansSerifFamily: "Plus Jakarta Sans",
    },
  });
  return image.asPng();
}

/** An SVG that stands alone declares what it is. */
export const svgDocument = (svg: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`;
