import { type Move, type MoveRole, mayMake } from "../reports/state";

export type StaffRole =
  | "triager"
  | "coordinator"
  | "policy_owner"
  | "executive"
  | "privacy_officer"
  | "auditor"
  | "admin";

export type Membership = { programId: string; programSlug: string; role: StaffRole };

/**
 * Who performs a request. A guest has no account and has shown `proofs`: hashes (hex) of the tokens of drafts begun
 * in this browser and of the one receipt code entered. What they are hashes of opens those rows and no others. Staff before their second
 * factor are `pending`: they may do nothing but give it.
 */
export type Actor =
  | { kind: "anonymous" }
  | { kind: "guest"; proofs: readonly string[] }
  | { kind: "pending"; accountId: string }
  | { kind: "researcher"; accountId: string }
  | {
      kind: "staff";
      accountId: string;
      memberships: readonly Membership[];
      /** The second factor was given again in the last minutes: what signing asks for. */
      steppedUp?: boolean;
    }
  | { kind: "system"; job: string };

/** The account of an actor who may act as one, else null. */
export function accountOf(actor: Actor): string | null {
  return actor.kind === "researcher" || actor.kind === "staff" ? actor.accountId : null;
}

/** A visitor, with or without a draft or report of their own as a guest. */
export function isSignedOut(actor: Actor): boolean {
  return actor.kind === "anonymous" || actor.kind === "guest";
}

/** Nobody, or somebody whose second factor is still missing: neither an account nor a guest. */
export function isNobody(actor: Actor): boolean {
  return actor.kind === "anonymous" || actor.kind === "pending";
}

export function rolesIn(actor: Actor, programId: string): StaffRole[] {
  if (actor.kind !== "staff") return [];
  return actor.memberships.filter((membership) => membership.programId === programId).map(({ role }) => role);
}

/** Roles that read a program's reports; the others govern, audit or run the portal without reading them. */
const READING_ROLES: readonly StaffRole[] = ["triager", "coordinator"];

/** Whether a guest has shown what this is the hash of. */
function hasShown(actor: Actor, hash: string | null): boolean {
  return actor.kind === "guest" && hash !== null && actor.proofs.includes(hash);
}

/** What a decision about a report is taken on: always the row just loaded. */
export type ReportSubject = {
  programId: string;
  reporterId: string | null;
  /** Hash of a guest's receipt code. */
  guestCodeHash: string | null;
  /** When it was sent as an urgent notice, and when that was released to triage. */
  urgentAt: Date | null;
  releasedAt: Date | null;
  /** The staff that it is restricted to; null when it is not. */
  readers: readonly string[] | null;
};

type Reading = Pick<ReportSubject, "urgentAt" | "releasedAt" | "readers">;

export function isReporterOf(actor: Actor, report: Pick<ReportSubject, "reporterId" | "guestCodeHash">): boolean {
  const account = accountOf(actor);
  return (account !== null && report.reporterId === account) || hasShown(actor, report.guestCodeHash);
}

/** An urgent notice of exposed data, not yet released: sealed to the program's privacy officers. */
export function isSealed(report: Pick<ReportSubject, "urgentAt" | "releasedAt">): boolean {
  return report.urgentAt !== null && report.releasedAt === null;
}

/** The roles that read this report. A privacy officer goes on reading what was released. */
function readingRolesOf(report: Reading): readonly StaffRole[] {
  if (report.urgentAt === null) return READING_ROLES;
  return isSealed(report) ? ["privacy_officer"] : [...READING_ROLES, "privacy_officer"];
}

/** Whether somebody of the report's program reads it by a role that they hold there. */
export function readsBy({ accountId, role }: { accountId: string; role: StaffRole }, report: Reading): boolean {
  const named = report.readers === null || report.readers.includes(accountId);
  return named && readingRolesOf(report).includes(role);
}

/** Staff who sent a report stand on the reporter's side of it: nobody decides on, or reads notes of, their own. */
export function isStaffOf(actor: Actor, report: ReportSubject): boolean {
  const accountId = accountOf(actor);
  if (accountId === null || isReporterOf(actor, report)) return false;
  return rolesIn(actor, report.programId).some((role) => readsBy({ accountId, role }, report));
}

