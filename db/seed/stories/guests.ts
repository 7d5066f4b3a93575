import type { Database } from "@/db/client";
import type { Actor } from "@/lib/auth/policy";
import { demonstrationGuestToken } from "@/lib/guests/demonstration/queries";
import { type NoticeInput, noticeAnswers } from "@/lib/guests/notice";
import type { PolicyDocument } from "@/lib/policy/schema";
import { setOnCall } from "@/lib/programs/on-call/mutations";
import { onCallSettings } from "@/lib/programs/on-call/queries";
import { releaseToTriage, sendNotice } from "@/lib/reports/mutations/urgent";
import { getStaffReport } from "@/lib/reports/queries";
import type { Context } from "@/lib/request/transaction";
import { sendMessage } from "@/lib/threads/mutations";
import { newToken } from "@/lib/vault/lookup";
import { usualAnswers } from "../answers";
import { type Cast, Telling } from "../telling";

const DAY = 24;
const visitor: Actor = { kind: "anonymous" };

/** Puts an address on call in a program that has none. */
export async function putOnCall(ctx: Context, programSlug: string): Promise<void> {
  const { address, known } = await onCallSettings(ctx, programSlug);
  if (address !== null) return;
  await setOnCall(ctx, { programSlug, address: `on-call@${programSlug}.example`, known });
}

/** A report without an account, whose receipt code the start of the portal tells. */
export async function tellGuestStory(db: Database, cast: Cast, policy: PolicyDocument, now: Date): Promise<void> {
  const guest = { ...cast, researcher: visitor };
  const heron = await new Telling(db, guest, policy, now, demonstrationGuestToken()).sent(5 * DAY, {
    ...usualAnswers,
    contactName: "night-heron",
    email: "night-heron@example.org",
    creditWish: "later",
    productId: "payer-member",
    platform: "web",
    productVersionUnknown: "yes",
    environment: "live",
    title: "Password reset link is valid after the password was changed",
    summary: "An older reset link still sets a password after a newer one was used.",
    cweChoice: "yes",
    cweIds: ["CWE-640"],
    details:
      "Two reset mails were asked for one after the other. The link of the second was used and the password changed. The link of the first still opened the form and set another password, eleven hours later.\n\nBoth accounts were my own.",
    steps: "1. Ask for a reset mail, twice.\n2. Use the link of the second.\n3. Use the link of the first.",
    severity: "medium",
  });
  await heron.says(
    4.6 * DAY,
    "triager",
    "Thank you. We see it on our side too. Does the older link also work after you have signed out everywhere?",
  );
  await heron.says(
    4.1 * DAY,
    "researcher",
    "Yes, it does. I tried it again this morning with a third account of mine.",
  );
  await heron.move(3.8 * DAY, "triager", { move: "start_checking" });
}

/** Exposed data, reported by somebody who stopped there: unread, with its four hours running, or read and released. */
export async function tellUrgentStory(
  at: (hoursAgo: number, actor: Actor) => Context,
  programSlug: string,
  privacy: Actor,
  { read }: { read: boolean },
): Promise<void> {
  const input: NoticeInput = {
    program: programSlug,
    what: read
      ? "An old host of test data answers without a password. It lists names and birthdays of people who work there."
      : "The address of a blood pressure chart, with another number at its end, shows the chart of somebody else.",
    "kinds[]": [read ? "personal" : "health"],
    ongoing: "yes",
    email: "",
    key: newToken(),
  };
  const sent = read ? 6 * DAY : 1.2;
  const { reference } = await sendNotice(at(sent, visitor), {
    programSlug,
    answers: noticeAnswers(input),
    key: input.key,
  });
  if (!read) return;
  await getStaffReport(at(sent - 0.6, privacy), reference);
  await sendMessage(at(sent - 0.8, privacy), reference, {
    text: "Thank you for stopping there. The host was taken off the network twenty minutes ago.",
  });
  await releaseToTriage(at(sent - 2, privacy), reference);
}
