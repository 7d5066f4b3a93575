import { REFUSALS, refusalSentence } from "@/lib/attachments/accepted";

type Asked = string | string[] | undefined;

const WORDS: Record<string, string> = {
  kept: "Uploaded, and what you typed is kept. It goes out when you send it.",
  removed: "The file is removed",
  rewritten: "The picture is written anew without that",
};

/** What became of the files of a form without scripts, as the page that follows says it. */
export function filesWords(asked: Asked): string | null {
  return typeof asked === "string" ? (WORDS[asked] ?? null) : null;
}

/** Why they were refused, at their field. */
export function refusedFileIn(asked: Asked): string | null {
  const refusal = REFUSALS.find((known) => known === asked);
  return refusal ? refusalSentence(refusal, "The file you chose") : null;
}
