/** Where only somebody's own things are: accounts, drafts, reports, the desk. RFC 9309. */
export const PRIVATE_PATHS = [
  "/account",
  "/api/",
  "/appearance",
  "/forgot-password",
  "/inquiries/",
  "/invite/",
  "/mfa",
  "/notifications",
  "/report/",
  "/report?",
  "/reports",
  "/reset-password",
  "/sign-in",
  "/sign-out",
  "/sign-up",
  "/staff",
  "/track",
  "/urgent",
  "/verify-email",
] as const;

/** A courtesy to crawlers; what it names is closed by the portal itself. */
export function robots(appUrl: string): string {
  const rules = PRIVATE_PATHS.map((path) => `Disallow: ${path}`);
  return ["User-agent: *", ...rules, "", `Sitemap: ${appUrl}/sitemap.xml`, ""].join("\n");
}
