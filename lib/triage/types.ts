/** Whom and what a program's lists can be narrowed to. */
export type ListChoices = {
  /** `away`: the last day of it, where somebody is away today. */
  team: { handle: string; name: string; you: boolean; away: string | null }[];
  products: { key: string; name: string }[];
  tags: string[];
};

/** A list under a name, as it is offered. */
export type ViewLink = {
  /** In the address: a built-in name, or a random id. */
  key: string;
  name: string;
  /** The list's part of an address. */
  query: string;
  /** `built-in`: everybody has it. */
  of: "built-in" | "me" | "team";
  /** Stands first and is not put away. */
  pinned: boolean;
  hidden: boolean;
  /** Whether the reader may change it, and when it was changed last. */
  mine: boolean;
  known: string | null;
  /** Up to `VIEW_COUNTED`; null where it is not counted. */
  count: number | null;
};

/** A report as the palette offers it. */
export type FoundReport = { reference: string; title: string; stateLabel: string };
