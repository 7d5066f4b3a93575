import type { SignatureStanding } from "../pgp/signature";
import type { MailReason, MailState } from "./vocabulary";

/** Why a mail waits or ended, in a few words for a list and in a sentence for its page. */
export const MAIL_REASON_WORDS: Record<MailReason, { short: string; sentence: string }> = {
  unverified_sender: {
    short: "Sender not verified",
    sentence: "No valid signature of the sender’s domain covers this mail, so anybody may have written it.",
  },
  poses_as_staff: {
    short: "Says it is from the team",
    sentence:
      "It names the address of somebody of your team, and no signature of that domain covers it. Do not follow anything it asks for.",
  },
  automatic: {
    short: "Automatic",
    sentence: "A program or a list sent it. Nobody was answered.",
  },
  token_not_valid: {
    short: "Reply address no longer valid",
    sentence: "It was sent to an address for replies that is unknown, too old, or no longer its holder’s.",
  },
  not_the_person: {
    short: "Reply by somebody else",
    sentence: "It was sent to an address for replies that was given to another person.",
  },
  names_a_report: {
    short: "Names a report",
    sentence: "It seems to belong to a report, and did not come to an address for replies.",
  },
  closed_to_replies: {
    short: "No replies there now",
    sentence: "Its sender may not write to that report any more.",
  },
  unreadable: { short: "Could not be read", sentence: "It could not be taken apart. It is kept as it came." },
  many_from_sender: {
    short: "Many from one sender",
    sentence: "This address sent many reports today; those beyond wait for somebody to look.",
  },
  auto_reply: { short: "Automatic reply", sentence: "An automatic reply, like an out-of-office note." },
  bounce: { short: "Returned mail", sentence: "A delivery report: a mail of ours did not arrive." },
  loop: { short: "Our own mail", sentence: "A mail of the portal that came back to it." },
  duplicate: { short: "Copy", sentence: "The same mail is here already." },
};

export const MAIL_STATE_WORDS: Partial<Record<MailState, string>> = {
  noted: "Put with a report",
  discarded: "Discarded",
};

/** What a signature of a mail is worth, for those who decide by it. */
export const SIGNATURE_WORDS: Record<SignatureStanding["kind"], { short: string; sentence: string }> = {
  good: { short: "Signature good", sentence: "Made by the key that we have on file of this sender." },
  bad: {
    short: "Signature does not fit",
    sentence: "Something was changed after signing, or the signature is damaged. Do not rely on what it says.",
  },
  unknown: {
    short: "Signed by an unknown key",
    sentence: "We have no such key of this sender on file, so the signature proves nothing yet.",
  },
};
