import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "../fixtures";
import { open, send } from "../plain-form";
import { runPortal } from "../portal";
import { DETAILS, sendReport } from "../reports";

const SECRET = "Patient Zebulon Quarterstaff is on the first page.";
const REASON = "It named a patient, which nobody here needs to know.";

/** `receipt.json` with one symbol of its signature changed. */
function flipped(receipt: string): string {
  const { signature } = JSON.parse(receipt) as { signature: string };
  const other = signature.startsWith("A") ? "B" : "A";
  return receipt.replace(signature, `${other}${signature.slice(1)}`);
}

test("the saved verifier works from a disk, without a network, for valid, changed, rotated and withheld", async ({
  newResearcher,
  staff,
  stranger,
  browser,
}) => {
  test.setTimeout(120_000);
  const directory = mkdtempSync(join(tmpdir(), "portal-verifier-"));
  const keep = (name: string, text: string) => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };
  try {
    const reporter = await newResearcher();
    const reference = await sendReport(reporter.request, "smile-digital-health", {
      details: { title: "Export of a list needs no session", details: DETAILS, summary: SECRET },
    });
    const receipt = await (await reporter.request.get(`/reports/${reference}/receipt.json`)).text();
    const before = await (await stranger.get("/verify/offline.html")).text();

    const rotated = await runPortal(["keys", "rotate", "--receipts"], process.env.E2E_DATA_DIR ?? "");
    expect(rotated.output).toContain("stay valid");
    const later = await sendReport(reporter.request, "smile-digital-health");
    const fresh = await (await reporter.request.get(`/reports/${later}/receipt.json`)).text();
    const keys = await (await stranger.get("/.well-known/receipt-keys.json")).text();
    const after = await (await stranger.get("/verify/offline.html")).text();

    const coordinator = await staff("coordinator", "smile-digital-health");
    const withheld = await send(coordinator.request, `/staff/reports/${reference}`, "Withhold it</button>", {
      "withhold-key": "summary",
      "withhold-reason": REASON,
      "withhold-sure": "yes",
    });
    expect(withheld.url).toContain("done=withheld");
    expect(withheld.html).not.toContain("Zebulon");
    const exported = await (await reporter.request.get(`/reports/${reference}/export.json`)).text();
    expect(JSON.parse(exported).answers).not.toHaveProperty("summary");
    expect((await open(reporter.request, `/reports/${reference}`)).html).toContain(REASON);

    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    const verify = async (verifier: string, file: string, keyFile?: string) => {
      await page.goto(pathToFileURL(verifier).href);
      await page.getByLabel("Receipt or export").setInputFiles(file);
      if (keyFile) await page.getByLabel("Newer keys").setInputFiles(keyFile);
      await page.getByRole("button", { name: "Verify" }).click();
      return page.getByRole("status");
    };
    const old = keep("before.html", before);
    const now = keep("after.html", after);
    const own = keep("receipt.json", receipt);
    await expect(await verify(old, own)).toContainText(reference);
    await expect(page.getByRole("heading", { name: "Valid", exact: true })).toBeVisible();
    await expect(await verify(now, own)).toContainText(reference);
    await expect(await verify(old, keep("flipped.json", flipped(receipt)))).toContainText(
      "The signature does not belong to this content",
    );
    await expect(await verify(old, keep("fresh.json", fresh))).toContainText("No published key has signed");
    await expect(await verify(old, keep("fresh.json", fresh), keep("keys.json", keys))).toContainText(later);
    await expect(await verify(now, keep("export.json", exported))).toContainText("Withheld: summary");
    await expect(page.getByRole("status")).toContainText("Answers proven to be what was sent");
    const lie = exported.replaceAll("Export of a list needs no session", "Export of a list needs a session");
    await expect(await verify(now, keep("lie.json", lie))).toContainText("With another text than was sent: title");
    expect(asked.filter((url) => !url.startsWith("file:"))).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();

    const command = await runPortal(
      ["receipt", "verify", keep("export.json", exported), "--keys", keep("keys.json", keys)],
      process.env.E2E_DATA_DIR ?? "",
    );
    expect(command).toMatchObject({ code: 0, output: expect.stringContaining("summary: withheld") });
    expect(readFileSync(own, "utf8")).toBe(receipt);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("the receipt has a QR code, a text and one sheet to print", async ({ newResearcher }) => {
  const reporter = await newResearcher();
  const reference = await sendReport(reporter.request, "smile-digital-health");
  const text = await reporter.request.get(`/reports/${reference}/receipt.txt`);
  expect(text.headers()["content-disposition"]).toContain(`${reference}-receipt.txt`);
  expect(await text.text()).toContain(`Reference   ${reference}`);

  const page = await reporter.page();
  await page.goto(`/reports/${reference}/receipt`);
  const code = page.getByRole("img", { name: `QR code with the reference ${reference}` });
  await expect(code).toBeVisible();
  await page.emulateMedia({ media: "print" });
  const sheet = await page.pdf({ format: "A4" });
  expect(sheet.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});
