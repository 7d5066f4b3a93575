import { env } from "@/lib/env/env";

/** Whether a request to a route of ours was made by a page of ours; what sends no header is no browser. */
export function isFromOwnPage(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  return (site === null || site === "same-origin" || site === "none") && (origin === null || origin === env().APP_URL);
}
