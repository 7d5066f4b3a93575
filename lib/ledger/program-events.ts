import { z } from "zod";
import { ruleSetSchema } from "../assignment/schema";
import { PAUSE_REASONS } from "../webhooks/vocabulary";

const uuid = z.uuid();
const count = z.int().nonnegative();
const policyDraft = { draft: z.string().regex(/^[0-9a-f]{32}$/), hash: z.string() };
const policyClass = z.enum(["major", "minor"]);
/** What the portal says a revision is, and why: clauses and rules, never sentences. */
const classified = {
  class: policyClass,
  reasons: z.array(z.strictObject({ rule: z.string(), clause: z.string() })),
};

const publicId = z.string().regex(/^[0-9a-f]{32}$/);
const viewId = publicId;
const visibility = z.enum(["me", "team"]);

/** Somebody asked for what is not theirs; `action`: the name of the code that refused, or "page". */
export const refusalSchema = z.strictObject({
  type: z.literal("access.refused"),
  action: z.string().regex(/^[A-Za-z]{1,60}$/),
  answer: z.enum(["FORBIDDEN", "NOT_FOUND"]),
});
export type Refusal = z.infer<typeof refusalSchema>;

export const programEventSchema = z.discriminatedUnion("type", [
  refusalSchema,
  /** Its actor read or took out so much that others were told. */
  z.strictObject({ type: z.literal("reading.unusual"), kind: z.enum(["opened", "exported"]) }),
  z.strictObject({ type: z.literal("program.created"), slug: z.string() }),
  z.strictObject({ type: z.literal("inquiry.opened"), inquiryId: uuid }),
  z.strictObject({ type: z.literal("inquiry.asked_again"), inquiryId: uuid }),
  z.strictObject({ type: z.literal("inquiry.answered"), inquiryId: uuid }),
  z.strictObject({ type: z.literal("inquiry.closed"), inquiryId: uuid }),
  z.strictObject({ type: z.literal("non_issue.added"), key: z.string() }),
  z.strictObject({ type: z.literal("non_issue.retired"), key: z.string() }),
  /** `hash`: SHA-256, hex, of what it says from now on. */
  z.strictObject({ type: z.literal("template.added"), templateId: z.string(), hash: z.string() }),
  z.strictObject({ type: z.literal("template.changed"), templateId: z.string(), hash: z.string() }),
  z.strictObject({ type: z.literal("template.retired"), templateId: z.string() }),
  /** Staff settled an incoming mail that waited, or that the rule had ended. */
  z.strictObject({ type: z.literal("mail.settled"), mail: z.string(), as: z.enum(["report", "note", "discarded"]) }),
  z.strictObject({ type: z.literal("calendar.published"), version: z.int().positive() }),
  z.strictObject({
    type: z.literal("policy.published"),
    version: z.string(),
    hash: z.string(),
    supersedes: z.string().nullable(),
    /** How it was published; absent for what an operator installed. */
    governed: z.strictObject({ draft: policyDraft.draft, ...classified, raised: z.boolean() }).optional(),
  }),
  z.strictObject({
    type: z.literal("policy_draft.started"),
    ...policyDraft,
    source: z.enum(["blank", "current", "imported"]),
    basedOn: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal("policy_draft.sent"), ...policyDraft, round: z.int().positive(), ...classified }),
  z.strictObject({ type: z.literal("policy_draft.returned"), ...policyDraft, because: z.enum(["edited", "returned"]) }),
  z.strictObject({ type: z.literal("policy_draft.raised"), ...policyDraft }),
  z.strictObject({ type: z.literal("policy_draft.rebased"), ...policyDraft, onto: z.string() }),
  z.strictObject({ type: z.literal("policy_draft.withdrawn"), ...policyDraft }),
  z.strictObject({ type: z.literal("policy_draft.restored"), ...policyDraft }),
  z.strictObject({
    type: z.literal("policy.signed"),
    ...policyDraft,
    version: z.string(),
    role: z.string(),
    ...classified,
    raised: z.boolean(),
  }),
  z.strictObject({
    type: z.literal("policy.approved"),
    ...policyDraft,
    version: z.string(),
    role: z.string(),
    ...classified,
    raised: z.boolean(),
  }),
  /** A review that changed nothing; it starts the clock of the next one. */
  z.strictObject({ type: z.literal("policy.reviewed"), version: z.string(), hash: z.string(), role: z.string() }),
  z.strictObject({
    type: z.literal("program_key.added"),
    fingerprint: z.string(),
    expires: z.iso.datetime().nullable(),
    replaces: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal("program_key.renewed"),
    fingerprint: z.string(),
    expires: z.iso.datetime().nullable(),
  }),
  z.strictObject({ type: z.literal("program_key.retired"), fingerprint: z.string() }),
  z.strictObject({ type: z.literal("program_key.revoked"), fingerprint: z.string() }),
  /** The private half of a key, so that mail to it is read here, or no longer. */
  z.strictObject({ type: z.literal("private_key.given"), fingerprint: z.string() }),
  z.strictObject({ type: z.literal("private_key.forgotten"), fingerprint: z.string() }),
  /** Whether mails to reporters with a PGP key carry what the team wrote. */
  z.strictObject({ type: z.literal("full_text_mail.set"), on: z.boolean() }),
  /** Staff were warned so many days before its end. */
  z.strictObject({ type: z.literal("program_key.ending"), fingerprint: z.string(), warning: z.int().positive() }),
  z.strictObject({ type: z.literal("security_txt.signed"), fingerprint: z.string(), hash: z.string() }),
  z.strictObject({ type: z.literal("security_txt.signature_removed") }),
  /** Whom urgent notices wake; the address itself is sealed beside the program. */
  z.strictObject({ type: z.literal("on_call.set"), replaces: z.boolean() }),
  z.strictObject({ type: z.literal("on_call.cleared") }),
  /** Where events are told; addresses and secrets are sealed beside it. */
  z.strictObject({ type: z.literal("webhook.added"), webhook: publicId }),
  z.strictObject({ type: z.literal("webhook.changed"), webhook: publicId }),
  z.strictObject({ type: z.literal("webhook.secret_changed"), webhook: publicId }),
  z.strictObject({ type: z.literal("webhook.removed"), webhook: publicId }),
  z.strictObject({ type: z.literal("webhook.paused"), webhook: publicId, because: z.enum(PAUSE_REASONS) }),
  z.strictObject({ type: z.literal("webhook.resumed"), webhook: publicId }),
  z.strictObject({ type: z.literal("webhook.tested"), webhook: publicId }),
  z.strictObject({ type: z.literal("webhook.replayed"), webhook: publicId, message: z.string() }),
  /** A list that somebody keeps: never its name or what it looks for. */
  z.strictObject({ type: z.literal("view.saved"), view: viewId, visibility }),
  z.strictObject({ type: z.literal("view.changed"), view: viewId, visibility }),
  z.strictObject({ type: z.literal("view.deleted"), view: viewId }),
  z.strictObject({
    /** Somebody searched the reports for words, which stand here as a hash of their own alone. */
    type: z.literal("reports.searched"),
    place: z.enum(["list", "palette"]),
    asked: z.string().regex(/^[0-9a-f]{16}$/),
    /** Names of the other filters. */
    filters: z.array(z.string().max(20)).max(30),
    /** Reports found, as far as they were counted. */
    found: count,
  }),
  z.strictObject({
    type: z.literal("absence.set"),
    accountId: uuid,
    from: z.iso.date(),
    until: z.iso.date(),
    coverId: uuid.nullable(),
  }),
  z.strictObject({ type: z.literal("absence.ended"), accountId: uuid }),
  /** To whom reports are given from now on, in whole: an assignment names the rule and this revision. */
  z.strictObject({ type: z.literal("assignment.changed"), rev: z.int().positive(), set: ruleSetSchema }),
  z.strictObject({ type: z.literal("membership.granted"), accountId: uuid, role: z.string() }),
  z.strictObject({ type: z.literal("membership.ended"), accountId: uuid, role: z.string() }),
  /** Who did what was taken out as a table. */
  z.strictObject({ type: z.literal("audit.exported"), rows: z.int().nonnegative() }),
  z.strictObject({ type: z.literal("invitation.sent"), role: z.string() }),
  z.strictObject({ type: z.literal("invitation.withdrawn"), role: z.string() }),
]);
export type ProgramEvent = z.infer<typeof programEventSchema>;
