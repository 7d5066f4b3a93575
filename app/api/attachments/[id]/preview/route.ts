import { preview } from "../../download";

export const dynamic = "force-dynamic";

export const GET = async (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  preview(request, (await params).id);
