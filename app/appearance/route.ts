import { THEME_COOKIE, themeOf } from "@/components/shell/theme";
import { env } from "@/lib/env/env";

const YEAR = 31_536_000;

/** The page the form stood on, when that was one of ours; it is only ever used as a path. */
function pathBefore(referer: string | null, appUrl: string): string {
  const page = referer === null ? null : URL.parse(referer);
  if (page === null || page.origin !== appUrl || page.pathname.startsWith("//")) return "/";
  return page.pathname + page.search;
}

export async function POST(request: Request): Promise<Response> {
  const { APP_URL } = env();
  const theme = themeOf((await request.formData()).get("theme"));
  const kept = theme === "system" ? `${THEME_COOKIE}=; Max-Age=0` : `${THEME_COOKIE}=${theme}; Max-Age=${YEAR}`;
  const secure = APP_URL.startsWith("https://") ? "; Secure" : "";
  return new Response(null, {
    status: 303,
    headers: {
      Location: pathBefore(request.headers.get("referer"), APP_URL),
      "Set-Cookie": `${kept}; Path=/; HttpOnly; SameSite=Lax${secure}`,
      "Cache-Control": "no-store",
    },
  });
}
