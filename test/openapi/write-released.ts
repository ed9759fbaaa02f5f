/** Keeps the interface as it is now as that of the last release: `npm run release:api`, on the day of a release. */
import { currentApi, writeReleased } from "./released.ts";

writeReleased(currentApi());
