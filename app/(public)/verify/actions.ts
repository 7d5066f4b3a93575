"use server";

import type { VerifyState } from "@/components/receipts/verify-form";
import { pastedReceipt, readGiven, sizeProblem } from "@/lib/receipts/given";
import { compareAnswers } from "@/lib/receipts/leaves";
import { allReceiptKeys } from "@/lib/receipts/queries";
import { shownVerdict } from "@/lib/receipts/verdict";
import { verifySigned } from "@/lib/receipts/verify";
import { visitorContext } from "@/lib/request/context";
import { knownPrograms } from "./load";

/** Checks a receipt for a browser that cannot; reads no session, and keeps nothing of what was sent. */
export async function checkReceipt(_state: VerifyState | null, form: FormData): Promise<VerifyState> {
  const file = form.get("file");
  const chosen = file instanceof File && file.size > 0 ? file : null;
  const given = form.get("receipt");
  const typed = typeof given === "string" ? given : "";
  const pasted = pastedReceipt(typed);
  const problem = sizeProblem(chosen ? chosen.size : Buffer.byteLength(pasted, "utf8"));
  if (problem) return { verdict: null, problem, typed: chosen ? typed : "" };
  const bytes = chosen ? new Uint8Array(await chosen.arrayBuffer()) : pasted;
  const { receipt, answers } = readGiven(bytes);
  const verdict = verifySigned(receipt, await allReceiptKeys(visitorContext()));
  const compared =
    verdict.ok && answers && verdict.payload.type === "report-receipt"
      ? compareAnswers(verdict.payload.answers.leaves, answers)
      : null;
  return { verdict: shownVerdict(verdict, await knownPrograms(), compared), problem: null, typed };
}
