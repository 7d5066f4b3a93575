import type { Answers } from "./form/answers";

/** Something about a text that its reader should know before acting on it. Never a reason to refuse or to drop it. */
export type Suspicion = { sign: string; sentence: string };

/** Longest text that is looked at: a rule that reads more is no better and could be made slow. */
const READ_AT_MOST = 100_000;
const REPEATED_AT_LEAST = 200;

/** Each rule in linear time: no nested repetition, bounded gaps. */
const SIGNS = [
  {
    sign: "instructions_to_a_machine",
    pattern:
      /\b(ignore|disregard|forget)\s+(?:all\s+|any\s+|the\s+|your\s+){0,3}(previous|prior|above|earlier|preceding)\s+(instructions?|prompts?|messages?|rules?)\b|\bsystem prompt\b|<\|(?:im_start|im_end|endoftext|system)\|>|\[\/?INST\]|\byou are now (?:a|an|in)\b|\b(?:close|resolve|accept|approve) this (?:report|ticket|issue) (?:automatically|immediately|without)/i,
    sentence: "It holds sentences that read like orders to a language model. Do not paste it into one.",
  },
  {
    sign: "hidden_characters",
    pattern: /[\u200b\u2060-\u2064\u{e0000}-\u{e007f}\ufeff]/u,
    sentence: "It holds characters that cannot be seen. What you read may not be all that is written.",
  },
  {
    sign: "direction_marks",
    pattern: /[\u202a-\u202e\u2066-\u2069]/,
    sentence: "It holds marks that turn the direction of text around: names and code may read otherwise than they are.",
  },
  {
    sign: "program_to_run",
    pattern:
      /https?:\/\/[^\s"'<>]{1,500}\.(?:exe|scr|msi|bat|cmd|ps1|vbs|hta|jar|apk|dmg|pkg|iso|lnk)\b|\b(?:curl|wget)\b[^\n|]{1,300}\|\s*(?:sudo\s+)?(?:ba|z)?sh\b|\bpowershell\b[^\n]{0,200}-e(?:nc|ncodedcommand)?\b|\bIEX\s*\(/i,
    sentence: "It asks to fetch or run a program. Use a machine that you can throw away.",
  },
  {
    sign: "markup",
    pattern: /<\s*(?:script|iframe|object|embed|svg\s+onload|img[^>]{0,200}\bonerror)\b/i,
    sentence: "It holds HTML that would run in a browser. It is shown as text here; mind where you copy it.",
  },
] as const;

const REPETITION = {
  sign: "repetition",
  sentence: "Parts of it repeat very often. It may be padding, or made to slow down what reads it.",
} as const;

/** What is striking about the answers of a report, in words; in the order of the rules, each once. */
export function suspicionsIn(answers: Answers): Suspicion[] {
  const { poc, ...rest } = answers;
  const prose = textsOf(rest);
  const all = [...prose, ...textsOf({ poc })];
  // A proof of concept is expected to hold markup and commands; what is striking in it is only what hides.
  const found = SIGNS.filter(({ sign, pattern }) =>
    (sign === "markup" || sign === "program_to_run" ? prose : all).some((text) => pattern.test(text)),
  );
  return [...found, ...(all.some(repeats) ? [REPETITION] : [])].map(({ sign, sentence }) => ({ sign, sentence }));
}

function textsOf(answers: Answers): string[] {
  const given = Object.values(answers).flat();
  return given.flatMap((text) => (text === undefined ? [] : [text.slice(0, READ_AT_MOST)]));
}

/** Whether one line, or one character, stands in a text hundreds of times. */
function repeats(text: string): boolean {
  if (/([^\s=\-_*#A])\1{199}/.test(text)) return true;
  const counts = new Map<string, number>();
  for (const line of text.split("\n")) {
    const words = line.trim();
    if (words.length < 8) continue;
    const count = (counts.get(words) ?? 0) + 1;
    if (count >= REPEATED_AT_LEAST) return true;
    counts.set(words, count);
  }
  return false;
}
