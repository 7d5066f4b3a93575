import { PortalError } from "@/lib/errors";
import { getStaffReport } from "@/lib/reports/queries";
import { requestContext } from "@/lib/request/context";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ reference: string }> };

/** The encrypted message of a report as it arrived, for somebody who holds the key to decrypt away from here. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { reference } = await params;
  const message = await messageOf(reference);
  if (message === null)
    return new Response("Page not found\n", { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(message, {
    headers: {
      "content-type": "application/pgp-encrypted",
      "content-disposition": `attachment; filename="${reference}.asc"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

async function messageOf(reference: string): Promise<string | null> {
  try {
    const { answers } = await getStaffReport(await requestContext(), reference);
    return answers.encryptedMessage ?? null;
  } catch (error) {
    if (error instanceof PortalError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}
