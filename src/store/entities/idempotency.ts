/** Which upload an `Idempotency-Key` of an actor made, and of what. */
import { EntitySchema } from "typeorm";

interface IdempotencyRow {
  actor: string;
  key: string;
  bodySha256: string;
  upload: string;
  createdAt: Date;
}

export const IdempotencyEntity = new EntitySchema<IdempotencyRow>({
  name: "Idempotency",
  schema: "catalogue",
  tableName: "idempotency",
  columns: {
    actor: { type: "text", primary: true },
    key: { type: "text", primary: true },
    bodySha256: { name: "body_sha256", type: "text" },
    upload: { type: "uuid" },
    createdAt: { name: "created_at", type: "timestamptz" },
  },
});
