import { keepForm } from "../../plain-form";

export const dynamic = "force-dynamic";

/** Files of a form without scripts, with the text that stands around them. */
export const POST = async (request: Request, { params }: { params: Promise<{ draftId: string }> }) =>
  keepForm(request, (await params).draftId);
