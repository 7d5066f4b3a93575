/** Somebody of the team as the page of absences shows them. */
export type Colleague = {
  handle: string;
  name: string;
  you: boolean;
  /** May be set away by the reader. */
  maySet: boolean;
  away: { from: string; until: string; cover: string | null; now: boolean } | null;
};

export type AbsencesPage = {
  programSlug: string;
  programName: string;
  zone: string;
  /** In the program's zone. */
  today: string;
  team: Colleague[];
};
