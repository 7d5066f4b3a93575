/** Whose rows a table holds: report data, a program's own papers, or neither. A new table has to be put into one. */
export const CLASSIFIED: Record<string, "report" | "mixed" | "program" | "portal"> = {
  reports: "report",
  report_drafts: "report",
  clocks: "report",
  attestations: "report",
  receipts: "report",
  assessments: "report",
  messages: "report",
  report_additions: "report",
  held_pages: "report",
  internal_notes: "report",
  report_words: "report",
  report_traits: "report",
  search_keys: "portal",
  read_marks: "report",
  credits: "report",
  attachments: "report",
  policy_lessons: "report",
  redactions: "report",
  report_handling: "report",
  ssvc_decisions: "report",
  report_tags: "report",
  report_references: "report",
  report_watchers: "report",
  report_relations: "report",
  compliance_statements: "report",
  split_proposals: "report",
  mails: "report",
  // The memory of the watch over clocks: no reader of a report sees it either.
  clock_notices: "report",
  inquiries: "portal",
  inquiry_messages: "portal",
  response_times: "portal",
  // Streams of programs and of the portal stand beside those of reports; only the latter are report data.
  ledger_heads: "mixed",
  events: "mixed",
  // Unpublished policies and signatures: staff of the program with a part in governing it.
  policy_drafts: "program",
  policy_approvals: "program",
  policy_reminders: "portal",
  // What staff begin their messages with: for those who write them.
  templates: "program",
  // What somebody kept of the desk: theirs, or their team's.
  saved_views: "program",
  desk_settings: "program",
  // A program's own words, cited to reporters; nothing of any report.
  non_issues: "portal",
  accounts: "portal",
  passwords: "portal",
  totp_factors: "portal",
  recovery_codes: "portal",
  account_tokens: "portal",
  sessions: "portal",
  guest_sessions: "portal",
  spent_proofs: "portal",
  draft_links: "portal",
  memberships: "portal",
  rate_limits: "portal",
  programs: "portal",
  calendar_versions: "portal",
  policy_versions: "portal",
  receipt_keys: "portal",
  program_keys: "portal",
  signed_security_txts: "portal",
  account_keys: "portal",
  portal_facts: "portal",
  portal_migrations: "portal",
};
const of = (...kinds: string[]) => Object.keys(CLASSIFIED).filter((table) => kinds.includes(CLASSIFIED[table] ?? ""));
/** The tables with report data. */
export const covered = of("report", "mixed");
/** The tables that row-level security has to cover. */
export const secured = of("report", "mixed", "program");
