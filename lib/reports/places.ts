import type { AccountPlace, Place } from "../vault/seal";

/** Where each sealed value of a report lives; a value opens nowhere else. */

export function titlePlace(reportId: string): Place {
  return { table: "reports", column: "title_sealed", rowId: reportId, reportId };
}

export function answersPlace(reportId: string): Place {
  return { table: "reports", column: "answers_sealed", rowId: reportId, reportId };
}

export function draftPlace(draftId: string): Place {
  return { table: "report_drafts", column: "answers_sealed", rowId: draftId, reportId: draftId };
}

/** The address to which a guest wants links to the draft. */
export function resumePlace(draftId: string): Place {
  return { table: "report_drafts", column: "resume_sealed", rowId: draftId, reportId: draftId };
}

export function heldPlace(draftId: string): Place {
  return { table: "held_pages", column: "page_sealed", rowId: draftId, reportId: draftId };
}

export function messagePlace(reportId: string, messageId: string): Place {
  return { table: "messages", column: "body_sealed", rowId: messageId, reportId };
}

/** What a message said before it was changed. */
export function versionPlace(reportId: string, versionId: string): Place {
  return { table: "message_versions", column: "body_sealed", rowId: versionId, reportId };
}

/** Why a message was withheld. */
export function withholdingPlace(reportId: string, messageId: string): Place {
  return { table: "messages", column: "redaction_sealed", rowId: messageId, reportId };
}

export function replyDraftPlace(reportId: string, draftId: string): Place {
  return { table: "reply_drafts", column: "body_sealed", rowId: draftId, reportId };
}

/** What its reporter calls a report. */
export function ownReferencePlace(reportId: string): Place {
  return { table: "own_references", column: "body_sealed", rowId: reportId, reportId };
}

export function additionPlace(reportId: string, additionId: string): Place {
  return { table: "report_additions", column: "body_sealed", rowId: additionId, reportId };
}

export function notePlace(reportId: string, noteId: string): Place {
  return { table: "internal_notes", column: "body_sealed", rowId: noteId, reportId };
}

export function creditPlace(
  reportId: string,
  creditId: string,
  column: `${"display" | "agreed" | "wished" | "invite"}_sealed`,
): Place {
  return { table: "credits", column, rowId: creditId, reportId };
}

export function redactionPlace(reportId: string, redactionId: string): Place {
  return { table: "redactions", column: "reason_sealed", rowId: redactionId, reportId };
}

export function lessonPlace(reportId: string): Place {
  return { table: "policy_lessons", column: "text_sealed", rowId: reportId, reportId };
}

export function assessmentPlace(reportId: string, assessmentId: string): Place {
  return { table: "assessments", column: "reason_sealed", rowId: assessmentId, reportId };
}

export function versionsPlace(reportId: string): Place {
  return { table: "report_handling", column: "versions_sealed", rowId: reportId, reportId };
}

export function statementPlace(reportId: string, statementId: string): Place {
  return { table: "compliance_statements", column: "statement_sealed", rowId: statementId, reportId };
}

export function linkPlace(reportId: string, linkId: string): Place {
  return { table: "report_references", column: "entry_sealed", rowId: linkId, reportId };
}

export function splitPlace(reportId: string, proposalId: string): Place {
  return { table: "split_proposals", column: "parts_sealed", rowId: proposalId, reportId };
}

/** Whom a report's key for notes belongs to, so that the key for its text does not open them. */
export function noteKeyOwner(reportId: string): string {
  return `${reportId}:notes`;
}

export function fileNamePlace(fileId: string): Place {
  return { table: "attachments", column: "name_sealed", rowId: fileId, reportId: fileId };
}

/** Whom the key of a file belongs to: it opens nothing else of its draft or report. */
export function fileKeyOwner(fileId: string): string {
  return `${fileId}:file`;
}

export function onCallPlace(programId: string): AccountPlace {
  return { table: "programs", column: "on_call_sealed", rowId: programId };
}
