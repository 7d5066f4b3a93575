"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { fieldName, scoped, unscoped } from "@/components/reports/field-names";
import { COMPOSER_SCOPE } from "@/components/threads/composer";
import { ANSWER_SCOPE, ASK_SCOPE } from "@/components/threads/disclosure-panel";
import { EDIT_SCOPE, WITHHOLD_MESSAGE_SCOPE } from "@/components/threads/message-forms";
import { NOTE_SCOPE } from "@/components/threads/notes";
import { storeChosen } from "@/lib/attachments/mutations/store-whole";
import { placeText } from "@/lib/attachments/place";
import { notFound } from "@/lib/errors";
import { parseReference } from "@/lib/reports/reference";
import { runAction } from "@/lib/request/action";
import { editMessage, withholdMessage } from "@/lib/threads/changes/mutations";
import { answerDisclosure, askDisclosure, withdrawDisclosure } from "@/lib/threads/disclosure/mutations";
import { answerSchema, askSchema } from "@/lib/threads/disclosure/schema";
import { saveReplyDraft } from "@/lib/threads/drafts/mutations";
import { sendNow, takeBack, writeMessage } from "@/lib/threads/held/mutations";
import { addNote } from "@/lib/threads/mutations";
import { editSchema, messageIdSchema, messageSchema, noteSchema, withholdingSchema } from "@/lib/threads/schema";

type State = FormState<undefined>;

/** Which of the two pages of a report the form stands on. What may be done is decided by who asks, never by this. */
export type ThreadSide = "reporter" | "staff";

/** What the page was bound with comes back from the browser and is checked again. */
function checked(side: ThreadSide, reference: string, messageId = "none") {
  const parsed = parseReference(z.string().max(60).parse(reference));
  if (!parsed.ok) throw notFound();
  const known = z.enum(["reporter", "staff"]).parse(side);
  const page = known === "staff" ? `/staff/reports/${parsed.reference}` : `/reports/${parsed.reference}`;
  return { reference: parsed.reference, page, messageId: messageIdSchema.parse(messageId) };
}

/** Back to the page, which is made anew: an address that differed in its fragment alone would show it as it was. */
function backTo(page: string, did: string, messageId: string, fragment = `m-${messageId}`): never {
  revalidatePath(page);
  redirect(`${page}?${did}=${encodeURIComponent(messageId)}#${fragment}` as Route);
}

/** Small files that come along with a form without scripts. */
const ALONG = { reply: fieldName(COMPOSER_SCOPE, "upload[]"), note: fieldName(NOTE_SCOPE, "upload[]") };

const noFields = z.record(z.string(), z.unknown());

export async function write(side: ThreadSide, reference: string, _state: State, form: FormData): Promise<State> {
  const at = checked(side, reference);
  const result = await runAction(
    "writeMessage",
    messageSchema,
    unscoped(form, COMPOSER_SCOPE),
    async (ctx, { intent, ...input }) => {
      const along = await storeChosen(ctx, placeText({ reference: at.reference, kind: "reply" }), form, ALONG.reply);
      if (intent === "send") {
        return writeMessage(ctx, at.reference, { ...input, files: [...input.files, ...along] });
      }
      await saveReplyDraft(ctx, at.reference, { kind: "reply", text: input.text });
      return { messageId: null };
    },
  );
  if (!result.ok) {
    // What its writer has not seen yet is shown with the refusal.
    if (result.code === "CONFLICT") revalidatePath(at.page);
    return scoped(result, COMPOSER_SCOPE);
  }
  const { messageId } = result.data;
  if (messageId === null) return backTo(at.page, "kept", "reply", "reply");
  return backTo(at.page, "sent", messageId);
}

export async function undo(side: ThreadSide, reference: string, id: string, _state: State, form: FormData) {
  const at = checked(side, reference, id);
  const result = await runAction("takeBack", noFields, form, (ctx) => takeBack(ctx, at.reference, at.messageId));
  if (!result.ok) return result;
  return backTo(at.page, "undone", at.messageId, "reply");
}

