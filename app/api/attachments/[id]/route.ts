import { download, forget, takeMarked } from "../download";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

export const GET = async (request: Request, { params }: Props) => download(request, (await params).id);
export const HEAD = async (request: Request, { params }: Props) => forget(request, (await params).id);
/** A file that the virus scan marked, for somebody who said that they want it. */
export const POST = async (request: Request, { params }: Props) => takeMarked(request, (await params).id);
