import "server-only";
import { removeMetadata } from "@/lib/attachments/mutations/remove-metadata";
import { env } from "@/lib/env/env";
import { PortalError } from "@/lib/errors";
import { requestContext } from "@/lib/request/context";
import { isOwnRequest } from "@/lib/request/own-request";
import { plain, statusOf } from "./answers";

/** The button beside a file, with scripts. */
export async function forgetMetadata(request: Request, id: string): Promise<Response> {
  if (!isOwnRequest(request.headers, env().APP_URL))
    return plain(403, "This was sent from another site, so nothing was done.");
  if (!/^[0-9a-f]{32}$/.test(id)) return plain(404, "Page not found");
  try {
    await removeMetadata(await requestContext(), { publicId: id });
    return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return plain(statusOf(error), error.message);
  }
}
