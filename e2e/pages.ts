import type { APIRequestContext, Page } from "@playwright/test";
import type { Person } from "./fixtures";
import { open, send } from "./plain-form";
import { draftInReview, importDraft } from "./policy-drafts";
import { draftOf, makeMove, sendReport, writeDraft } from "./reports";

/** Every second place: what a test visits must be few enough for its time on a slow machine. */
export const halfOf = (places: readonly Place[], half: number): Place[] =>
  places.filter((_, index) => index % 2 === half);

/** From here on, what the browser complains of on this page, and every request of it that leaves the portal. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    // The browser's own line about a page that answers 404 is no complaint of ours.
    if (["error", "warning"].includes(message.type()) && !message.text().includes("status of 404")) {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const own = page.url() === "about:blank" ? request.url() : page.url();
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(own).origin) {
      complaints.push(`${page.url()} asks ${request.url()}`);
    }
  });
  return complaints;
}

export type Place = { name: string; path: string };

/** Every type of page that a visitor meets. */
export const PUBLIC_PLACES: readonly Place[] = [
  { name: "start", path: "/" },
  { name: "program", path: "/programs/cardihab" },
  { name: "policy", path: "/programs/smile-digital-health/policy" },
  { name: "policy version", path: "/programs/cardihab/policy/v/1-0" },
  { name: "policy history", path: "/programs/smile-digital-health/policy/history" },
  { name: "comparison of versions", path: "/programs/smile-digital-health/policy/diff" },
  { name: "scope question", path: "/programs/smile-digital-health/scope" },
  { name: "security program", path: "/programs/cardihab/security" },
  { name: "response times", path: "/programs/smile-digital-health/response-times" },
  { name: "no response times yet", path: "/programs/cardihab/response-times" },
  { name: "search of the answers", path: "/programs/cardihab/security?q=proof" },
  { name: "PGP key", path: "/programs/cardihab/pgp" },
  { name: "no PGP key", path: "/programs/smile-digital-health/pgp" },
  { name: "help", path: "/help" },
  { name: "follow a report", path: "/track" },
  { name: "stop and report", path: "/urgent" },
  { name: "start without an account", path: "/report?program=cardihab" },
  { name: "verify", path: "/verify" },
  { name: "continue a draft", path: "/report/resume" },
  { name: "used link to a draft", path: "/report/resume?token=none" },
  { name: "weaknesses", path: "/weaknesses?q=injection" },
  { name: "sign in", path: "/sign-in" },
  { name: "sign up", path: "/sign-up" },
  { name: "forgotten password", path: "/forgot-password" },
  { name: "check your mail", path: "/verify-email" },
  { name: "used link", path: "/reset-password?token=none" },
  { name: "not found", path: "/programs/nobody" },
];

/** The researcher's pages, with a report that was answered and a draft on its way. */
export async function researcherPlaces(reporter: Person, coordinator: APIRequestContext): Promise<Place[]> {
  const reference = await sendReport(reporter.request, "smile-digital-health", {
    credit: { creditWish: "alias", creditText: "quiet-otter" },
  });
  await makeMove(coordinator, reference, "start_checking", "Start checking");
  await makeMove(coordinator, reference, "ask_for_information", "Ask for information", { text: "Which version?" });
  const open = draftOf(await writeDraft(reporter.request, "cardihab", "details"));
  const whole = draftOf(await writeDraft(reporter.request, "cardihab", "check"));
  const doubtful = await send(
    reporter.request,
    await writeDraft(reporter.request, "smile-digital-health", "scope"),
    "Continue",
    { productId: "not_sure", "outOfScope[]": ["denial-of-service"] },
  );
  const report = `/reports/${reference}`;
  return [
    { name: "my reports", path: "/reports" },
    { name: "report", path: report },
    { name: "receipt", path: `${report}/receipt` },
    { name: "add information", path: `${report}/add` },
    { name: "messages", path: `${report}/messages` },
    { name: "credit", path: `${report}/credit` },
    { name: "choose a program", path: "/report" },
    { name: "start a report", path: "/report?program=cardihab" },
    { name: "scope step", path: `/report/${open}/scope` },
    { name: "out of scope", path: doubtful.url },
    { name: "exposure step", path: `/report/${open}/exposure` },
    { name: "product step", path: `/report/${whole}/product` },
    { name: "details step", path: `/report/${open}/details` },
    { name: "reproduction step", path: `/report/${whole}/repro` },
    { name: "impact step", path: `/report/${whole}/impact` },
    { name: "contact step", path: `/report/${whole}/contact` },
    { name: "credit step", path: `/report/${whole}/credit` },
    { name: "agree step", path: `/report/${whole}/agree` },
    { name: "check", path: `/report/${whole}/check` },
    { name: "profile", path: "/account" },
    { name: "account security", path: "/account/security" },
    { name: "account key", path: "/account/pgp" },
    { name: "account credit", path: "/account/credit" },
    { name: "account notifications", path: "/account/notifications" },
    { name: "account data", path: "/account/data" },
    { name: "inbox", path: "/notifications" },
    { name: "second factor", path: "/mfa/setup" },
    { name: "no such report", path: "/reports/SDH-0000-0000" },
  ];
}

