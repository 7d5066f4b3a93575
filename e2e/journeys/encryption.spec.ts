import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, Page as BrowserPage } from "@playwright/test";
import { GnuPg } from "../../lib/pgp/gnupg.test-data";
import { expect, test } from "../fixtures";
import { dataDir, mailTo } from "../mail";
import { PASSWORD } from "../people";
import { open, type Page, send } from "../plain-form";
import { answersOf, referenceOf, type Step } from "../reports";

/** A keyring that can read what is sent to Cardihab: its private half lies where the demonstration put it. */
function team(): GnuPg {
  const gpg = new GnuPg();
  gpg.import(readFileSync(join(dataDir, "demonstration-keys", "cardihab-private-key.asc"), "utf8"));
  return gpg;
}

async function downloaded(coordinator: APIRequestContext, reference: string): Promise<string> {
  const file = await coordinator.get(`/staff/reports/${encodeURIComponent(reference)}/message.asc`);
  expect(file.headers()["content-disposition"]).toContain(`${reference}.asc`);
  return file.text();
}

const next = (page: BrowserPage) => page.getByRole("button", { name: "Continue", exact: true }).click();

test("what is encrypted in the browser is never sent readable, and GnuPG reads what was typed", async ({
  newResearcher,
  staff,
}) => {
  test.setTimeout(90_000);
  const POC = "  GET /export?id=1'--\n\n<script>alert(1)</script> 😀";
  const page = await (await newResearcher("cipher")).page();
  const sent: string[] = [];
  const libraries: string[] = [];
  page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
  page.on("response", (response) => {
    if (!response.url().includes("/_next/static/") || !response.url().includes(".js")) return;
    void response.text().then(
      (text) => text.includes("openpgpjs.org") && libraries.push(response.url()),
      () => undefined,
    );
  });
  const title = page.getByRole("heading", { level: 1 });

  await page.goto("/report?program=cardihab");
  await expect(page.getByText(/^([0-9A-F]{4} ){9}[0-9A-F]{4}$/)).toBeVisible();
  await expect(page.getByText("cannot search in it")).toBeVisible();
  await page.getByRole("radio", { name: "Encrypt it in my browser" }).check();
  await page.getByRole("button", { name: "Start a report" }).click();
  await expect(page.getByText("Step 1 of 7")).toBeVisible();
  await page.getByRole("radio", { name: "Not sure" }).check();
  await page.getByRole("checkbox", { name: "None of these" }).check();
  await next(page);
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await next(page);
  await expect(title).toHaveText("The product");
  await next(page);

  await expect(title).toHaveText("The encrypted part");
  await expect(page.getByText("Step 4 of 7")).toBeVisible();
  await expect(page.getByLabel("Encrypted message")).toBeHidden();
  await page.getByLabel("Title").fill("Secret of the parser");
  await next(page);
  const summary = page.getByRole("region", { name: "There is a problem" });
  await expect(summary).toBeFocused();
  await expect(summary).toContainText("Describe the vulnerability in 50 characters or more");
  expect(libraries).toEqual([]);
  await page
    .getByLabel("Describe the vulnerability")
    .fill(`Quiet-canary overflow. ${"It reads past the end. ".repeat(4)}`);
  await page.getByLabel("Proof of concept").fill(POC);
  await page.getByRole("radio", { name: "High" }).check();
  const secret = Buffer.from("quiet-canary of a file");
  await page.locator("#files").setInputFiles({ name: "quiet-canary.log", mimeType: "text/plain", buffer: secret });
  await expect(page.getByRole("region", { name: /^Files/ }).getByRole("listitem")).toContainText("file-1.gpg");
  await expect(page.getByText("Not scanned for viruses")).toBeVisible();
  // The list came anew from the server; what is typed was not lost by that.
  await expect(page.getByLabel("Proof of concept")).toHaveValue(POC);
  await page.getByRole("checkbox", { name: "This report is about one vulnerability" }).check();
  await next(page);
  await expect(title).toHaveText("About you");
  expect(libraries).toHaveLength(1);

  await page.getByRole("link", { name: "Back" }).click();
  await expect(page.getByText("An encrypted message is saved")).toBeVisible();
  await expect(page.getByText("Quiet-canary")).toHaveCount(0);
  await next(page);
  await page.getByRole("radio", { name: "Pseudonym" }).check();
  await next(page);
  await expect(title).toHaveText("Credit and disclosure");
  await next(page);
  await expect(title).toHaveText("Policy");
  await page.getByRole("checkbox", { name: /I have read version/ }).check();
  await page.getByRole("radio", { name: "I followed it" }).check();
  await next(page);
  await expect(title).toHaveText("Check your answers");
  await page.getByRole("button", { name: "Send report" }).click();
  await expect(title).toHaveText("Report received");
  expect(sent.filter((one) => /canary|Secret of the parser|alert\(1\)/.test(one))).toEqual([]);
  expect(sent.some((one) => one.includes("BEGIN PGP MESSAGE"))).toBe(true);

  const reference = referenceOf({ url: page.url() });
  const coordinator = await staff("coordinator", "cardihab");
  const desk = await coordinator.page();
  await desk.goto(`/staff/reports/${reference}`);
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("Encrypted report");
  await expect(desk.getByText("The technical part is encrypted")).toBeVisible();
  const gpg = team();
  const read = gpg.decrypt(await downloaded(coordinator.request, reference));
  const href = await desk.getByRole("link", { name: "Download file-1.gpg" }).getAttribute("href");
  const file = await (await coordinator.request.get(href ?? "")).body();
  expect(gpg.run(["--decrypt"], file)).toEqual(secret);
  gpg.remove();
  expect(read).toContain("## Title\n\nSecret of the parser\n");
  expect(read).toContain(`## Proof of concept\n\n${POC}\n`);
  expect(read).toContain("## How severe is it?\n\nHigh\n");
});

