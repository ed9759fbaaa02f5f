/** A token of another system or of a person. The token itself is never stored, only its SHA-256. */
import { EntitySchema } from "typeorm";

export interface TokenRow {
  id: string;
  name: string;
  hash: Buffer;
  role: "producer" | "system" | "reviewer" | "admin";
  agency: string | null;
  /** Null: every dataset of the agency. */
  datasets: string[] | null;
  /** Null: the token is its own actor. */
  person: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

export const TokenEntity = new EntitySchema<TokenRow>({
  name: "Token",
  schema: "catalogue",
  tableName: "token",
  columns: {
    id: { type: "uuid", primary: true },
    name: { type: "text" },
    hash: { type: "bytea" },
    role: { type: "text" },
    agency: { type: "text", nullable: true },
    datasets: { type: "text", array: true, nullable: true },
    person: { type: "uuid", nullable: true },
    createdAt: { name: "created_at", type: "timestamptz" },
    expiresAt: { name: "expires_at", type: "timestamptz", nullable: true },
    revokedAt: { name: "revoked_at", type: "timestamptz", nullable: true },
    lastUsedAt: { name: "last_used_at", type: "timestamptz", nullable: true },
  },
});