/** What a guest meets with a draft of their own. */
export async function guestPlaces(guest: APIRequestContext): Promise<Place[]> {
  const draft = draftOf(await writeDraft(guest, "cardihab", "check"));
  return [
    { name: "a guest's link to a draft", path: `/report/${draft}/link` },
    { name: "a guest's contact step", path: `/report/${draft}/contact` },
    { name: "a guest's last look", path: `/report/${draft}/check` },
  ];
}

/** The pages of whoever answers for exposed data. */
export const ON_CALL_PLACES: readonly Place[] = [
  { name: "urgent notices", path: "/staff/urgent" },
  { name: "on call", path: "/staff/settings/on-call" },
];

export async function staffPlaces(reporter: Person): Promise<Place[]> {
  const reference = await sendReport(reporter.request, "smile-digital-health");
  return [
    { name: "desk", path: "/staff" },
    { name: "triage", path: "/staff/triage" },
    { name: "staff inbox", path: "/staff/inbox" },
    { name: "open reports", path: "/staff/reports" },
    { name: "closed reports", path: "/staff/reports?queue=closed" },
    { name: "narrowed reports", path: "/staff/reports?severity=unrated&not=severity&time=late&cwe=nothing" },
    { name: "arranging lists", path: "/staff/reports/views" },
    { name: "staff report", path: `/staff/reports/${reference}` },
    { name: "similar reports", path: `/staff/reports/${reference}/similar` },
    { name: "templates", path: "/staff/settings/templates" },
    { name: "clocks", path: "/staff/sla" },
    { name: "credits", path: "/staff/credits" },
    { name: "questions", path: "/staff/inquiries" },
    { name: "mail", path: "/staff/mail" },
    { name: "analytics", path: "/staff/analytics" },
    { name: "non-issues", path: "/staff/settings/non-issues" },
    { name: "what is offered of credit", path: "/staff/credits/settings" },
    { name: "assignment", path: "/staff/settings/assignment?try=yes" },
    { name: "out of office", path: "/staff/settings/out-of-office" },
    { name: "business calendar", path: "/staff/settings/calendar" },
    { name: "no such desk page", path: "/staff/reports/SDH-0000-0000" },
  ];
}

/** The pages on which a policy is written, with a draft that has findings of each kind. */
export async function policyPlaces(coordinator: Person): Promise<Place[]> {
  const draft = await importDraft(coordinator.request, "smile-digital-health");
  const at = `/staff/policies/${draft}`;
  return [
    { name: "write a template", path: "/staff/settings/templates/new" },
    { name: "open a restricted report", path: "/staff/restricted" },
    { name: "policy of a program", path: "/staff/policies" },
    { name: "overview of a draft", path: at },
    { name: "import a policy", path: "/staff/policies/import" },
    { name: "edit a policy", path: `${at}/edit` },
    { name: "title and version", path: `${at}/edit/identity` },
    { name: "clause with a promise", path: `${at}/edit/1` },
    { name: "clause with rules", path: `${at}/edit/2` },
    { name: "findings", path: `${at}/findings` },
    { name: "preview of a policy", path: `${at}/preview` },
    { name: "changes of a policy", path: `${at}/changes` },
  ];
}

/** The pages on which a policy is governed, with a revision that waits for its names. */
export async function governancePlaces(coordinator: Person): Promise<Place[]> {
  const at = `/staff/policies/${await draftInReview(coordinator.request, "cardihab")}`;
  return [
    { name: "desk of a policy owner", path: "/staff" },
    { name: "drafts of a policy", path: "/staff/policies" },
    { name: "draft in review", path: at },
    { name: "sign a policy", path: `${at}/sign` },
    { name: "approve a policy", path: `${at}/approve` },
    { name: "review without change", path: "/staff/policies/review" },
  ];
}

/** A question that was asked in public, to its writer and to the desk. */
export async function inquiryPlaces(asker: APIRequestContext, triager: APIRequestContext): Promise<[Place, Place]> {
  const asked = await send(asker, "/programs/cardihab/security", "Send the question", {
    subject: "Edition of the certificate",
    text: "Which edition of the standard is meant?",
    email: "asker@example.org",
  });
  const path = new URL(asked.url).pathname;
  const desk = await open(triager, "/staff/inquiries");
  const address = /\/staff\/inquiries\/[0-9a-zA-Z_-]+/.exec(desk.html)?.[0];
  if (!path.startsWith("/inquiries/") || !address) throw new Error(`no question was sent: ${asked.url}`);
  return [
    { name: "question to a program", path },
    { name: "question on the desk", path: address },
  ];
}
