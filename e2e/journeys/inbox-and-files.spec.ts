import type { Page } from "@playwright/test";
import sharp from "sharp";
import { expect, test } from "../fixtures";
import { makeMove, sendReport } from "../reports";

const press = (page: Page, label: string) => page.getByRole("button", { name: label, exact: true }).click();
const live = { timeout: 20_000 };

/** Pastes a picture into whatever has the focus, as a browser does after a screenshot. */
async function pastePicture(page: Page): Promise<void> {
  const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#47708a" } })
    .png()
    .toBuffer();
  await page.evaluate(
    (bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], "image.png", { type: "image/png" }));
      document.activeElement?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    [...png],
  );
}

test("a pasted picture goes with a message, comes back with it, and stands in the other side's inbox", async ({
  newResearcher,
  staff,
}) => {
  test.setTimeout(120_000);
  const reporter = await newResearcher("sanderling");
  const reference = await sendReport(reporter.request, "cardihab");
  const desk = await staff("triager", "cardihab");
  await makeMove(desk.request, reference, "start_checking", "Start checking");
  const [page, triager] = [await reporter.page(), await desk.page()];
  await page.goto(`/reports/${reference}`);
  const waiting = page.getByRole("list", { name: "Files that go with it" });
  await page.getByLabel("Write to the team").fill("This is what it looks like.");
  await pastePicture(page);
  await expect(waiting.getByText("pasted-1.png", { exact: true }).first()).toBeVisible(live);
  await expect(waiting.getByText("Not scanned for viruses")).toBeVisible(live);
  await press(page, "Send message");
  await press(page, "Undo");
  await expect(waiting.getByText("pasted-1.png", { exact: true }).first()).toBeVisible(live);
  await expect(page.getByLabel("Write to the team")).toHaveValue("This is what it looks like.");
  await press(page, "Send message");
  await press(page, "Send now");
  await expect(page.getByText("Sent; the team has not opened it yet")).toBeVisible(live);

  // The inbox: one entry for the report, by keys alone.
  await triager.goto("/staff/inbox");
  const entry = triager.locator(`[data-row="${reference}"]`);
  await expect(entry).toContainText("The reporter wrote");
  await expect(entry).toContainText("new");
  await entry.getByRole("link").focus();
  await triager.keyboard.press("e");
  await expect(triager.getByText(`${reference} is done`)).toBeVisible();
  await expect(entry).toHaveCount(0);
  // The keys go on in the row that took its place.
  await expect(triager.locator("[data-row] a[href]:focus")).toBeVisible();
  await press(triager, "Undo");
  await expect(triager.getByText(`${reference} waits for you again`)).toBeVisible();
  await entry.getByRole("link").focus();
  await triager.keyboard.press("h");
  await expect(entry.getByRole("button", { name: "until tomorrow morning" })).toBeFocused();
  await triager.keyboard.press("Enter");
  await expect(triager.getByText(`${reference} is put aside`)).toBeVisible();
  await triager.getByRole("link", { name: "Put aside", exact: true }).click();
  await entry.getByRole("button", { name: /^Take it back/ }).click();
  await triager.getByRole("link", { name: "To do", exact: true }).click();
  await entry.getByRole("link").click();

  // The file stands with its message, and among the files of the report.
  const message = triager.getByRole("article").filter({ hasText: "This is what it looks like." });
  await expect(message.getByText("pasted-1.png", { exact: true }).first()).toBeVisible();
  const file = await message.getByRole("link", { name: "Download pasted-1.png" }).getAttribute("href");
  expect((await desk.request.get(file ?? "")).status()).toBe(200);
  await expect(triager.getByRole("region", { name: "Files" }).getByText("Came with a message")).toBeVisible();

  // A note's file and a mention stay on this side.
  const note = triager.getByLabel("Internal note", { exact: true });
  await note.fill("Compare with ours; zyxwv.");
  await triager.locator("summary", { hasText: "Mention" }).focus();
  await triager.keyboard.press("Enter");
  await triager.keyboard.press("Tab");
  await triager.keyboard.press("Enter");
  await expect(note).toHaveValue(/zyxwv\. @.+ $/);
  await expect(note).toBeFocused();
  await pastePicture(triager);
  const beside = triager.getByRole("region", { name: "Notes" }).getByRole("list", { name: "Files that go with it" });
  await expect(beside.getByText("Not scanned for viruses")).toBeVisible(live);
  await press(triager, "Save note – staff only");
  await expect(triager.getByText(/^Note saved/)).toBeVisible();
  const own = await triager
    .getByRole("region", { name: "Notes" })
    .getByRole("link", { name: /^Download/ })
    .getAttribute("href");
  expect((await desk.request.get(own ?? "")).status()).toBe(200);
  expect((await reporter.request.get(own ?? "")).status()).toBe(404);
  await page.reload();
  expect(await page.content()).not.toContain("zyxwv");
  await expect(page.getByRole("region", { name: "Files" }).getByRole("listitem")).toHaveCount(1);
});

test("without JavaScript a file comes along with a message, and an inbox is worked through", async ({
  newResearcher,
  staff,
}) => {
  test.setTimeout(90_000);
  const reporter = await newResearcher("turnstone");
  const reference = await sendReport(reporter.request, "cardihab");
  const desk = await staff("triager", "cardihab");
  await makeMove(desk.request, reference, "start_checking", "Start checking");
  const page = await reporter.page({ javaScriptEnabled: false });
  await page.goto(`/reports/${reference}`);
  const text = (body: string) => ({ name: "trace.txt", mimeType: "text/plain", buffer: Buffer.from(body) });
  const files = page.getByLabel("Files (optional)");
  await page.getByLabel("Write to the team").fill("See the trace.");
  await files.setInputFiles(text(""));
  await press(page, "Upload");
  await expect(page.getByText("The file you chose is empty")).toBeVisible();
  await expect(page.getByLabel("Write to the team")).toHaveValue("See the trace.");
  await files.setInputFiles(text("GET /a 200\n"));
  await press(page, "Upload");
  await expect(page.getByText("Uploaded, and what you typed is kept.")).toBeVisible();
  await files.setInputFiles({ ...text("GET /b 200\n"), name: "along.txt" });
  await press(page, "Send message");
  await press(page, "Send now");
  const message = page.getByRole("article").filter({ hasText: "See the trace." });
  await expect(message.getByText("trace.txt", { exact: true }).first()).toBeVisible();
  await expect(message.getByText("along.txt", { exact: true }).first()).toBeVisible();

  await page.getByRole("textbox", { name: "Your own reference" }).fill("BB-12");
  await page.getByRole("region", { name: "Your own reference" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your own reference is saved, for you alone")).toBeVisible();
  await page.goto("/reports?find=bb-12");
  await expect(page.getByText("BB-12")).toBeVisible();

  await page.goto("/notifications");
  const entry = page.locator(`[data-row="${reference}"]`);
  await expect(entry).toContainText("Its status changed");
  await entry.getByRole("button", { name: /^Done/ }).click();
  await expect(page.getByText(`${reference} is done`)).toBeVisible();
  await press(page, "Undo");
  await expect(entry).toBeVisible();
});
