/** How many entries a program's catalogue may hold, retired ones included: a page shows them all. */
export const NON_ISSUES_MAX = 200;

/** How a decision cites the nth entry of a program's non-issues; no clause of a policy has such a key. */
export function entryKey(number: number): string {
  return `N${number}`;
}

export function isEntryKey(key: string): boolean {
  return /^N[1-9]\d{0,2}$/.test(key);
}

/** What a decision rests on, in words: a clause of the pinned policy, or an entry of the program's non-issues. */
export function citationWords(key: string): string {
  return isEntryKey(key) ? `entry ${key} of the non-issues` : `clause ${key} of the policy`;
}
