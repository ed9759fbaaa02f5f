/**
 * A message as a letter: Indonesian, with the English beside it. It says what happened to which dataset and where to look; no name of a
 * person, no value of the data, nothing that a reviewer wrote.
 */
import { type Message, messageParams } from "../catalogue/messages.ts";
import { messageAdvice, messageText } from "../kernel/message-text.ts";

export interface LetterText {
  readonly subject: string;
  readonly text: string;
}

export function writeLetter(message: Message, baseUrl: string): LetterText {
  const { kind } = message;
  const [id, en] = [messageParams(message, "id"), messageParams(message, "en")];
  const link = `${baseUrl}/kerja/pesan/${message.id}`;
  const lines = [
    messageText[kind].id(id),
    "",
    messageAdvice[kind].id(id),
    link,
    "",
    "—",
    "",
    messageText[kind].en(en),
    "",
    messageAdvice[kind].en(en),
    `${link}?lang=en`,
    "",
    "Jendela Sulsel",
    "Surat ini dikirim otomatis. Alamatnya dapat diubah di halaman Pesan.",
    "This letter was sent by a machine. Its address can be changed on the page of messages.",
    "",
  ];
  return { subject: `Jendela Sulsel: ${oneLine(messageText[kind].id(id)).slice(0, 180)}`, text: lines.join("\n") };
}

/** A header has one line. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ");
