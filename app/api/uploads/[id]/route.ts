import { tus } from "../tus";

export const dynamic = "force-dynamic";

/** How far an upload has come, its next part, its end. */
export const HEAD = tus;
export const PATCH = tus;
export const DELETE = tus;
