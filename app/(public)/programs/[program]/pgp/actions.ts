"use server";

import type { TestState } from "@/components/pgp/message-test";
import { addressedTo, readEncryptedMessage } from "@/lib/pgp/read-message";
import { listProgramKeys } from "@/lib/program-keys/queries";
import { visitorContext } from "@/lib/request/context";
import { orNull } from "../load";

const MESSAGE_MAX = 200_000;

/** Looks at the outside of a pasted message: whether it is encrypted to the key in use. Nothing is kept. */
export async function testMessage(program: string, _state: TestState | null, form: FormData): Promise<TestState> {
  const given = form.get("message");
  const typed = typeof given === "string" ? given : "";
  const refused = (problem: string): TestState => ({ typed, problem, said: null });
  if (typed.trim() === "") return refused("Paste the message to test");
  if (typed.length > MESSAGE_MAX) return refused("This is too long for the test. Encrypt a short text instead");
  const keys = await orNull(String(program), () => listProgramKeys(visitorContext(), String(program)));
  if (!keys?.current) return refused("This program has no key at the moment");
  const message = await readEncryptedMessage(typed);
  if (!message.ok) return refused(message.message);
  const found = addressedTo(message.recipients, keys.current.keyIds);
  return { typed, problem: null, said: found };
}