/** The sides on which the actor stands towards a report, for the transition table. */
export function moveRolesOf(actor: Actor, report: ReportSubject): MoveRole[] {
  if (isReporterOf(actor, report)) return ["reporter"];
  const roles: MoveRole[] = [];
  for (const role of isStaffOf(actor, report) ? rolesIn(actor, report.programId) : []) {
    // While it is sealed, nobody else could triage it.
    if (isSealed(report)) {
      if (role === "privacy_officer") roles.push("triager");
    } else if (role === "triager" || role === "coordinator") roles.push(role);
  }
  if (actor.kind === "system") roles.push("system");
  return roles;
}

type Rule<S> = (actor: Actor, subject: S) => boolean;
type Owned = { accountId: string | null };

const hasRole =
  (...roles: StaffRole[]): Rule<{ programId: string }> =>
  (actor, { programId }) =>
    rolesIn(actor, programId).some((role) => roles.includes(role));

/** The portal, in a job of its own. */
const byItself: Rule<null> = (actor) => actor.kind === "system";

const itselfOr =
  (...roles: StaffRole[]): Rule<{ programId: string }> =>
  (actor, program) =>
    actor.kind === "system" || hasRole(...roles)(actor, program);

/** A coordinator who reads this report, and did not send it. */
const coordinates: Rule<ReportSubject> = (actor, report) =>
  isStaffOf(actor, report) && hasRole("coordinator")(actor, report);

