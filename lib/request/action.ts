import "server-only";
import { randomBytes } from "node:crypto";
import { headers } from "next/headers";
import type { z } from "zod";
import { recordRefusal } from "@/lib/audit/refusals/mutations";
import { PortalError } from "@/lib/errors";
import { log } from "@/lib/request/log";
import type { Result } from "@/lib/result";
import { markRefused } from "./answer-title";
import { requestContext } from "./context";
import type { Context } from "./transaction";

/** The fields of a form as plain values: a name given twice, or ending in `[]`, becomes a list. */
export function formValues(form: FormData): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of form) {
    if (typeof value !== "string" || name.startsWith("$ACTION")) continue;
    const present = values[name];
    if (name.endsWith("[]")) values[name] = [...(Array.isArray(present) ? present : []), value];
    else if (present === undefined) values[name] = value;
    else values[name] = [...(Array.isArray(present) ? present : [present]), value];
  }
  return values;
}

/**
 * The frame of every server action: parses, builds the context, runs one verb and turns expected
 * errors into answers. What is unexpected is logged under an id and nothing about it is shown.
 * Redirects, revalidation and cookies come after it, outside any try.
 */
export async function runAction<S extends z.ZodType, T>(
  name: string,
  schema: S,
  input: FormData | Record<string, unknown>,
  verb: (ctx: Context, input: z.output<S>) => Promise<T>,
): Promise<Result<T>> {
  const result = await attempt(name, schema, input, verb);
  if (!result.ok) await markRefused();
  return result;
}

async function attempt<S extends z.ZodType, T>(
  name: string,
  schema: S,
  input: FormData | Record<string, unknown>,
  verb: (ctx: Context, input: z.output<S>) => Promise<T>,
): Promise<Result<T>> {
  const values = input instanceof FormData ? formValues(input) : input;
  const typed = input instanceof FormData ? formValues(input) : undefined;
  const site = (await headers()).get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") {
    return { ok: false, code: "FORBIDDEN", message: "This form was sent from another site, so nothing was done." };
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    const fieldErrors: Record<string, string[]> = {};
    for (const issue of parsed.error.issues) {
      const field = issue.path.length > 0 ? String(issue.path[0]) : "form";
      const sentences = fieldErrors[field] ?? [];
      sentences.push(issue.message);
      fieldErrors[field] = sentences;
    }
    return { ok: false, code: "INVALID", message: "There is a problem", fieldErrors, values: typed };
  }
  try {
    return { ok: true, data: await verb(await requestContext(), parsed.data) };
  } catch (error) {
    await noteRefusal(name, error);
    if (error instanceof PortalError) {
      return {
        ok: false,
        code: error.code,
        message: error.message,
        fieldErrors: error.fieldErrors,
        values: error.values ?? typed,
      };
    }
    if (isFrameworkSignal(error)) throw error;
    const incident = randomBytes(5).toString("hex");
    log.error({ action: name, incident, error: describe(error) }, "action failed");
    return {
      ok: false,
      code: "FAILED",
      message: `Something went wrong on our side. Nothing was saved. If it happens again, tell us the number ${incident}.`,
      values: typed,
    };
  }
}

/** Tells the ledger that somebody was refused, in an action or on a `page`. The refusal stands whether or not it can. */
export async function noteRefusal(name: string, error: unknown): Promise<void> {
  try {
    await recordRefusal(await requestContext(), name, error);
  } catch (failed) {
    log.error({ action: name, error: describe(failed) }, "a refusal could not be recorded");
  }
}

/** Next signals redirects and 404s by throwing. */
function isFrameworkSignal(error: unknown): boolean {
  return typeof error === "object" && error !== null && "digest" in error && String(error.digest).startsWith("NEXT_");
}

/** An error for the log: its kind and place, never a value that a person typed. */
function describe(error: unknown): { name: string; code: string | undefined; at: string | undefined } {
  if (!(error instanceof Error)) return { name: typeof error, code: undefined, at: undefined };
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause ? String(cause.code) : undefined;
  return {
    name: cause.name,
    code,
    at: cause.stack
      ?.split("\n")
      .find((line) => line.trim().startsWith("at "))
      ?.trim(),
  };
}
