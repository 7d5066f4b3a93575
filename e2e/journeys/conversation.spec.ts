import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { makeMove, sendReport } from "../reports";

const press = (page: Page, label: string) => page.getByRole("button", { name: label, exact: true }).click();
const reply = (page: Page) => page.getByLabel("Reply to researcher");
const live = { timeout: 20_000 };

/** What an event stream of this page's browser says within a moment, when it resumes from `since`. */
const streamed = (page: Page, since: number) =>
  page.evaluate(async (from) => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1500);
    let text = "";
    try {
      const answer = await fetch(`/api/events?since=${from}`, { signal: stop.signal });
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) text += part.value;
    } catch {
      // Aborted, as meant.
    }
    return text;
  }, since);

test("both sides see a conversation as it happens, and nobody answers past the other", async ({
  newResearcher,
  staff,
}) => {
  test.setTimeout(120_000);
  const reporter = await newResearcher("plover");
  const began = Date.now();
  const reference = await sendReport(reporter.request, "cardihab");
  const desk = await staff("triager", "cardihab");
  const lead = await staff("coordinator", "cardihab");
  await makeMove(desk.request, reference, "start_checking", "Start checking");
  const [page, triager, coordinator] = [await reporter.page(), await desk.page(), await lead.page()];
  await page.goto(`/reports/${reference}`);
  await triager.goto(`/staff/reports/${reference}`);
  await coordinator.goto(`/staff/reports/${reference}`);

  // Who is there, in words, for the team alone.
  await expect(coordinator.getByText(/\(triager\) is looking at this report\./)).toBeVisible(live);
  await reply(triager).fill("We could reproduce ti.");
  await expect(coordinator.getByText(/\(triager\) is writing here\./)).toBeVisible(live);

  // Taken back: nobody read it, and its text is there again.
  await press(triager, "Send to researcher");
  await press(triager, "Undo");
  await expect(triager.getByText("Taken back. Nobody read it; what you wrote is your draft again.")).toBeVisible();
  await expect(reply(triager)).toHaveValue("We could reproduce ti.");
  await reply(triager).fill("We could reproduce it.\n\n```\ncurl\t-i  x\n```\n\n[here](https://example.org/a)");
  await press(triager, "Send to researcher");
  await press(triager, "Send now");

  // It arrives on the other side's open page, as new, and the writer's page learns that it was seen.
  const message = page.getByRole("article").filter({ hasText: "We could reproduce it." });
  await expect(message).toBeVisible(live);
  await expect(message.locator("pre")).toHaveText("curl\t-i  x\n");
  await expect(message.getByRole("link", { name: "here" })).toHaveAttribute("rel", "noopener noreferrer nofollow ugc");
  await expect(message).toContainText("example.org");
  await expect(page.getByText(/^New since .*: 1 message$/)).toBeVisible();
  await expect(page.getByText("We could reproduce ti.")).toHaveCount(0);
  await expect(triager.getByText(/^Seen by the reporter/)).toBeVisible(live);

  // An answer that something unseen overtook is held, with what was typed.
  await reply(coordinator).fill("We will write on Monday.");
  await page.getByLabel("Write to the team").fill("Thank you. It is in 3.1 too.");
  await press(page, "Send message");
  await press(page, "Send now");
  await expect(coordinator.getByText("A new message came.")).toBeVisible(live);
  await expect(reply(coordinator)).toHaveValue("We will write on Monday.");
  await press(coordinator, "Send to researcher");
  await expect(coordinator.getByText("1 message came while you wrote")).toBeVisible();
  await expect(reply(coordinator)).toHaveValue("We will write on Monday.");
  await expect(coordinator.getByText("Thank you. It is in 3.1 too.")).toBeVisible();
  await press(coordinator, "Send anyway");
  await press(coordinator, "Send now");
  await expect(page.getByText("We will write on Monday.")).toBeVisible(live);

  // A note reaches colleagues as it is written, and nothing of it the reporter: no text, no count, no event.
  await coordinator.getByLabel("Internal note", { exact: true }).fill("Ask the vendor first; zyxwv.");
  await press(coordinator, "Save note – staff only");
  await expect(triager.getByRole("region", { name: "Notes" })).toContainText("zyxwv", live);
  expect(await page.content()).not.toMatch(/zyxwv|\bnotes?\b.*staff/);
  expect(await streamed(triager, began)).toContain('"what":"note"');
  const heard = await streamed(page, began);
  expect(heard).toContain('"what":"message"');
  expect(heard).not.toContain("note");

  // What looks like a secret is caught before it is stored.
  await page.getByLabel("Write to the team").fill("The database is postgres://app:hunter22@db.example/x");
  await press(page, "Send message");
  await expect(page.getByRole("region", { name: "There is a problem" })).toContainText("a password in an address");
  await page.getByRole("checkbox", { name: "It belongs there" }).check();
  await press(page, "Send message");
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeVisible();
});

test("without JavaScript a reload shows the same, and the same is held back", async ({ newResearcher, staff }) => {
  test.setTimeout(90_000);
  const reporter = await newResearcher("dunlin");
  const reference = await sendReport(reporter.request, "cardihab");
  const desk = await staff("triager", "cardihab");
  await makeMove(desk.request, reference, "start_checking", "Start checking");
  const plain = { javaScriptEnabled: false };
  const [page, triager] = [await reporter.page(plain), await desk.page(plain)];
  await triager.goto(`/staff/reports/${reference}`);
  await page.goto(`/reports/${reference}`);
  await page.getByLabel("Write to the team").fill("One more thing.");
  await press(page, "Send message");
  await press(page, "Send now");
  await expect(page.getByText("Sent; the team has not opened it yet")).toBeVisible();

  await reply(triager).fill("We are looking.");
  await press(triager, "Send to researcher");
  await expect(triager.getByText("1 message came while you wrote")).toBeVisible();
  await expect(triager.getByText("One more thing.")).toBeVisible();
  await expect(reply(triager)).toHaveValue("We are looking.");
  await press(triager, "Send anyway");
  await press(triager, "Undo");
  await expect(reply(triager)).toHaveValue("We are looking.");
  await triager.locator("#reply").getByRole("button", { name: "Keep as a draft" }).click();
  await expect(triager.getByText("Kept as a draft, for you alone")).toBeVisible();
  await press(triager, "Send to researcher");
  await press(triager, "Send now");
  await expect(triager.getByText("Sent; the reporter has not opened it yet")).toBeVisible();

  await page.reload();
  await expect(page.getByText("We are looking.")).toBeVisible();
  await page.getByRole("link", { name: "Change this message" }).click();
  await page.getByLabel("Change your message").fill("One more thing, in 3.1.");
  await press(page, "Save the change");
  await expect(page.getByText("One more thing, in 3.1.")).toBeVisible();
  await triager.reload();
  await triager.getByText("What it said before").click();
  await expect(triager.getByText("One more thing.", { exact: true })).toBeVisible();
  await triager.getByRole("link", { name: "Quote this message" }).first().click();
  await expect(reply(triager)).toHaveValue("> One more thing, in 3.1.\n\n");
});
