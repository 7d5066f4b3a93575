/** How much one person reads or takes out before somebody else is told (security-tests.md AL-15). */
export const UNUSUAL = {
  opened: { reports: 30, minutes: 10 },
  exported: { reports: 100, minutes: 60 },
} as const;
export type Unusual = keyof typeof UNUSUAL;
