import { env } from "@/lib/env/env";
import { leaveReport } from "@/lib/guests/mutations/session";
import { requestContext } from "@/lib/request/context";
import { expiredGuestCookie, guestSessionToken } from "@/lib/request/guest";

/** Ends the look at a report in this browser. A route and not an action, for only our own response can clear the site's data. */
export async function POST(request: Request): Promise<Response> {
  const { APP_URL } = env();
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  if ((site !== null && site !== "same-origin" && site !== "none") || (origin !== null && origin !== APP_URL)) {
    return new Response("This form was sent from another site, so nothing was done.\n", { status: 403 });
  }
  const token = await guestSessionToken();
  if (token !== null) await leaveReport(await requestContext(), token);
  return new Response(null, {
    status: 303,
    headers: {
      Location: `${APP_URL}/track?said=left`,
      "Set-Cookie": expiredGuestCookie(),
      "Clear-Site-Data": '"cache", "storage"',
      "Cache-Control": "no-store",
    },
  });
}
