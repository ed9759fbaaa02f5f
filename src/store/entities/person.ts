/** A person who logs in. The password is kept as an argon2id hash only. */
import { EntitySchema } from "typeorm";

export interface PersonRow {
  id: string;
  name: string;
  role: "producer" | "reviewer" | "admin";
  agency: string | null;
  /** Where letters go. */
  mail: string | null;
  passwordHash: string;
  createdAt: Date;
  disabledAt: Date | null;
  /** Of the second step; read by its own statements only. */
  totpSecret?: string | null;
  totpSince?: Date | null;
  totpStep?: string | null;
  /** Likewise. */
  temporaryUntil?: Date | null;
  ssoSubject?: string | null;
}

export const PersonEntity = new EntitySchema<PersonRow>({
  name: "Person",
  schema: "catalogue",
  tableName: "person",
  columns: {
    id: { type: "uuid", primary: true },
    name: { type: "text" },
    role: { type: "text" },
    agency: { type: "text", nullable: true },
    mail: { type: "text", nullable: true },
    passwordHash: { name: "password_hash", type: "text" },
    createdAt: { name: "created_at", type: "timestamptz" },
    disabledAt: { name: "disabled_at", type: "timestamptz", nullable: true },
    totpSecret: { name: "totp_secret", type: "text", nullable: true, select: false },
    totpSince: { name: "totp_since", type: "timestamptz", nullable: true, select: false },
    totpStep: { name: "totp_step", type: "bigint", nullable: true, select: false },
    temporaryUntil: { name: "temporary_until", type: "timestamptz", nullable: true, select: false },
    ssoSubject: { name: "sso_subject", type: "text", nullable: true, select: false },
  },
});
