import "server-only";
import { stepUp, stepUpInDemonstration } from "@/lib/accounts/mutations/step-up";
import { stepUpSchema } from "@/lib/accounts/schema";
import { beginSession, currentBrowser } from "@/lib/auth/session";
import { runAction } from "@/lib/request/action";
import type { Result } from "@/lib/result";

/**
 * First of an action that needs the second factor again: takes what StepUpFields sent, if it was on the page, and
 * carries the session on. Null when there is nothing to say; else the refusal, with everything typed.
 */
export async function stepUpFirst(form: FormData): Promise<Extract<Result, { ok: false }> | null> {
  if (!form.has("stepUp")) return null;
  const browser = await currentBrowser();
  const result = await runAction("stepUp", stepUpSchema, form, (ctx, input) =>
    input.stepUp === "demonstration"
      ? stepUpInDemonstration(ctx, browser)
      : stepUp(ctx, { ...browser, code: input.code }),
  );
  if (!result.ok) return result;
  await beginSession(result.data);
  return null;
}
