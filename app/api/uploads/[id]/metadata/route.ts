import { forgetMetadata } from "../../metadata";

export const dynamic = "force-dynamic";

/** Takes out of a picture of a draft what it tells besides its content. */
export const DELETE = async (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  forgetMetadata(request, (await params).id);
