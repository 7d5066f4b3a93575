import type { LinkState } from "./types";

type Link = { usedAt: Date | null; replacedAt: Date | null; expiresAt: Date };

/** How a single-use link stands at `now`. */
export function linkState(link: Link | null, now: Date): LinkState {
  if (!link) return "unknown";
  if (link.usedAt) return "used";
  if (link.replacedAt) return "superseded";
  return link.expiresAt <= now ? "expired" : "usable";
}

export const LINK_SENTENCES: Record<Exclude<LinkState, "usable">, string> = {
  expired: "This link has expired. Ask for a new one.",
  used: "This link was used already. Each link works once.",
  superseded: "A newer link was sent after this one. Use the newest mail.",
  unknown: "This link is not complete. Open it again from the mail, or ask for a new one.",
};

const HOUR = 3_600_000;

/** Invitations at most 72 hours (security.md C02); a reset link one hour; a confirmation two days. */
export const LINK_LIFE_MS = { verify_email: 48 * HOUR, reset_password: HOUR, invite: 72 * HOUR } as const;
