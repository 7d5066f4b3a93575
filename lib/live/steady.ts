/** How a list stands while it is looked at: what it shows, what has left it since, and how many could join it. */
export type Steady<R> = { rows: { row: R; left: boolean }[]; arrived: number };

/**
 * The rows of a list in the order in which they were first shown, each as it is now. What has left the list stays where it
 * is, marked, and what has joined it waits until it is asked for: nothing moves under a reader's hand.
 */
export function steadyRows<R>(shown: readonly R[], fresh: readonly R[], keyOf: (row: R) => string): Steady<R> {
  const now = new Map(fresh.map((row) => [keyOf(row), row]));
  const known = new Set(shown.map(keyOf));
  return {
    rows: shown.map((row) => {
      const present = now.get(keyOf(row));
      return present === undefined ? { row, left: true } : { row: present, left: false };
    }),
    arrived: fresh.filter((row) => !known.has(keyOf(row))).length,
  };
}
