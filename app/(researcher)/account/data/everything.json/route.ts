import { ownCopy } from "../copy";

export const dynamic = "force-dynamic";

/** The copy for machines: salts and signed receipts are in it. */
export const POST = (request: Request): Promise<Response> => ownCopy(request, "json");
