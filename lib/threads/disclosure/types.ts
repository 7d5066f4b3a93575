/** Whether the reporter may tell others, as far as it was asked, for either side. */
export type Disclosure = {
  /** The newest question and what became of it; null while none was asked. */
  state: "asked" | "agreed" | "declined" | "withdrawn" | null;
  plannedOn: string | null;
  agreedFrom: string | null;
  askedAt: string | null;
  answeredAt: string | null;
  mayAsk: boolean;
  mayAnswer: boolean;
};
