import type { Database } from "@/db/client";
import type { Actor } from "@/lib/auth/policy";
import { savePolicyDraft, startPolicyDraft } from "@/lib/policy/drafts/mutations";
import { getPolicyDraft } from "@/lib/policy/drafts/queries";
import { giveReason } from "@/lib/policy/edit/mutations";
import { sendToReview } from "@/lib/policy/governance/mutations";
import { type PolicyDocument, policyDocumentSchema } from "@/lib/policy/schema";
import { approveDraft, publishDraft, signDraft } from "@/lib/policy/signing/mutations";
import type { Context } from "@/lib/request/transaction";
import { smileRevision } from "../policies/smile-digital-health-revision";

export type Governors = Record<"coordinator" | "policy_owner" | "executive", Actor>;

const NOTE = "Demonstration: the source of this policy states no review and no approval.";

/** Why the published policy keeps what the linter warns of, by rule; a warning without a reason stops the loading. */
const KEPT: Readonly<Record<string, string>> = {
  "standard-superseded":
    "Demonstration: the source names this edition. A newer one is named when there is a certificate to it.",
  "bod-20-01-c-iii":
    "Demonstration: the source asks for consent and names no limit. A limit is for the next review to decide.",
};

/** A program's first policy, from the draft to its publication, by everybody whose part it is. */
export async function publishFirstPolicy(
  db: Database,
  policy: PolicyDocument,
  people: Governors,
  begun: Date,
): Promise<void> {
  const after = (minutes: number) => contextsAt(db, people, begun.getTime() + minutes * 60_000);
  const writer = after(0).coordinator;
  const { publicId } = await startPolicyDraft(writer, {
    programSlug: policy.program,
    source: "imported",
    document: policy,
  });
  for (const { key, rule, severity } of (await getPolicyDraft(writer, publicId)).findings) {
    if (severity === "warning") await giveReason(writer, publicId, { key, reason: KEPT[rule] ?? "" });
  }
  await sendToReview(after(10).coordinator, publicId);
  const name = (role: string, hash: string) => ({ hash, typedName: "Demonstration", typedRole: role, note: NOTE });
  const shown = await getPolicyDraft(after(40).policy_owner, publicId);
  await signDraft(after(40).policy_owner, publicId, name("Policy owner", shown.hashToSign));
  const signed = await getPolicyDraft(after(50).executive, publicId);
  await approveDraft(after(50).executive, publicId, name("Executive", signed.contentHash));
  await publishDraft(after(60).policy_owner, publicId, { hash: signed.contentHash });
}

/** A revision that waits for the policy owner's name, so that whoever looks around can give it. */
export async function prepareRevision(db: Database, slug: string, people: Governors, begun: Date): Promise<void> {
  const { coordinator } = contextsAt(db, people, begun.getTime());
  const { publicId } = await startPolicyDraft(coordinator, { programSlug: slug, source: "current" });
  const { document, rev } = await getPolicyDraft(coordinator, publicId);
  await savePolicyDraft(coordinator, {
    publicId,
    rev,
    document: smileRevision(policyDocumentSchema.parse(document)),
  });
  await sendToReview(coordinator, publicId);
}

function contextsAt(db: Database, people: Governors, instant: number): Record<keyof Governors, Context> {
  const as = (actor: Actor): Context => ({
    actor: actor.kind === "staff" ? { ...actor, steppedUp: true } : actor,
    db,
    clockOffsetMs: instant - Date.now(),
  });
  return {
    coordinator: as(people.coordinator),
    policy_owner: as(people.policy_owner),
    executive: as(people.executive),
  };
}
