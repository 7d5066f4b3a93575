import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";

type Answer = { status: number; location: string | undefined; title: string; body: string; raw: string };

/** An answer without what differs from one request to the next: nonces, and the address that was asked for. */
async function answerOf(response: APIResponse, asked: string): Promise<Answer> {
  const raw = await response.text();
  const body = raw
    .replace(/<script\b.*?<\/script>/gs, "")
    .replaceAll(/nonce="[^"]*"/g, "")
    .replaceAll(asked, "ASKED")
    .replaceAll(encodeURIComponent(asked), "ASKED");
  const { location } = response.headers();
  return {
    status: response.status(),
    location: location?.replaceAll(asked, "ASKED").replaceAll(encodeURIComponent(encodeURIComponent(asked)), "ASKED"),
    title: /<title[^>]*>(.*?)<\/title>/s.exec(raw)?.[1] ?? "",
    body,
    raw,
  };
}

export async function ask(request: APIRequestContext, address: (id: string) => string, id: string): Promise<Answer> {
  return answerOf(await request.get(address(id), { maxRedirects: 0 }), id);
}

/** For somebody who may not know of it, an existing thing answers like one that does not exist. `canary`: its words. */
export async function expectUnknown(
  request: APIRequestContext,
  address: (id: string) => string,
  real: string,
  unknown: string,
  canary: string,
): Promise<void> {
  const [known, nothing] = [await ask(request, address, real), await ask(request, address, unknown)];
  const where = address(real);
  expect.soft(nothing.status, where).toBe(404);
  expect.soft(known.status, where).toBe(nothing.status);
  expect.soft(known.title, where).toBe(nothing.title);
  expect.soft(known.body, where).toBe(nothing.body);
  expect.soft(known.raw, where).not.toContain(canary);
  const flight = await request.get(address(real), { headers: { rsc: "1" } });
  expect.soft(await flight.text(), where).not.toContain(canary);
}
