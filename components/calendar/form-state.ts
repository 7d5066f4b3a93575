import type { CalendarErrors, CalendarTyped } from "@/lib/programs/calendar/form";

/** How one promise would move for a report that is sent now. */
export type DueChange = { promise: string; before: string; after: string };

export type CalendarFormState = {
  typed: CalendarTyped;
  errors: CalendarErrors;
  /** What a button did: days added, days left out and why. */
  news: { title: string; items: string[]; kind: "info" | "success" } | null;
  /** Set by Check: what publishing would change. */
  checked: { changes: string[]; dues: DueChange[]; zoneMoves: string | null } | null;
};

export type CalendarAction = (state: CalendarFormState, form: FormData) => Promise<CalendarFormState>;
