import { signOut } from "@/lib/accounts/mutations/sign-out";
import { expiredSessionCookie, sessionToken } from "@/lib/auth/session";
import { env } from "@/lib/env/env";
import { requestContext } from "@/lib/request/context";
import { isFromOwnPage } from "@/lib/request/own-origin";

/** A route and not an action, because only a response of ours can carry Clear-Site-Data. */
export async function POST(request: Request): Promise<Response> {
  const { APP_URL } = env();
  if (!isFromOwnPage(request)) {
    return new Response("This form was sent from another site, so nothing was done.\n", { status: 403 });
  }
  const token = await sessionToken();
  if (token !== null) await signOut(await requestContext(), { token });
  return new Response(null, {
    status: 303,
    headers: {
      Location: `${APP_URL}/sign-in?said=signed-out`,
      "Set-Cookie": expiredSessionCookie(),
      "Clear-Site-Data": '"cache", "storage"',
      "Cache-Control": "no-store",
    },
  });
}
