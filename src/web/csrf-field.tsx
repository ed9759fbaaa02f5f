/** The hidden field without which no form that changes something is taken. In a form with files it stands first. */
import type { Request } from "express";
import { CSRF_FIELD, csrfOf } from "../http/session.ts";

export const csrfField = (request: Request): JSX.Element => (
  <input type="hidden" name={CSRF_FIELD} value={csrfOf(request)} />
);
