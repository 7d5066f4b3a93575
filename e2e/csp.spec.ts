import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./fixtures";
import { sendReport } from "./reports";

const CONSTANT = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

async function headersOf(request: APIRequestContext, path: string, method = "GET") {
  const answer = await request.fetch(path, { method, maxRedirects: 0 });
  return { status: answer.status(), headers: answer.headers(), html: await answer.text() };
}

test("every kind of answer carries the headers, and each page a nonce of its own", async ({
  stranger,
  newResearcher,
}) => {
  const reporter = await newResearcher("reader");
  const reference = await sendReport(reporter.request, "cardihab");
  const page = await headersOf(stranger, "/");
  const script = /"(\/_next\/static\/[^"]+\.js[^"]*)"/.exec(page.html)?.[1] ?? "";
  const answers: [APIRequestContext, string, number][] = [
    [stranger, "/", 200],
    [stranger, "/nowhere", 404],
    [stranger, "/reports", 307],
    [stranger, "/staff/triage", 307],
    [stranger, "/programs/cardihab/policy.json", 200],
    [stranger, "/programs/nobody/policy.json", 404],
    [stranger, "/.well-known/receipt-keys.json", 200],
    [reporter.request, `/reports/${reference}/receipt.json`, 200],
    [stranger, `/reports/${reference}/receipt.json`, 404],
    [stranger, script, 200],
    [stranger, "/readyz", 200],
    [stranger, "/_next/image?url=%2Ficon.svg&w=64&q=75", 404],
  ];
  for (const [request, path, status] of answers) {
    const { headers, ...answer } = await headersOf(request, path);
    expect([path, answer.status]).toEqual([path, status]);
    for (const [name, value] of Object.entries(CONSTANT))
      expect([path, name, headers[name]]).toEqual([path, name, value]);
    expect([path, headers["permissions-policy"]]).toEqual([path, expect.stringContaining("camera=()")]);
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers.server).toBeUndefined();
    if (path === script) continue;
    const policy = headers["content-security-policy"] ?? "";
    expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'none'")]);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  }
  const tooLong = await stranger.post("/sign-in", { data: Buffer.alloc(1_500_000) });
  expect(tooLong.status()).toBe(413);
  expect(tooLong.headers()).toMatchObject(CONSTANT);

  const nonces = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const { headers, html } = await headersOf(stranger, "/programs/cardihab");
      const nonce = /'nonce-([^']+)'/.exec(headers["content-security-policy"] ?? "")?.[1] ?? "";
      expect(nonce).toMatch(/^[0-9a-f]{32}$/);
      for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
      expect(headers["cache-control"]).toMatch(/no-store|no-cache/);
      expect(headers["set-cookie"]).toBeUndefined();
      return nonce;
    }),
  );
  expect(new Set(nonces).size).toBe(nonces.length);
});

test("a script in an attribute does not run", async ({ page }) => {
  await page.goto("/");
  const refused = await page.evaluate(async () => {
    const blocked = new Promise<string>((resolve) =>
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), {
        once: true,
      }),
    );
    document.body.insertAdjacentHTML("beforeend", "<b onclick='window.inline = true'>x</b>");
    document.querySelector<HTMLElement>("b[onclick]")?.click();
    return [await blocked, "inline" in window];
  });
  expect(refused).toEqual(["script-src-attr", false]);
});

test("headers that only a proxy may set are neither reflected nor believed", async ({ stranger }) => {
  const forged = await stranger.get("/sign-up", {
    headers: {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
      "x-original-url": "/staff",
    },
  });
  expect(forged.status()).toBe(200);
  expect(await forged.text()).not.toContain("evil.example");
  const around = await stranger.get("/staff/triage", {
    headers: { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
    maxRedirects: 0,
  });
  expect(around.status()).toBe(307);
  for (const path of ["/.git/config", "/.env", "/package.json", "/server.js", "/_next/static/chunks/app.js.map"]) {
    expect([path, (await stranger.get(path)).status()]).toEqual([path, 404]);
  }
});
