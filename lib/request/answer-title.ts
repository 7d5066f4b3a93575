import "server-only";
import { headers } from "next/headers";

/** The requests whose form was refused. An action and the page that answers it share one request, and so its headers. */
const refused = new WeakSet<object>();

export async function markRefused(): Promise<void> {
  refused.add(await headers());
}

/**
 * The title of a page with several forms: "Error: …" when it answers a form that was refused. Which <title> of a
 * document comes first depends on what is ready first, so the page says the same as the form.
 */
export async function answerTitle(title: string): Promise<string> {
  return refused.has(await headers()) ? `Error: ${title}` : title;
}
