import { type APIRequestContext, expect } from "@playwright/test";
import { filled, open, pageOf, send } from "./plain-form";

/** A policy in which nothing belongs to anybody: each test changes its own. */
export const WRITTEN = `# Disclosure policy

Version 2.1, 4 May 2026

## 1. Reporting

Write to security@example.org. We will acknowledge your report within two business days.

## 2. Rules

- Do not access data of other people.
- Do not slow our services down.

## 3. Safe harbour

We will not take legal action against research in good faith.

## 4. About us

We keep this page up to date.
`;

/** Imports a written policy as a browser without scripts does, taking all of it; the draft's id. */
export async function importDraft(request: APIRequestContext, program: string, text = WRITTEN): Promise<string> {
  const origin = { origin: new URL((await open(request, "/staff/policies/import")).url).origin };
  const start = await open(request, "/staff/policies/import");
  const read = await pageOf(
    await request.post(start.url, {
      multipart: filled(start, "Read the policy", { program, text, format: "", intent: "read" }),
      headers: origin,
    }),
  );
  const ticked = Array.from(read.html.matchAll(/<input\b[^>]*name="take\[\]"[^>]*>/g), ([tag]) =>
    /\bchecked\b/.test(tag) ? (/value="([^"]*)"/.exec(tag)?.[1] ?? "") : "",
  ).filter((value) => value !== "");
  expect(ticked.length).toBeGreaterThan(3);
  const opened = await request.post(read.url, {
    multipart: filled(read, "Open it as a draft", { "take[]": ticked, intent: "open" }),
    headers: origin,
  });
  const id = /\/staff\/policies\/([0-9a-f]{32})\/edit$/.exec(new URL(opened.url()).pathname)?.[1];
  if (!id) throw new Error(`no draft was opened: ${opened.url()}`);
  return id;
}

/** Revises the policy in force without a browser, gives each warning its reason and sends it to review; the draft's id. */
export async function draftInReview(request: APIRequestContext, program: string): Promise<string> {
  let page = await send(request, `/staff/policies?program=${program}`, "Revise version", { source: "current" });
  const id = /\/staff\/policies\/([0-9a-f]{32})$/.exec(new URL(page.url).pathname)?.[1];
  if (!id) throw new Error(`no draft was opened: ${page.url}`);
  while (page.html.includes(UNREASONED)) {
    page = await send(request, page, UNREASONED, { reason: "Legal counsel looks at it in spring." });
    expect(page.url).toContain("done=reason");
    page = await open(request, `/staff/policies/${id}`);
  }
  const sent = await send(request, page, "Send to review");
  expect(sent.url).toContain("done=send");
  return id;
}

const UNREASONED = "Write why it may stay";
