/** Every entity of schema `catalogue`, for the data source. The tables themselves are made by the migrations. */
import { AgencyEntity } from "./agency.ts";
import { ChangeEntity } from "./change.ts";
import { DatasetEntity } from "./dataset.ts";
import { IdempotencyEntity } from "./idempotency.ts";
import { PersonEntity } from "./person.ts";
import { RecipeEntity } from "./recipe.ts";
import { RegionEntity } from "./region.ts";
import { TokenEntity } from "./token.ts";
import { TopicEntity } from "./topic.ts";
import { UploadEntity } from "./upload.ts";
import { VersionEntity } from "./version.ts";
import { VersionFileEntity } from "./version-file.ts";

export const entities = [
  AgencyEntity,
  ChangeEntity,
  DatasetEntity,
  IdempotencyEntity,
  PersonEntity,
  RecipeEntity,
  RegionEntity,
  TokenEntity,
  TopicEntity,
  UploadEntity,
  VersionEntity,
  VersionFileEntity,
];
