/**
 * One letter to the mail server. TLS is taken where the server offers it, and certificates are checked. What came of it is a word:
 * refused for good (5xx), refused for now (4xx), or not reached.
 */
import { createTransport } from "nodemailer";
import type { LetterText } from "./letter.ts";

export interface Envelope extends LetterText {
  readonly to: string;
  /** The same however often it is sent, so that a mailbox that got it twice can tell. */
  readonly messageId: string;
}

export type PostError = "refused" | "refused-for-now" | "not-reachable";

/** Undefined: taken. Never rejects. */
export type Post = (letter: Envelope) => Promise<PostError | undefined>;

const TIMEOUTS = {
  dnsTimeout: 5_000,
  connectionTimeout: 5_000,
  greetingTimeout: 5_000,
  socketTimeout: 10_000,
} as const;

export function createPost(url: string, from: string): Post {
  const transport = createTransport({ url, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true });
  const domain = from.split("@")[1] ?? "localhost";
  return async ({ to, subject, text, messageId }) => {
    try {
      await transport.sendMail({
        from: { name: "Jendela Sulsel", address: from },
        to: { name: "", address: to },
        subject,
        text,
        messageId: `<${messageId}@${domain}>`,
        headers: { "Auto-Submitted": "auto-generated" },
      });
      return undefined;
    } catch (error) {
      return wordFor(error);
    }
  };
}

function wordFor(error: unknown): PostError {
  const code = typeof error === "object" && error !== null && "responseCode" in error ? Number(error.responseCode) : 0;
  if (code >= 500) return "refused";
  return code >= 400 ? "refused-for-now" : "not-reachable";
}
