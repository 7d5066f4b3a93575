import { tus } from "./tus";

export const dynamic = "force-dynamic";

/** Begins a resumable upload. */
export const POST = tus;
