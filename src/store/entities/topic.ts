/** A topic of the catalogue's front page, in the order people see. */
import { EntitySchema } from "typeorm";

interface TopicRow {
  slug: string;
  titleId: string;
  titleEn: string;
  position: number;
}

export const TopicEntity = new EntitySchema<TopicRow>({
  name: "Topic",
  schema: "catalogue",
  tableName: "topic",
  columns: {
    slug: { type: "text", primary: true },
    titleId: { name: "title_id", type: "text" },
    titleEn: { name: "title_en", type: "text" },
    position: { type: "integer" },
  },
});
