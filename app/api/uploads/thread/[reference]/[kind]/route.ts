import { keepReplyForm } from "../../../plain-form";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ reference: string; kind: string }> };

/** Files of a message or a note from a page without scripts, together with what was typed. */
export const POST = async (request: Request, { params }: Props) => keepReplyForm(request, await params);
