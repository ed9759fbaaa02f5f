/** Who did what, in order. Never personal data, never a token. */
import { EntitySchema } from "typeorm";

interface AuditRow {
  /** Decimal text, as the driver gives bigint. */
  id: string;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
}

export const AuditEntity = new EntitySchema<AuditRow>({
  name: "Audit",
  schema: "catalogue",
  tableName: "audit",
  columns: {
    id: { type: "bigint", primary: true, generated: "increment" },
    at: { type: "timestamptz" },
    actor: { type: "text" },
    action: { type: "text" },
    subject: { type: "text" },
    detail: { type: "jsonb" },
  },
});