export async function letGo(side: ThreadSide, reference: string, id: string, _state: State, form: FormData) {
  const at = checked(side, reference, id);
  const result = await runAction("sendNow", noFields, form, (ctx) => sendNow(ctx, at.reference, at.messageId));
  if (!result.ok) return result;
  return backTo(at.page, "out", at.messageId);
}

export async function change(
  side: ThreadSide,
  reference: string,
  id: string,
  _state: State,
  form: FormData,
): Promise<State> {
  const at = checked(side, reference, id);
  const result = await runAction("editMessage", editSchema, unscoped(form, EDIT_SCOPE), (ctx, input) =>
    editMessage(ctx, at.reference, at.messageId, input),
  );
  if (!result.ok) return scoped(result, EDIT_SCOPE);
  return backTo(`${at.page}${side === "staff" ? "" : "/messages"}`, "m", at.messageId);
}

export async function withhold(
  side: ThreadSide,
  reference: string,
  id: string,
  _state: State,
  form: FormData,
): Promise<State> {
  const at = checked(side, reference, id);
  const result = await runAction(
    "withholdMessage",
    withholdingSchema,
    unscoped(form, WITHHOLD_MESSAGE_SCOPE),
    (ctx, input) => withholdMessage(ctx, at.reference, at.messageId, input),
  );
  if (!result.ok) return scoped(result, WITHHOLD_MESSAGE_SCOPE);
  return backTo(`${at.page}${side === "staff" ? "" : "/messages"}`, "m", at.messageId);
}

export async function saveNote(reference: string, _state: State, form: FormData): Promise<State> {
  const at = checked("staff", reference);
  const result = await runAction(
    "saveNote",
    noteSchema,
    unscoped(form, NOTE_SCOPE),
    async (ctx, { note, sure, intent, files }) => {
      const along = await storeChosen(ctx, placeText({ reference: at.reference, kind: "note" }), form, ALONG.note);
      if (intent === "send") return addNote(ctx, at.reference, { text: note, sure, files: [...files, ...along] });
      await saveReplyDraft(ctx, at.reference, { kind: "note", text: note });
      return null;
    },
  );
  if (!result.ok) return scoped(result, NOTE_SCOPE);
  revalidatePath(at.page);
  if (result.data === null) redirect(`${at.page}?done=kept-note#notes` as Route);
  const untold = result.data.untold.length > 0 ? `&untold=${result.data.untold.join(",")}` : "";
  redirect(`${at.page}?done=note${untold}#notes` as Route);
}

export async function askToTell(reference: string, _state: State, form: FormData): Promise<State> {
  const at = checked("reporter", reference);
  const result = await runAction("askDisclosure", askSchema, unscoped(form, ASK_SCOPE), (ctx, input) =>
    askDisclosure(ctx, at.reference, input),
  );
  if (!result.ok) return scoped(result, ASK_SCOPE);
  return backTo(at.page, "asked", "disclosure", "disclosure");
}

export async function takeQuestionBack(reference: string, _state: State, form: FormData): Promise<State> {
  const at = checked("reporter", reference);
  const result = await runAction("withdrawDisclosure", noFields, form, (ctx) => withdrawDisclosure(ctx, at.reference));
  if (!result.ok) return result;
  return backTo(at.page, "asked", "withdrawn", "disclosure");
}

export async function answerTelling(reference: string, _state: State, form: FormData): Promise<State> {
  const at = checked("staff", reference);
  const result = await runAction("answerDisclosure", answerSchema, unscoped(form, ANSWER_SCOPE), (ctx, input) =>
    answerDisclosure(ctx, at.reference, input),
  );
  if (!result.ok) return scoped(result, ANSWER_SCOPE);
  return backTo(at.page, "done", "answered", "disclosure");
}
