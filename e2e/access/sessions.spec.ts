import { expect, test } from "../fixtures";
import { DEMONSTRATION_PASSWORD, staffAddress } from "../people";
import { send } from "../plain-form";

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
