import { actorLater } from "@/lib/auth/session";
import { changesSince } from "@/lib/live/queries";
import { eventStream, holderOf, takePlace } from "@/lib/live/stream/queries";
import { requestContext } from "@/lib/request/context";
import { isNotForeign } from "@/lib/request/own-request";

export const dynamic = "force-dynamic";

const headers = { "Cache-Control": "private, no-store", "Content-Type": "text/plain; charset=utf-8" };

/**
 * What changes on the reports that this browser's person reads, as server-sent events. A browser opens it again by itself
 * and says by Last-Event-ID what it heard last; a tab that takes over from another says it in the address.
 */
export async function GET(request: Request): Promise<Response> {
  if (!isNotForeign(request.headers)) return new Response("Not from here\n", { status: 403, headers });
  const ctx = await requestContext();
  const holder = holderOf(ctx.actor);
  // Without a session there is nothing to wait for; 204 is how a browser is told not to come back.
  if (holder === null) return new Response(null, { status: 204, headers });
  const leave = takePlace(holder);
  if (leave === null) {
    return new Response("Too many open pages\n", { status: 429, headers: { ...headers, "Retry-After": "30" } });
  }
  try {
    const last = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("since");
    const again = await actorLater(ctx.db);
    const { missed } = await changesSince(ctx, last);
    const stream = eventStream({
      ctx,
      again,
      leave,
      instant: () => Date.now() + ctx.clockOffsetMs,
      greeting: (say) => {
        if (missed === null) say("anew", {});
        else for (const change of missed) say("change", change);
        say("ready", {});
      },
    });
    request.signal.addEventListener("abort", leave);
    return new Response(stream, {
      headers: {
        "Cache-Control": "private, no-store, no-transform",
        "Content-Type": "text/event-stream",
        "X-Accel-Buffering": "no",
      },
    });
  } catch (error) {
    leave();
    throw error;
  }
}
