/** A report that a review of the policy should look at. */
export type Lesson = {
  reference: string;
  markedAt: string;
  /** What it teaches; null for whoever may not read the program's reports, and where nothing was written. */
  text: string | null;
  /** Whether the actor may open the report. */
  readable: boolean;
};
