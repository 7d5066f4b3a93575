import { localDay } from "../../sla/local-day";
import { classifyRevision, type RevisionReason } from "../compare/classify";
import { asSigned, type JudgedFinding, judgeDraft } from "../drafts/judgement";
import type { LintSubject } from "../lint/types";
import type { PolicyDocument } from "../schema";
import { readableDraft } from "./readable";
import type { EditorView } from "./types";

export type Verdict = {
  findings: JudgedFinding[];
  /** How the draft differs in kind from the version it revises; null where it revises none. */
  revision: { version: string; class: "major" | "minor"; reasons: RevisionReason[] } | null;
  /** Whether nothing is missing; until then `revision` takes gaps for the choice that gives least. */
  complete: boolean;
};

/** What the portal says about a text of this draft: the same in the browser, on the server, and at publication. */
export function judge(view: EditorView, document: LintSubject): Verdict {
  const now = new Date(view.now);
  const signed = view.signed ? document : asSigned(document, localDay(now, view.zone).toString());
  const calendar = view.calendars.find(({ version }) => version === document.calendar?.version);
  const { findings, complete, classification } = judgeDraft({
    document: signed,
    warningReasons: view.warningReasons,
    base: view.base,
    raisedReason: view.raisedReason,
    context: { now, ...(calendar ? { calendar } : {}), ...(view.key === undefined ? {} : { key: view.key }) },
  });
  const { base } = view;
  if (!base) return { findings, revision: null, complete: complete !== null };
  const found = classification ?? classifyRevision(base.document, readable(view, document));
  return {
    findings,
    revision: { version: base.version, class: found.class, reasons: found.reasons },
    complete: complete !== null,
  };
}

/** The draft as it can be shown and compared (readableDraft), counted by its own calendar or the program's newest. */
export function readable(view: EditorView, document: LintSubject): PolicyDocument {
  const [newest] = view.calendars;
  return readableDraft(document, {
    version: newest?.version ?? 1,
    zone: newest?.zone ?? view.zone,
    region: newest?.region ?? "",
  });
}
