import type { ReadMail } from "./read";
import type { EndedReason, WaitingReason } from "./vocabulary";

/** What the portal knows about a mail besides what the mail says of itself. */
export type Known = {
  /** MAIL FROM; empty for the null sender, null where the way it came tells none (a mailbox that is polled). */
  envelopeFrom: string | null;
  /** Whether a signature of the domain in From covers it: nobody else's word counts. */
  verified: boolean;
  /** The token of a recipient's address. `person`: the address of whoever was given it. */
  reply: null | { standing: "not_valid" } | { standing: "valid"; person: string };
  /** The portal's own addresses. */
  ours: readonly string[];
  /** Its author's address is that of somebody of the program's team. */
  fromStaff: boolean;
  /** A mail that says the same is here already. */
  duplicate: boolean;
  /** Its subject names a report of the program, or it answers a mail of the portal. */
  namesReport: boolean;
  /** This address has sent as many reports today as are taken without a look. */
  tooMany: boolean;
};

export type Verdict =
  | { kind: "report" }
  | { kind: "reply" }
  | { kind: "ended"; reason: EndedReason }
  | { kind: "waits"; reason: WaitingReason };

/** Received lines before a mail counts as going in circles (RFC 5321 §6.3 asks for 100 at least; we are the last). */
const HOPS_AT_MOST = 100;

const ended = (reason: EndedReason): Verdict => ({ kind: "ended", reason });
const waits = (reason: WaitingReason): Verdict => ({ kind: "waits", reason });

/**
 * What becomes of a mail. Whatever it is, it is kept: a mail that ends by itself can still be settled by staff, and one
 * whose author is not proven is never anybody's word. `mail` is null when it could not be read.
 */
export function judgeMail(mail: ReadMail | null, known: Known): Verdict {
  if (mail === null) return waits("unreadable");
  const end = endOf(mail, known);
  if (end !== null) return ended(end);
  const { signals } = mail;
  if (signals.bulk || (signals.autoSubmitted ?? "no") !== "no") return waits("automatic");
  if (known.reply?.standing === "not_valid") return waits("token_not_valid");
  if (mail.from === null || !known.verified) return waits(known.fromStaff ? "poses_as_staff" : "unverified_sender");
  if (known.reply !== null)
    return known.reply.person === mail.from.address ? { kind: "reply" } : waits("not_the_person");
  if (known.namesReport) return waits("names_a_report");
  return known.tooMany ? waits("many_from_sender") : { kind: "report" };
}

/** Mail that nobody wrote, or that is here already. */
function endOf(mail: ReadMail, known: Known): EndedReason | null {
  const { signals, from } = mail;
  if (signals.ours || signals.hops > HOPS_AT_MOST || (from !== null && known.ours.includes(from.address)))
    return "loop";
  if (signals.report || (from !== null && /^(mailer-daemon|postmaster)@/.test(from.address))) return "bounce";
  // RFC 3834 §4: the null sender asks for no answer, and people do not write from it.
  if (signals.autoReply || signals.autoSubmitted === "auto-replied" || known.envelopeFrom === "") return "auto_reply";
  return known.duplicate ? "duplicate" : null;
}