/** The steps of an encrypted report without scripts, with this message. */
async function walk(request: APIRequestContext, message: string): Promise<Page> {
  let page = await send(request, "/report?program=cardihab", "Start a report", { protection: "armoured" });
  for (const step of ["scope", "exposure", "product"] as const) {
    page = await send(request, page, "Continue", answersOf("cardihab", step));
  }
  expect(page.html).toContain("Encrypt it with your own program");
  page = await send(request, page, "Continue", { encryptedMessage: message, onlyOne: "yes" });
  return page;
}

test("a message made elsewhere is taken without scripts; a private key is refused in words", async ({
  newResearcher,
  staff,
}) => {
  const { request } = await newResearcher("armour");
  const gpg = team();
  const secret = gpg.run(["--armor", "--export-secret-keys"]).toString();
  const refused = await walk(request, secret);
  expect(refused.html).toContain("This is a private key — remove it now");
  const foreign = new GnuPg();
  foreign.newKey("Elsewhere <elsewhere@example.org>", "ed25519");
  const astray = foreign.run(["--armor", "--encrypt", "-r", "elsewhere@example.org"], "x").toString();
  foreign.remove();
  const wrong = await send(request, refused, "Continue", { encryptedMessage: astray, onlyOne: "yes" });
  expect(wrong.html).toContain("not encrypted to our key");

  const message = gpg
    .run(["--armor", "--encrypt", "-r", "security@cardihab.example"], "Found with my own program\n")
    .toString();
  let page = await send(request, wrong, "Continue", { encryptedMessage: message, onlyOne: "yes" });
  for (const step of ["contact", "credit", "agree"] satisfies Step[]) {
    page = await send(request, page, "Continue", answersOf("cardihab", step));
  }
  const reference = referenceOf(await send(request, page, "Send report"));
  const coordinator = await staff("coordinator", "cardihab");
  expect(gpg.decrypt(await downloaded(coordinator.request, reference))).toBe("Found with my own program\n");
  gpg.remove();
  const file = `/staff/reports/${encodeURIComponent(reference)}/message.asc`;
  for (const stranger of [request, (await staff("admin", "cardihab")).request]) {
    expect((await stranger.get(file)).status()).toBe(404);
  }
});

test("the key page gives the key, and says without scripts whom a message is for", async ({ stranger }) => {
  const key = await stranger.get("/programs/cardihab/pgp-key.asc");
  expect(key.headers()["content-type"]).toContain("application/pgp-keys");
  const again = await stranger.get("/programs/cardihab/pgp-key.asc", {
    headers: { "if-none-match": key.headers().etag ?? "" },
  });
  expect(again.status()).toBe(304);
  expect((await stranger.get("/programs/smile-digital-health/pgp-key.asc")).status()).toBe(404);
  const gpg = new GnuPg();
  gpg.import(await key.text());
  const groups = (gpg.fingerprint("security@cardihab.example").match(/.{4}/g) ?? []).join(" ");
  const page = await open(stranger, "/programs/cardihab/pgp");
  expect(page.html).toContain(groups);
  const good = gpg.run(["--armor", "--encrypt", "-r", "security@cardihab.example"], "x").toString();
  gpg.remove();
  expect((await send(stranger, page, "Test the message", { message: good })).html).toContain("Encrypted to this key");
  const words = await send(stranger, page, "Test the message", { message: "hello" });
  expect(words.html).toContain("Paste the whole block");
});

