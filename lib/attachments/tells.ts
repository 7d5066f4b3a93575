/** What a file tells besides its content, about whoever made it. */
export const TELLS = ["place", "person", "device", "time", "other"] as const;
export type Tell = (typeof TELLS)[number];

/** Types that the portal writes anew without their metadata; a film of frames would lose all but one. */
export const REWRITTEN = ["jpg", "png", "webp"] as const;
export type Rewritten = (typeof REWRITTEN)[number];

export function isRewritten(real: string | null): real is Rewritten {
  return REWRITTEN.some((type) => type === real);
}

const WORDS: Record<Tell, string> = {
  place: "where it was taken",
  person: "who made it",
  device: "with which device",
  time: "when it was made",
  other: "what the program that made it noted",
};

/** "This picture says where it was taken and with which device"; null when it says nothing. */
export function tellsInWords(tells: readonly Tell[], what: "picture" | "document"): string | null {
  const words = tells.map((tell) => WORDS[tell]);
  const last = words.pop();
  if (last === undefined) return null;
  return `This ${what} says ${words.length > 0 ? `${words.join(", ")} and ` : ""}${last}`;
}
