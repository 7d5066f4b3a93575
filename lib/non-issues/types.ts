export type NonIssue = { key: string; title: string; body: string; addedAt: string; retiredAt: string | null };

/** A program's catalogue as its page shows it. */
export type NonIssueCatalogue = {
  programSlug: string;
  mayChange: boolean;
  zone: string;
  entries: NonIssue[];
};
