import {
  pgpPath,
  policyHistoryPath,
  policyPath,
  programPath,
  responseTimesPath,
  scopePath,
  securityProgramPath,
} from "@/lib/policy/paths";

export type ListedProgram = {
  slug: string;
  /** The local date of the policy in force; null while there is none, and then only the program's page is listed. */
  revisedOn: string | null;
};

type Entry = { path: string; changed: string | null };

const GENERAL = ["/", "/help", "/verify", "/weaknesses"];

/** The portal's public pages by the sitemap protocol 0.9 (sitemaps.org). */
export function sitemap(programs: readonly ListedProgram[], appUrl: string): string {
  const entries: Entry[] = [...GENERAL.map((path) => ({ path, changed: null })), ...programs.flatMap(pagesOf)];
  const urls = entries.map(({ path, changed }) => {
    const lastmod = changed ? `<lastmod>${changed}</lastmod>` : "";
    return `  <url><loc>${escaped(new URL(path, appUrl).href)}</loc>${lastmod}</url>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...urls,
    "</urlset>",
    "",
  ].join("\n");
}

function pagesOf({ slug, revisedOn }: ListedProgram): Entry[] {
  const pages =
    revisedOn === null
      ? []
      : [
          policyPath(slug),
          policyHistoryPath(slug),
          scopePath(slug),
          securityProgramPath(slug),
          pgpPath(slug),
          responseTimesPath(slug),
        ];
  return [programPath(slug), ...pages].map((path) => ({ path, changed: revisedOn }));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
