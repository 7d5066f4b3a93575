/** The count appears once three quarters of the limit are used. */
const SHOWN_FROM = 0.75;

const grouped = new Intl.NumberFormat("en");

function characters(count: number): string {
  return `${grouped.format(count)} ${count === 1 ? "character" : "characters"}`;
}

/** Length as the server counts it: code points, line breaks as one. */
export function countCharacters(text: string): number {
  return [...text.replaceAll("\r\n", "\n")].length;
}

export function limitText(limit: number): string {
  return `You can enter up to ${characters(limit)}`;
}

/** What to say about `used` of `limit`, or undefined while it is too early to say anything. */
export function countText(used: number, limit: number): { text: string; over: boolean } | undefined {
  if (used > limit) return { text: `${characters(used - limit)} too many`, over: true };
  if (used < limit * SHOWN_FROM) return undefined;
  return { text: `${characters(limit - used)} left`, over: false };
}
