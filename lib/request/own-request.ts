/**
 * Whether a request that changes something comes from a page of this portal: its Origin is ours, and the browser does
 * not say otherwise. Server actions are asked the same by the framework; route handlers ask here (security.md N9).
 */
export function isOwnRequest(headers: Headers, appUrl: string): boolean {
  return headers.get("origin") === new URL(appUrl).origin && isNotForeign(headers);
}

/** Whether the browser says that another site asks, also for what only reads. */
export function isNotForeign(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}
