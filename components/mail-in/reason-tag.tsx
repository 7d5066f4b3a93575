import { Tag } from "@/components/ui/tag";
import type { MailReason, MailState } from "@/lib/mail-in/vocabulary";
import { MAIL_REASON_WORDS, MAIL_STATE_WORDS } from "@/lib/mail-in/words";

/** Why a mail is on the desk, or what was made of it. */
export function MailReasonTag({ state, reason }: { state: MailState; reason: MailReason | null }) {
  const settled = MAIL_STATE_WORDS[state];
  if (settled) return <Tag>{settled}</Tag>;
  if (reason === null) return null;
  const tone = reason === "poses_as_staff" ? "breach" : state === "quarantined" ? "soon" : "neutral";
  return (
    <Tag tone={tone} fill={reason === "poses_as_staff"}>
      {MAIL_REASON_WORDS[reason].short}
    </Tag>
  );
}
