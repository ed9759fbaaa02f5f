/**
 * fast-check with a seed of its own, so that a test says the same of the same code; `PROPERTY_SEED` tries others:
 * `PROPERTY_SEED=$RANDOM npx vitest run test/tabular`.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 7300) });

export { fc };
