/**
 * Passwords: argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane), length as the only rule (NIST SP 800-63B). Hashing happens
 * on the library's own threads.
 */
import { hash, verify } from "@node-rs/argon2";
import { Fault } from "../kernel/fault.ts";

const MINIMUM = 12;
const MAXIMUM = 200;

/** algorithm 2 is argon2id; the library's own enum has no value at run time under isolated modules. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Throws `person.weak-password`. */
export async function hashPassword(password: string, name: string): Promise<string> {
  const length = [...password].length;
  if (length < MINIMUM || length > MAXIMUM || password.toLowerCase() === name.toLowerCase()) {
    throw new Fault("person.weak-password", { minimum: MINIMUM, maximum: MAXIMUM });
  }
  return hash(password.normalize("NFC"), PARAMETERS);
}

/** Takes as long for somebody who is not there (no hash) as for a wrong password. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  if ([...password].length > MAXIMUM) return false;
  const right = await verify(passwordHash ?? NOBODY, password.normalize("NFC")).catch(() => false);
  return right && passwordHash !== undefined;
}

/** A hash, with the same parameters, of random bytes that nobody kept. */
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$Ywjmvg6LBnIi7ISZWlm7Xw$2tbq3zgJAky62DkpM8wyvZQBu7L9EanezkvXOsU8NSI";
