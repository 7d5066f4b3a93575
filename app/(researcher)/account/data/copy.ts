import "server-only";
import { accountData, ownReports } from "@/lib/accounts/export/queries";
import { readableHead, readableReport } from "@/lib/accounts/export/readable";
import { confirmPassword } from "@/lib/accounts/mutations/confirm-password";
import { passwordSchema } from "@/lib/accounts/schema";
import { accountOf } from "@/lib/auth/policy";
import { env } from "@/lib/env/env";
import { PortalError } from "@/lib/errors";
import { requestContext } from "@/lib/request/context";
import { isOwnRequest } from "@/lib/request/own-request";
import type { Context } from "@/lib/request/transaction";

type Copied = Awaited<ReturnType<typeof accountData>>;
type Kind = { type: string; written: (ctx: Context, copied: Copied) => AsyncGenerator<string> };

const KINDS = {
  json: { type: "application/json", written: asJson },
  md: { type: "text/markdown", written: asMarkdown },
} satisfies Record<string, Kind>;

/**
 * Everything that is the account's own, as one file, for whoever knows its password. It is written while it is read, so that
 * many reports need no more room than one. A wrong password leads back to the page, which says so.
 */
export async function ownCopy(request: Request, kind: keyof typeof KINDS): Promise<Response> {
  const ctx = await requestContext();
  if (!isOwnRequest(request.headers, env().APP_URL) || accountOf(ctx.actor) === null) return nothing();
  const form = await request.formData().catch(() => null);
  const typed = passwordSchema.safeParse({ password: form?.get("password") });
  try {
    await confirmPassword(ctx, typed.success ? typed.data.password : "");
    const copied = await accountData(ctx);
    return new Response(streamOf(KINDS[kind].written(ctx, copied)), {
      headers: {
        "content-type": `${KINDS[kind].type}; charset=utf-8`,
        "content-disposition": `attachment; filename="safe-harbour-${copied.at.slice(0, 10)}.${kind}"`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    const said = error.code === "RATE_LIMITED" ? "often" : "password";
    return new Response(null, { status: 303, headers: { location: `/account/data?refused=${said}#copy` } });
  }
}

/** The head with the reports at its end, in pieces. */
async function* asJson(ctx: Context, { at, ...copied }: Copied): AsyncGenerator<string> {
  const head = { type: "account-export", v: 1, exportedAt: at, ...copied };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "reports": [`;
  let first = true;
  for await (const { exported, ownReference } of ownReports(ctx)) {
    yield `${first ? "" : ","}\n${JSON.stringify({ ...exported, ownReference }, null, 2)}`;
    first = false;
  }
  yield "\n  ]\n}\n";
}

/** To read: the index first, then each report. */
async function* asMarkdown(ctx: Context, copied: Copied): AsyncGenerator<string> {
  yield readableHead(copied);
  for await (const report of ownReports(ctx)) yield readableReport(report);
}

function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

function nothing(): Response {
  return new Response("Page not found\n", {
    status: 404,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "private, no-store" },
  });
}