/** Every action of the portal, each with the one predicate that allows it. */
const RULES = {
  "draft.use": ((actor, draft) =>
    (accountOf(actor) !== null && accountOf(actor) === draft.accountId) || hasShown(actor, draft.guestHash)) as Rule<{
    accountId: string | null;
    guestHash: string | null;
  }>,
  /** Moving a guest's unsent draft to oneself; the link to it, or the code of its notice, is asked for besides. */
  "draft.take": ((actor, draft) =>
    draft.accountId === null && (accountOf(actor) !== null || isSignedOut(actor))) as Rule<Owned>,
  "drafts.mail_links": byItself,
  "drafts.prune": byItself,
  /** Scanning, previews, and removing what nobody has any more. */
  "files.tend": byItself,
  /** Nobody is turned away: without an account one reports as a guest. */
  "report.submit": ((actor) => accountOf(actor) !== null || isSignedOut(actor)) as Rule<null>,
  "report.read": ((actor, report) =>
    actor.kind === "system" || isReporterOf(actor, report) || isStaffOf(actor, report)) as Rule<ReportSubject>,
  "report.reply": ((actor, report) => isReporterOf(actor, report) || isStaffOf(actor, report)) as Rule<ReportSubject>,
  /** What was sent never changes; its reporter alone adds to it. */
  "report.add": isReporterOf as Rule<ReportSubject>,
  "report.assign": isStaffOf,
  /** Severity by our view, weakness, versions, tags, references, priority; following it oneself. */
  "report.handle": isStaffOf,
  "report.name_watcher": coordinates,
  /** Who of the staff has had it open, and when. */
  "report.see_readers": coordinates,
  /** Putting a report aside for a while, and taking it back. */
  "report.snooze": isStaffOf,
  "report.note": isStaffOf,
  "report.move": ((actor, subject) => mayMake(subject.move, moveRolesOf(actor, subject.report))) as Rule<{
    report: ReportSubject;
    move: Move;
  }>,
  /** Letting a held message go once its time is over. */
  "messages.release": byItself,
  "presences.clear": byItself,
  "clocks.watch": byItself,
  /** A pause or resumption by hand, told to the reporter; more time is the coordinator's to give. */
  "clock.pause": isStaffOf,
  "clock.extend": coordinates,
  /** A closed report that the next review of the policy has to look at. */
  "lesson.mark": coordinates,
  /** Naming the people who alone read a report, and opening it to the whole team again. */
  "report.restrict": ((actor, report) => !isSealed(report) && coordinates(actor, report)) as Rule<ReportSubject>,
  /** Opening a restricted report that names others: the second factor is asked for besides, and everybody is told. */
  "report.break_glass": ((actor, report) =>
    !isSealed(report) &&
    report.readers !== null &&
    !report.readers.includes(accountOf(actor) ?? "") &&
    !isReporterOf(actor, report) &&
    hasRole("coordinator")(actor, report)) as Rule<ReportSubject>,
  "queue.read": hasRole("triager", "coordinator"),
  /** Who of the team is away, and to whom reports are given: for those who carry them. */
  "absence.read": hasRole("triager", "coordinator", "privacy_officer"),
  /** One's own; a coordinator also for somebody who fell ill. */
  "absence.set": ((actor, { programId, accountId }) =>
    (accountOf(actor) === accountId && hasRole("triager", "coordinator", "privacy_officer")(actor, { programId })) ||
    hasRole("coordinator")(actor, { programId })) as Rule<{ programId: string; accountId: string }>,
  "assignment.read": hasRole("triager", "coordinator", "admin"),
  "assignment.change": hasRole("coordinator", "admin"),
  "reports.assign_received": byItself,
  /** A list kept under a name is changed by whoever kept it, while they read the program's reports. */
  "view.change": ((actor, view) =>
    accountOf(actor) === view.ownerId && hasRole("triager", "coordinator")(actor, view)) as Rule<{
    programId: string;
    ownerId: string;
  }>,
  /** The coordinator answers for the dates that it gives; changing it is governing. */
  "calendar.read": hasRole("admin", "policy_owner", "coordinator"),
  "calendar.publish": itselfOr("admin", "policy_owner"),
  /** Who asked with an account; else whoever holds the link, which row security looks at. */
  "inquiry.follow": ((actor, inquiry) =>
    inquiry.accountId === null || accountOf(actor) === inquiry.accountId) as Rule<Owned>,
  "inquiry.answer": ((actor, inquiry) =>
    hasRole("triager", "coordinator")(actor, inquiry) &&
    (inquiry.accountId === null || accountOf(actor) !== inquiry.accountId)) as Rule<{
    programId: string;
    accountId: string | null;
  }>,
  /** What the program has decided not to be a vulnerability: cited in decisions, written by who answers for them. */
  "non_issues.read": hasRole("triager", "coordinator", "policy_owner"),
  "non_issues.change": hasRole("coordinator", "policy_owner"),
  /** What messages begin with: for those who write them, changed by those who answer for what is said. */
  "templates.read": hasRole("triager", "coordinator", "privacy_officer", "policy_owner"),
  "templates.change": hasRole("coordinator", "policy_owner"),
  "response_times.calculate": byItself,
  "urgent.read": hasRole("privacy_officer"),
  /** Whom urgent notices wake: for those who answer them, and who runs the program's portal. */
  "on_call.change": hasRole("privacy_officer", "admin"),
  /** Opens a sealed notice to the program's triagers and coordinators. */
  "report.release": ((actor, report) =>
    isSealed(report) &&
    !isReporterOf(actor, report) &&
    hasRole("privacy_officer")(actor, report)) as Rule<ReportSubject>,
  /** Another receipt code, or none any more: for whoever holds the present one. */
  "report.change_code": ((actor, report) => hasShown(actor, report.guestCodeHash)) as Rule<ReportSubject>,
  /** Taking a guest's report into an account; the code itself is asked for besides. */
  "report.claim": ((actor, report) => accountOf(actor) !== null && report.reporterId === null) as Rule<ReportSubject>,
  /** Roles and wording of a credit; the party alone consents. */
  "credit.settle": coordinates,
  "credit.answer": ((actor, credit) =>
    (accountOf(actor) !== null && accountOf(actor) === credit.accountId) ||
    (credit.ofGuest && hasShown(actor, credit.guestCodeHash)) ||
    // Whoever was named beside the reporter answers by the link that was mailed to them alone.
    (credit.followed !== undefined && credit.followed === credit.inviteHash)) as Rule<{
    accountId: string | null;
    ofGuest: boolean;
    guestCodeHash: string | null;
    inviteHash?: string | null;
    /** Hash of the link that this request came by. */
    followed?: string;
  }>,
  /** Naming somebody else who had a part in it, and taking that back: it prints nothing before they agree. */
  "credit.name_another": ((actor, report) =>
    isReporterOf(actor, report) || hasRole("coordinator")(actor, report)) as Rule<ReportSubject>,
  "credits.tend": byItself,
  /** A policy on its way to publication: those who write, sign and approve it, and those who watch over them. */
  "policy_draft.read": hasRole("coordinator", "policy_owner", "executive", "auditor", "admin"),
  "policy_draft.edit": hasRole("coordinator", "policy_owner"),
  /** Sends it back to its writers, or says that it is major after all. */
  "policy_draft.challenge": hasRole("coordinator", "policy_owner", "executive"),
  "policy.sign": hasRole("policy_owner"),
  /** Of a major revision: by the executive, who is another person than the signer. */
  "policy.approve": ((actor, draft) =>
    hasRole("executive")(actor, draft) && accountOf(actor) !== draft.signedBy) as Rule<{
    programId: string;
    signedBy: string | null;
  }>,
  /** Puts a policy in force without a review: what an operator brings along. People go through the life of a draft. */
  "policy.install": byItself,
  "policy.publish": itselfOr("policy_owner"),
  "search_key.rotate": byItself,
  /** Taking in mail and judging it; a person settles what waits. */
  "mail.receive": byItself,
  "notifications.digest": byItself,
  "mail.settle": hasRole("triager", "coordinator"),
  /** Writing the words of reports that a new key has not met. */
  "search.tend": byItself,
  "receipt_key.rotate": byItself,
  /** Stating that the conduct of a report keeps to the policy: in the organisation's name. */
  "statement.issue": coordinates,
  /** Withholding an answer for good: an act on what the reporter wrote. */
  "report.redact": coordinates,
  /** Who is warned of a key's end reads about it; who answers for the policy or the portal changes it. */
  "keys.read": itselfOr("admin", "policy_owner", "coordinator"),
  "keys.change": itselfOr("admin", "policy_owner"),
  /** Where events are told: for those who run the program's portal; that there are any, for its auditors too. */
  "webhooks.read": hasRole("admin", "auditor"),
  "webhooks.change": hasRole("admin"),
  "webhooks.deliver": byItself,
  "keys.warn": byItself,
  /** Whether the reporter may tell others: asked by them alone, answered for the program. */
  "disclosure.ask": isReporterOf as Rule<ReportSubject>,
  "disclosure.answer": coordinates,
  /** Removing the text of a message for good: one's own, or for a coordinator anybody's. */
  "message.redact": ((actor, { report, mine }) =>
    (mine && (isReporterOf(actor, report) || isStaffOf(actor, report))) || coordinates(actor, report)) as Rule<{
    report: ReportSubject;
    mine: boolean;
  }>,
  /** Proposing to split a report, taking that back, and going ahead when the reporter stays silent. */
  "report.split": ((actor, report) => !isSealed(report) && coordinates(actor, report)) as Rule<ReportSubject>,
  "split.answer": isReporterOf as Rule<ReportSubject>,
  "program.create": byItself,
  /** Who did what and when, without a word of any report. */
  "audit.read": hasRole("auditor"),
  /** Whose roles end, who is kept out, and which invitations stand: for those who run the program's portal. */
  "people.manage": hasRole("admin"),
  "staff.invite": itselfOr("admin"),
} as const;

export type Action = keyof typeof RULES;
type SubjectOf<A extends Action> = (typeof RULES)[A] extends Rule<infer S> ? S : never;

/** The one place where authorisation is decided. Pure: call it on the row just loaded, inside the transaction. */
export function can<A extends Action>(actor: Actor, action: A, subject: SubjectOf<A>): boolean {
  const rule = RULES[action] as Rule<SubjectOf<A>>;
  return rule(actor, subject);
}
