/** Whose rows a table holds: report data, or nothing that came with a report. A new table has to be put into one. */
export const CLASSIFIED: Record<string, "report" | "mixed" | "portal"> = {
  reports: "report",
  report_drafts: "report",
  clocks: "report",
  attestations: "report",
  receipts: "report",
  assessments: "report",
  messages: "report",
  internal_notes: "report",
  read_marks: "report",
  credits: "report",
  mails: "report",
  // Streams of programs and of the portal stand beside those of reports; only the latter are report data.
  ledger_heads: "mixed",
  events: "mixed",
  accounts: "portal",
  passwords: "portal",
  totp_factors: "portal",
  recovery_codes: "portal",
  account_tokens: "portal",
  sessions: "portal",
  memberships: "portal",
  rate_limits: "portal",
  programs: "portal",
  calendar_versions: "portal",
  policy_versions: "portal",
  receipt_keys: "portal",
  portal_facts: "portal",
  portal_migrations: "portal",
};
/** The tables that row-level security has to cover. */
export const covered = Object.keys(CLASSIFIED).filter((table) => CLASSIFIED[table] !== "portal");
