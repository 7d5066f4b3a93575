import type { APIRequestContext, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { governancePlaces, halfOf, inquiryPlaces, PUBLIC_PLACES, researcherPlaces, staffPlaces } from "./pages";
import { sendReport } from "./reports";

/** Visits pages and collects what a browser complains of, and every request that leaves the portal. */
async function visit(page: Page, places: readonly { path: string }[], baseURL: string): Promise<void> {
  const complaints: string[] = [];
  page.on("console", (message) => {
    // The browser's own line about a page that answers 404 is no complaint of ours.
    if (["error", "warning"].includes(message.type()) && !message.text().includes("status of 404")) {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${baseURL}/`)) {
      complaints.push(`asks ${request.url()}`);
    }
  });
  for (const { path } of places) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  expect(complaints).toEqual([]);
}

test("public pages keep to their content security policy and ask no other origin", async ({ page, baseURL }) => {
  await visit(page, PUBLIC_PLACES, baseURL ?? "");
  expect(await page.context().cookies()).toEqual([]);
});

for (const half of [0, 1]) {
  test(`a researcher's pages keep to their policy, part ${half + 1} of 2`, async ({
    newResearcher,
    staff,
    baseURL,
  }) => {
    const reporter = await newResearcher("reader");
    const { request } = await staff("coordinator", "smile-digital-health");
    const places = halfOf(await researcherPlaces(reporter, request), half);
    await visit(await reporter.page(), places, baseURL ?? "");
  });

  test(`the desk keeps to its policy, part ${half + 1} of 2`, async ({ newResearcher, staff, baseURL }) => {
    const places = halfOf(await staffPlaces(await newResearcher("reader")), half);
    await visit(await (await staff("coordinator", "smile-digital-health")).page(), places, baseURL ?? "");
  });
}

test("where a policy is governed, asked about and dated, the pages keep to their policy", async ({
  staff,
  stranger,
  page,
  baseURL,
}) => {
  const own = baseURL ?? "";
  const places = await governancePlaces(await staff("coordinator", "cardihab"));
  await visit(await (await staff("cpso", "cardihab")).page(), places, own);
  const triager = await staff("triager", "cardihab");
  const [asked, received] = await inquiryPlaces(stranger, triager.request);
  await visit(page, [asked], own);
  await visit(await triager.page(), [received], own);
  const calendar = { name: "new business calendar", path: "/staff/settings/calendar/new" };
  const webhooks = { name: "webhooks", path: "/staff/settings/webhooks" };
  await visit(await (await staff("admin", "cardihab")).page(), [calendar, webhooks], own);
});

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
