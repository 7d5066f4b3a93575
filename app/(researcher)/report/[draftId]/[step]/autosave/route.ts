import { z } from "zod";
import { PortalError } from "@/lib/errors";
import { saveDraftStep } from "@/lib/reports/drafts/mutations";
import { STEPS } from "@/lib/reports/form/answers";
import { formValues } from "@/lib/request/action";
import { requestContext } from "@/lib/request/context";
import { isFromOwnPage } from "@/lib/request/own-origin";
import { senderOf } from "../../../sender";

type Params = { params: Promise<{ draftId: string; step: string }> };

const pageSchema = z.object({
  draftId: z.string().regex(/^[0-9a-f]{32}$/),
  step: z.enum(STEPS),
  part: z.enum(["step", "notice"]),
});

const STATUS: Record<PortalError["code"], number> = {
  INVALID: 422,
  NOT_FOUND: 404,
  FORBIDDEN: 401,
  CONFLICT: 409,
  RATE_LIMITED: 429,
};

const GONE = "this draft is not there any more. Copy what you need before you leave this page";

/**
 * Keeps what stands in the fields of an open page, as it is typed. A route and not an action: actions wait for each
 * other, and Continue must never wait for this.
 */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  if (!isFromOwnPage(request)) return answer(403, { message: "This was sent from another site." });
  const form = await request.formData().catch(() => null);
  if (form === null) return answer(400, { message: "This is no form." });
  const page = pageSchema.safeParse({ ...(await params), part: form.get("_part") });
  if (!page.success) return answer(404, { message: "Page not found" });
  const { draftId, step, part } = page.data;
  const values = formValues(form);
  try {
    const saved = await saveDraftStep(await requestContext(), {
      publicId: draftId,
      step,
      part,
      values,
      keep: "as_typed",
      changing: false,
      ...senderOf(values),
    });
    if (saved.sentAs !== null) return answer(410, { message: "this report was sent already" });
    return answer(200, { savedAt: saved.savedAt });
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    if (error.code === "NOT_FOUND") return answer(404, { message: GONE });
    const [field] = Object.values(error.fieldErrors ?? {});
    return answer(STATUS[error.code], { message: field?.[0] ?? error.message });
  }
}

function answer(status: number, body: { savedAt: string } | { message: string }): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "private, no-store" } });
}
