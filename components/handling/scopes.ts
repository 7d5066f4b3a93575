/** Prefixes of the names of the handling's forms: all of them stand on one page. */
export const HANDLING_SCOPES = {
  severity: "severity",
  priority: "priority",
  weakness: "weakness",
  versions: "versions",
  tags: "tags",
  link: "link",
  watch: "watch",
} as const;
export type HandlingScope = (typeof HANDLING_SCOPES)[keyof typeof HANDLING_SCOPES];
