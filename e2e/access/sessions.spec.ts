import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "../fixtures";
import { linkIn, mailTo } from "../mail";
import { acceptInvitation, DEMONSTRATION_PASSWORD, newAddress, PASSWORD, staffAddress } from "../people";
import { open, send } from "../plain-form";

test("the session is one opaque cookie that scripts cannot read", async ({ newResearcher }) => {
  const person = await newResearcher("cookie");
  const page = await person.page();
  await page.goto("/reports");
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name }) => name)).toEqual(["portal-session"]);
  const [session] = cookies;
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(session?.value).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(await page.evaluate(() => document.cookie)).toBe("");
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

test("signing out ends the session itself, not only its cookie", async ({ newResearcher, stranger }) => {
  const { request } = await newResearcher("leaving");
  const { cookies } = await request.storageState();
  const token = cookies.find(({ name }) => name === "portal-session")?.value ?? "";
  const account = () => stranger.get("/account", { headers: { cookie: `portal-session=${token}` }, maxRedirects: 0 });
  expect((await account()).status()).toBe(200);
  await request.post("/sign-out", { headers: { origin: new URL((await request.get("/")).url()).origin } });
  expect((await account()).status()).toBe(307);
});

test("a password of staff without its second factor opens no page of the desk", async ({ stranger }) => {
  const email = staffAddress("triager", "smile-digital-health");
  const after = await send(stranger, "/sign-in", "Password", { email, password: DEMONSTRATION_PASSWORD });
  expect(new URL(after.url).pathname).toMatch(/^\/mfa/);
  for (const path of ["/staff", "/staff/triage", "/reports", "/account"]) {
    const answer = await stranger.get(path, { maxRedirects: 0 });
    expect([path, answer.status()]).toEqual([path, 307]);
    expect(answer.headers().location).toContain("/mfa");
  }
});

test("where to go after signing in stays inside the portal", async ({ newResearcher, stranger }) => {
  const { email } = await newResearcher("careful");
  for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    const page = await send(stranger, `/sign-in?next=${encodeURIComponent(next)}`, "Password", {
      email,
      password: "seven lanterns on the pier",
    });
    expect(new URL(page.url).hostname).toBe("127.0.0.1");
    expect(new URL(page.url).pathname).toBe("/reports");
    await stranger.post("/sign-out", { headers: { origin: new URL(page.url).origin } });
  }
});

/** An open event stream over HTTP with this browser's cookies; `end` gives all that it said, once the portal has ended it. */
async function openStream(request: APIRequestContext) {
  const { cookies } = await request.storageState();
  const { origin } = new URL((await request.get("/")).url());
  const answer = await fetch(`${origin}/api/events`, {
    headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") },
    signal: AbortSignal.timeout(30_000),
  });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const read = async () => {
    const part = await reader?.read();
    text += part?.value ?? "";
    return part !== undefined && !part.done;
  };
  while (!text.includes("event: ready")) expect(await read(), text).toBe(true);
  return {
    /** How many milliseconds after now it ended. */
    async ended(): Promise<number> {
      const from = performance.now();
      while (await read());
      expect(text).toContain("event: ended");
      return performance.now() - from;
    },
  };
}

/** Long before the stream would look by itself whether its session still lives. */
const AT_ONCE_MS = 5_000;

test.describe("an open event stream ends with its session, at once", () => {
  const originOf = async (request: APIRequestContext) => new URL((await request.get("/")).url()).origin;

  test("by signing out, and only in the browser that did", async ({ newResearcher, playwright, baseURL }) => {
    const { request, email } = await newResearcher("leaving-stream");
    const elsewhere = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await send(elsewhere, "/sign-in", "Password", { email, password: PASSWORD });
    const [stream, other] = [await openStream(request), await openStream(elsewhere)];
    await request.post("/sign-out", { headers: { origin: await originOf(request) } });
    expect(await stream.ended()).toBeLessThan(AT_ONCE_MS);
    // Asked again, the portal says that there is nothing to come back for; the other browser still has its own.
    expect((await request.get("/api/events")).status()).toBe(204);
    expect((await elsewhere.get("/account", { maxRedirects: 0 })).status()).toBe(200);
    await elsewhere.post("/sign-out", { headers: { origin: await originOf(elsewhere) } });
    expect(await other.ended()).toBeLessThan(AT_ONCE_MS);
    await elsewhere.dispose();
  });

  test("by a new password", async ({ newResearcher, stranger }) => {
    const { request, email } = await newResearcher("forgetful-stream");
    const stream = await openStream(request);
    await send(stranger, "/forgot-password", "Send the link", { email });
    const link = linkIn(await mailTo(email, "reset_password"), "/reset-password");
    await send(stranger, link, "Set the password", { password: `${PASSWORD} again` });
    expect(await stream.ended()).toBeLessThan(AT_ONCE_MS);
  });

  test("by being kept from signing in", async ({ browser, baseURL, staff }) => {
    test.setTimeout(90_000);
    const { request: admin } = await staff("admin", "cardihab");
    const email = newAddress("blocked-stream");
    await send(admin, "/staff/settings/people", "Send the invitation", { email, role: "triager" });
    const context = await browser.newContext(baseURL ? { baseURL } : {});
    await acceptInvitation(await context.newPage(), linkIn(await mailTo(email, "invitation"), "/invite"));
    const stream = await openStream(context.request);
    const list = (await open(admin, "/staff/settings/people")).html;
    const at = list.lastIndexOf("/staff/settings/people/", list.indexOf(email));
    const member = /\/staff\/settings\/people\/[0-9a-f]{32}[^"]*/.exec(list.slice(at))?.[0] ?? "";
    const ended = await send(admin, member, "End what is unticked", { block: "yes" });
    expect(ended.html).toContain("kept from signing in");
    expect(await stream.ended()).toBeLessThan(AT_ONCE_MS);
    await context.close();
  });
});
