import type { CommitmentClock } from "@/lib/sla/vocabulary";
import { CLOCK_LABELS } from "@/lib/sla/wording";
import { amountWords } from "@/lib/sla/words-of-time";
import { found } from "./finding";
import { lengthsIn, sameLength, type WrittenLength } from "./lengths";
import { clausesOfKind, commitmentsIn, passagesOf, sentencesOf } from "./prose";
import type { Finding, LintSubject } from "./types";

type Subject = CommitmentClock | "disclosure";
type Promise = { about: Subject; length: WrittenLength; clause: string | null };

/** The words by which a sentence says what its time is for; ISO/IEC 29147:2018 §6 and ISO/IEC 30111:2019 §7 use them. */
const WORDS: Record<Subject, RegExp> = {
  acknowledge: /\backnowledg\w*|\bconfirm\w* (?:the |your )?(?:receipt|that we (?:have )?received)/gi,
  first_response: /\b(?:respon[ds]\w*|repl(?:y|ies)|answers?|get back to)\b/gi,
  verify: /\b(?:verif\w*|validat\w*|triag\w*|assess\w*|reproduc\w*|investigat\w*)\b/gi,
  fix: /\b(?:fix(?:es|ed|ing)?|remed\w*|patch\w*|resol(?:v\w*|ution))\b/gi,
  disclosure: /\b(?:disclos\w*|publish\w*|made public|go public|embargo\w*)/gi,
};
const ABOUT = Object.keys(WORDS) as readonly Subject[];

/** A time that is no promise: how often, how long ago, how long kept, or what is asked of the reader. */
const NO_PROMISE_BEFORE =
  /\b(?:every|each|last|past|previous|older than|once|twice|per|keep\w* (?:\w+ ){0,2}for)\s*(?:the )?$/i;
const NO_PROMISE_AFTER = /^\s*(?:ago|old)\b/i;
const ASKED_OF_READER = /\b(?:if you (?:do not|don't|fail)|from you\b|your (?:repl\w+|answers?|response))/i;

/** Every time that the texts of a policy name for something a clock could run for. */
export function promisesInProse(subject: LintSubject): Promise[] {
  return passagesOf(subject).flatMap(({ clause, text }) =>
    sentencesOf(text)
      .filter((sentence) => !ASKED_OF_READER.test(sentence))
      .flatMap((sentence) =>
        lengthsIn(sentence).flatMap((length) => {
          if (NO_PROMISE_BEFORE.test(sentence.slice(0, length.from))) return [];
          if (NO_PROMISE_AFTER.test(sentence.slice(length.to))) return [];
          const about = nearest(sentence, length);
          return about ? [{ about, length, clause }] : [];
        }),
      ),
  );
}

function nearest(sentence: string, length: WrittenLength): Subject | null {
  const mentions = ABOUT.flatMap((about) =>
    Array.from(sentence.matchAll(WORDS[about]), (match) => {
      const before = length.from - (match.index + match[0].length);
      return { about, distance: before >= 0 ? before : Math.max(0, match.index - length.to) };
    }),
  );
  return mentions.sort((a, b) => a.distance - b.distance)[0]?.about ?? null;
}

export function lintPromises(subject: LintSubject): Finding[] {
  const made = commitmentsIn(subject);
  const said = promisesInProse(subject);
  const findings = said.flatMap(({ about, length, clause }): Finding[] => {
    if (about === "disclosure") return lintLimit(subject, length, clause);
    const typed = made.filter((commitment) => commitment.clock === about);
    if (typed.some(({ amount, unit }) => amount && unit && sameLength(length, { amount, unit }))) return [];
    const label = CLOCK_LABELS[about].toLowerCase();
    const [first] = typed;
    if (!first?.amount || !first.unit) {
      return [
        found("promise-untyped", {
          clause,
          message: `The text says “${length.text}” for the clock “${label}”, and no commitment promises a time for it.`,
          advice: "Add the commitment, so that the clock runs, or take the time out of the text.",
        }),
      ];
    }
    const typedWords = amountWords({ amount: first.amount, unit: first.unit });
    return [
      found("promise-differs", {
        clause,
        message: `The text says “${length.text}” for the clock “${label}”; the commitment in clause ${first.in} says ${typedWords}.`,
        advice: "Leave the time to the commitment: say it once, or make both the same.",
      }),
    ];
  });
  return unique(findings);
}

const IN_DAYS: Partial<Record<WrittenLength["unit"], number>> = { day: 1, week: 7, month: 30, year: 365 };

function lintLimit(subject: LintSubject, length: WrittenLength, clause: string | null): Finding[] {
  const limits = clausesOfKind(subject, "disclosure").map((one) => one.limitDays ?? null);
  const perUnit = IN_DAYS[length.unit];
  if (perUnit && limits.includes(length.amount * perUnit)) return [];
  const [limit = null] = limits;
  return [
    found("disclosure-limit-differs", {
      clause,
      message: `The text says “${length.text}” about disclosure; the disclosure clause ${limit === null ? "names no limit" : `says ${limit} days`}.`,
      advice: "Set the limit of the disclosure clause to the time the text means, or take it out of the text.",
    }),
  ];
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.clause} ${finding.message}`, finding])).values()];
}
