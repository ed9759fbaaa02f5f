/**
 * The secret that a webhook's messages are signed with. It must be had again to sign, so it cannot be a hash: with WEBHOOK_KEY it is
 * sealed (AES-256-GCM, bound to its webhook), and a copy of the database alone forges nothing; without, it lies in the database as it is.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** As Standard Webhooks writes it: 32 random bytes. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

const SEALED = "sealed:";
const [IV_BYTES, TAG_BYTES] = [12, 16];

const keyFrom = (key: string): Uint8Array => new Uint8Array(hkdfSync("sha256", key, "", "jendela webhook secret", 32));

/** What is stored for the secret of webhook `id`. */
export function sealSecret(secret: string, id: string, key: string | undefined): string {
  if (key === undefined) return secret;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFrom(key), iv).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([iv, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${SEALED}${sealed.toString("base64url")}`;
}

/** The secret again; undefined where it was sealed with another key or for another webhook. */
export function openSecret(stored: string, id: string, key: string | undefined): string | undefined {
  if (!stored.startsWith(SEALED)) return stored;
  if (key === undefined) return undefined;
  const sealed = Buffer.from(stored.slice(SEALED.length), "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyFrom(key), sealed.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(id))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
