import { randomBytes } from "node:crypto";
import type { Route } from "@playwright/test";
import sharp from "sharp";
import { violationsOf } from "../axe";
import { expect, test } from "../fixtures";
import { writeDraft } from "../reports";

test("files travel while one writes: through a cut of the network, paused, removed, pasted", async ({
  newResearcher,
}) => {
  const ann = await newResearcher();
  const { url } = await writeDraft(ann.request, "smile-digital-health", "repro");
  const page = await ann.page();
  await page.goto(url);
  const rows = page.getByRole("region", { name: /^Files/ }).getByRole("listitem");
  const steps = page.getByLabel("Steps to reproduce it");
  await steps.fill("Typed while the file travels");

  // The second part is cut once on its way, as a network does.
  let parts = 0;
  await page.route("**/api/uploads/*", async (route) => {
    if (route.request().method() === "PATCH") {
      parts += 1;
      if (parts === 2) return route.abort("connectionreset");
    }
    return route.continue();
  });
  const film = Buffer.concat([Buffer.from("Harbour log\n"), Buffer.from(randomBytes(6_500_000).toString("hex"))]);
  await page.locator("#files").setInputFiles({ name: "session.log", mimeType: "text/plain", buffer: film });
  await expect(rows.filter({ hasText: "session.log" })).toContainText("Not scanned for viruses", { timeout: 30_000 });
  expect(parts).toBeGreaterThan(3);

  await page.locator("#files").setInputFiles([
    { name: "setup.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ") },
    { name: "shot.png", mimeType: "image/png", buffer: Buffer.from("<html>") },
  ]);
  await expect(rows.filter({ hasText: "setup.exe" })).toContainText("marked as a type that we do not open");
  await expect(rows.filter({ hasText: "shot.png" })).toContainText("looks like html, not png");
  await page.getByRole("button", { name: "Remove setup.exe" }).click();
  await page.getByRole("button", { name: "Remove shot.png" }).click();
  await expect(rows).toHaveCount(1);

  await page.evaluate(() => {
    const given = new DataTransfer();
    const png = Uint8Array.from(
      atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
      (character) => character.charCodeAt(0),
    );
    given.items.add(new File([png], "image.png", { type: "image/png" }));
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: given, bubbles: true }));
  });
  await expect(rows.filter({ hasText: "pasted-1.png" })).toContainText("Not scanned for viruses");

  // A photograph says where it was taken; its reporter takes that out.
  await page.locator("#files").setInputFiles({ name: "place.jpg", mimeType: "image/jpeg", buffer: await photograph() });
  const photo = rows.filter({ hasText: "place.jpg" });
  await expect(photo).toContainText("This picture says where it was taken and who made it");
  await photo.getByRole("button", { name: "Take that out of place.jpg" }).click();
  await expect(photo).toContainText("It was written anew by the portal");
  await expect(photo).not.toContainText("where it was taken");

  const dropped = await page.evaluateHandle(() => {
    const given = new DataTransfer();
    given.items.add(new File(["GET /export 200"], "dropped.har", { type: "text/plain" }));
    return given;
  });
  await page.locator("#files").dispatchEvent("drop", { dataTransfer: dropped });
  await expect(rows.filter({ hasText: "dropped.har" })).toContainText("Not scanned for viruses");

  await expect(steps).toHaveValue("Typed while the file travels");
  expect(await page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)))).toEqual([]);
  expect(await violationsOf(page, "files")).toEqual([]);
});

test("sending waits for a file that is not there yet; then both sides find it", async ({ newResearcher, staff }) => {
  const ann = await newResearcher();
  const triager = await staff("triager", "smile-digital-health");
  const { url } = await writeDraft(ann.request, "smile-digital-health", "check");
  const page = await ann.page();
  await page.goto(url.replace(/check$/, "repro?return=check"));
  const held: Route[] = [];
  let holding = true;
  await page.route("**/api/uploads/*", async (route) => {
    if (holding && route.request().method() === "PATCH") held.push(route);
    else await route.continue();
  });
  await page
    .locator("#files")
    .setInputFiles({ name: "slow.txt", mimeType: "text/plain", buffer: Buffer.alloc(3_000_000, "x") });
  await page.getByRole("button", { name: "Pause slow.txt" }).click();
  await page.getByRole("button", { name: "Go on with slow.txt" }).click();
  await expect(page.getByRole("button", { name: "Pause slow.txt" })).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Sending waits for your files")).toBeVisible();
  await page.getByRole("button", { name: "Send report" }).click();
  await expect(page.getByText("Sending waits for your files")).toBeVisible();
  expect(new URL(page.url()).pathname).toMatch(/\/check$/);

  holding = false;
  // What was paused has been given up by the page.
  for (const route of held) await route.continue().catch(() => undefined);
  await expect(page.getByText("Sending waits for your files")).toHaveCount(0, { timeout: 20_000 });
  await page.getByRole("button", { name: "Send report" }).click();
  await page.waitForURL(/\/receipt$/);
  await expect(page.getByText("2.9 MB, SHA-256")).toBeVisible();
  const reference = new URL(page.url()).pathname.split("/")[2] ?? "";
  const desk = await triager.page();
  for (const [side, path] of [
    [page, `/reports/${reference}`],
    [desk, `/staff/reports/${reference}`],
  ] as const) {
    await side.goto(path);
    const saved = side.waitForEvent("download");
    await side.getByRole("link", { name: "Download slow.txt" }).click();
    expect((await saved).suggestedFilename()).toBe("slow.txt");
    expect(await violationsOf(side, "files on the desk")).toEqual([]);
  }
});

function photograph(): Promise<Buffer> {
  return sharp({ create: { width: 60, height: 40, channels: 3, background: "#47708a" } })
    .withExif({ IFD0: { Artist: "Ann Example" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "43/1 38/1 30/1" } })
    .jpeg()
    .toBuffer();
}
