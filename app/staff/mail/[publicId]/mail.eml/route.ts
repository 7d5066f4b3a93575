import { PortalError } from "@/lib/errors";
import { mailBytes } from "@/lib/mail-in/queries";
import { requestContext } from "@/lib/request/context";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ publicId: string }> };

/** A mail as it came, to be saved and looked at elsewhere: never shown in the portal's own origin. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { publicId } = await params;
  try {
    const bytes = await mailBytes(await requestContext(), publicId);
    return new Response(new Uint8Array(bytes), {
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="mail-${publicId.slice(0, 8)}.eml"`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return new Response("Page not found\n", { status: 404, headers: { "cache-control": "no-store" } });
  }
}
