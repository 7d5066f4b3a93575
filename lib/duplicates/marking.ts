/** What it takes of two reports to say which came first. */
type Compared = { id: string; reference: string; programId: string; receivedAt: Date; duplicateOf: string | null };

/** Why one report cannot be marked as a duplicate of the other, as a sentence, or null. The earlier one is the original. */
export function markingProblem(mine: Compared, other: Compared): string | null {
  if (mine.id === other.id) return "A report is no duplicate of itself";
  if (mine.programId !== other.programId) return "Choose a report of the same program";
  if (other.duplicateOf === mine.id) return "That report is marked as a duplicate of this one already";
  if (other.receivedAt.getTime() > mine.receivedAt.getTime()) {
    return `This report came first. Mark ${other.reference} as a duplicate of it instead`;
  }
  return null;
}
