import { ownCopy } from "../copy";

export const dynamic = "force-dynamic";

/** The copy to read. */
export const POST = (request: Request): Promise<Response> => ownCopy(request, "md");
