/** The cookie of a browser that is between two steps of signing in. Lax, so that the single sign-on's redirect brings it back. */
import type { Request, Response } from "express";
import { STEP_MINUTES } from "../catalogue/sign-in-steps.ts";
import { cookieOf } from "./session.ts";

export interface StepCookie {
  readonly set: (response: Response, secret: string) => void;
  /** 43 characters of base64url; anything else is not looked for. */
  readonly read: (request: Request) => string | undefined;
  readonly clear: (response: Response) => void;
}

export function createStepCookie(baseUrl: string): StepCookie {
  const isSecure = baseUrl.startsWith("https:");
  const name = isSecure ? "__Host-jendela-masuk" : "jendela-masuk";
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  const write = (response: Response, value: string, seconds: number): void =>
    void response.append("Set-Cookie", `${name}=${value}; ${attributes}; Max-Age=${seconds}`);
  return {
    set: (response, secret) => write(response, secret, STEP_MINUTES * 60),
    read: (request) => {
      const value = cookieOf(request, name);
      return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
    },
    clear: (response) => write(response, "", 0),
  };
}