test("a key on file makes mails encrypted until it is removed; both ask for the password (EM-14)", async ({
  newResearcher,
}) => {
  const me = await newResearcher("keyed");
  const gpg = new GnuPg();
  const armored = gpg.newKey("Me <me@example.org>", "rsa3072");
  const page = await me.page();
  await page.goto("/account/pgp");
  await page.getByLabel("Public key block").fill("hello");
  await page.getByLabel("Your password", { exact: true }).fill("a guess");
  await page.getByRole("button", { name: "Save the key" }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("not the password");
  await page.getByLabel("Your password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Save the key" }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("Paste the whole block");
  await page.getByLabel("Public key block").fill(armored);
  await page.getByLabel("Your password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Save the key" }).click();
  await expect(page.getByText("Your key is saved")).toBeVisible();
  await expect(page.getByText("RSA 3072")).toBeVisible();
  await page.getByRole("button", { name: "Send me a test mail" }).click();
  await expect(page.getByText("A test mail is on its way")).toBeVisible();
  const mail = await mailTo(me.email, "key_test");
  expect(mail.headers.get("content-type")).toMatchObject({ value: "multipart/encrypted" });
  expect(gpg.decrypt(mail.attachments[1]?.content.toString() ?? "")).toContain("your key works");
  gpg.remove();
  await page.locator("summary").getByText("Remove the key").click();
  await page.getByRole("button", { name: "Remove the key" }).click();
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("Tick the box");
  await page.getByRole("checkbox", { name: /^Remove it/ }).check();
  await page.getByLabel("Your password, to remove the key").fill(PASSWORD);
  await page.getByRole("button", { name: "Remove the key" }).click();
  await expect(page.getByText("Your key is removed")).toBeVisible();
});

test("a key that ends soon is not offered to senders, and those who keep it are told", async ({
  newResearcher,
  staff,
}) => {
  const program = "smile-digital-health";
  const settings = `/staff/settings/keys?program=${program}`;
  const gpg = new GnuPg();
  const armored = gpg.newKey("Smile <team@example.org>", "ed25519", "10d");
  gpg.remove();
  const admin = await (await staff("admin", program)).page();
  await admin.goto(settings);
  await expect(admin.getByText("No key.")).toBeVisible();
  await admin.getByLabel("Public key block").fill(armored);
  await admin.getByRole("button", { name: "Use this key" }).click();
  await expect(admin.getByText("The key is in use")).toBeVisible();
  await expect(admin.getByText("ends in 10 days")).toBeVisible();

  const coordinator = await (await staff("coordinator", program)).page();
  await coordinator.goto("/staff");
  await expect(coordinator.getByText("ends in 10 days")).toBeVisible();
  await coordinator.goto(settings);
  await expect(coordinator.getByText("An admin or the policy owner of this program changes it.")).toBeVisible();
  await expect(coordinator.getByLabel("Public key block")).toHaveCount(0);
  for (const role of ["triager", "auditor"] as const) {
    expect((await (await staff(role, program)).request.get(settings)).status()).toBe(404);
  }

  const reporter = await newResearcher("sender");
  expect((await open(reporter.request, `/report?program=${program}`)).html).not.toContain("Encrypt it in my browser");
  expect((await open(reporter.request, `/programs/${program}/pgp`)).html).toContain("This key ends soon");

  await admin.locator("summary").getByText("Take it out of use").click();
  await admin.getByRole("radio", { name: "It is not to be trusted any more" }).check();
  await admin.getByRole("checkbox", { name: "This cannot be undone for this key" }).check();
  await admin.getByRole("button", { name: "Take the key out of use" }).click();
  await expect(admin.getByText("The key is out of use")).toBeVisible();
  expect((await open(reporter.request, `/programs/${program}/pgp`)).html).toContain("Revoked. Trust nothing");
});
