import { createHash, randomBytes } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import postgres from "postgres";
import sharp from "sharp";
import { connectionOptions } from "../../db/client";
import { findRunningDatabase } from "../../db/embedded";
import { expect, test } from "../fixtures";
import { dataDir } from "../mail";
import { open, send } from "../plain-form";
import { answersOf, draftOf, referenceOf, writeDraft } from "../reports";

const TUS = { "tus-resumable": "1.0.0" };

function origin(): { origin: string } {
  return { origin: `http://127.0.0.1:${process.env.E2E_PORT ?? 3917}` };
}

const metadata = (draft: string, name: string) =>
  `place ${Buffer.from(draft).toString("base64")},filename ${Buffer.from(name).toString("base64")}`;

/** Uploads a file by the protocol, in two parts; its address. */
async function upload(request: APIRequestContext, draft: string, name: string, bytes: Buffer): Promise<string> {
  const begun = await request.post("/api/uploads", {
    headers: {
      ...TUS,
      ...origin(),
      "upload-length": String(bytes.length),
      "upload-metadata": metadata(draft, name),
    },
  });
  expect(begun.status(), await begun.text()).toBe(201);
  const address = begun.headers().location ?? "";
  const part = (from: number, to: number) =>
    request.patch(address, {
      headers: {
        ...TUS,
        ...origin(),
        "upload-offset": String(from),
        "content-type": "application/offset+octet-stream",
      },
      data: bytes.subarray(from, to),
    });
  const half = await part(0, 300_000);
  expect([half.status(), half.headers()["upload-offset"]]).toEqual([204, String(256 * 1024)]);
  const progress = await request.head(address, { headers: TUS });
  expect(progress.headers()["upload-offset"]).toBe(String(256 * 1024));
  expect((await part(256 * 1024, bytes.length)).headers()["upload-offset"]).toBe(String(bytes.length));
  return address;
}

test("a file is for its reporter and the team of the program alone, in every way of asking (UP-03, UP-04, UP-11)", async ({
  newResearcher,
  playwright,
  baseURL,
  staff,
  stranger,
}) => {
  const guest = await playwright.request.newContext({ baseURL });
  await writeDraft(guest, "smile-digital-health", "exposure");
  const [ann, bob] = [await newResearcher(), await newResearcher()];
  const [triager, elsewhere] = [await staff("triager", "smile-digital-health"), await staff("triager", "cardihab")];
  const check = await writeDraft(ann.request, "smile-digital-health", "check");
  const draft = draftOf(check);
  const bytes = Buffer.concat([Buffer.from("<!doctype html><script>alert(1)</script>"), randomBytes(400_000)]);
  const address = await upload(ann.request, draft, 'a"\r\nb\u202Egnp.png', bytes);
  const file = address.replace("/api/uploads/", "/api/attachments/");

  // While it is in a draft: nobody else, staff neither.
  for (const other of [bob.request, triager.request, guest, stranger]) {
    const length = { ...TUS, ...origin(), "upload-length": "9", "upload-metadata": metadata(draft, "b.txt") };
    expect((await other.post("/api/uploads", { headers: length })).status()).toBe(404);
    expect((await other.head(address, { headers: TUS })).status()).toBe(404);
    expect((await other.delete(address, { headers: { ...TUS, ...origin() } })).status()).toBe(404);
    expect((await other.get(file)).status()).toBe(404);
  }
  // A page of another site, with the reporter's own cookies.
  for (const foreign of [{ origin: "https://evil.example" }, { origin: "null" }] as const) {
    expect((await ann.request.delete(address, { headers: { ...TUS, ...foreign } })).status()).toBe(403);
  }
  expect((await ann.request.get(file, { headers: { "sec-fetch-site": "cross-site" } })).status()).toBe(404);

  const reference = referenceOf(await send(ann.request, await open(ann.request, check.url), "Send report"));
  for (const reader of [ann.request, triager.request]) {
    const whole = await reader.get(file);
    expect(
      createHash("sha256")
        .update(await whole.body())
        .digest("hex"),
    ).toBe(createHash("sha256").update(bytes).digest("hex"));
    const headers = whole.headers();
    expect(headers).toMatchObject({
      "content-type": "application/octet-stream",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("sandbox; default-src 'none'"),
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-store",
    });
    expect(headers["content-disposition"]).toMatch(/^attachment; filename="[^"\r\n]+"; filename\*=UTF-8''[^\s"]+$/);
    const part = await reader.get(file, { headers: { range: "bytes=262140-262150" } });
    expect([part.status(), part.headers()["content-range"]]).toEqual([206, `bytes 262140-262150/${bytes.length}`]);
    expect((await part.body()).equals(bytes.subarray(262_140, 262_151))).toBe(true);
    const head = await reader.head(file);
    expect([head.status(), head.headers()["content-disposition"]]).toEqual([200, headers["content-disposition"]]);
  }
  const missing = await stranger.get(`/api/attachments/${"0".repeat(32)}`);
  for (const other of [bob.request, elsewhere.request, guest, stranger]) {
    for (const [name, value] of [
      ["accept", "*/*"],
      ["range", "bytes=0-1"],
      ["if-none-match", "*"],
    ] as const) {
      const refused = await other.get(file, { headers: { [name]: value } });
      expect([refused.status(), await refused.text()]).toEqual([404, await missing.text()]);
    }
    expect((await other.head(file)).status()).toBe(404);
    expect((await other.get(`${file}/preview`)).status()).toBe(404);
    expect((await other.post(file, { headers: origin() })).status()).toBe(404);
  }
  // What was sent stays: the reporter removes nothing from it any more.
  expect((await ann.request.delete(address, { headers: { ...TUS, ...origin() } })).status()).toBe(409);

  const desk = await open(triager.request, `/staff/reports/${reference}`);
  expect(desk.html).toContain("looks like something else, not png");
  expect(desk.html).toContain("[U+202E]");
  const shown = desk.html.replace(/<script\b.*?<\/script>/gs, "");
  expect(shown.match(/Downloaded an attached file/g)?.length).toBe(2);
  const exported = JSON.parse(await (await ann.request.get(`/reports/${reference}/export.json`)).text());
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(exported.attachments).toMatchObject([{ size: bytes.length, sha256 }]);
  expect(exported.receipt.payload.attachments).toEqual([{ sha256, size: bytes.length }]);
  await guest.dispose();
});

test("without scripts a file and the text around it are kept, and a refusal stands at the field", async ({
  newResearcher,
}) => {
  const ann = await newResearcher();
  const page = await writeDraft(ann.request, "smile-digital-health", "repro");
  const draft = draftOf(page);
  const upload = async (name: string, bytes: Buffer) => {
    const here = await open(ann.request, `/report/${draft}/repro`);
    const rev = /name="_rev" value="(\d+)"/.exec(here.html)?.[1] ?? "";
    const multipart = {
      _rev: rev,
      steps: "Typed before the upload",
      "files[]": { name, mimeType: "application/octet-stream", buffer: bytes },
    };
    const answer = await ann.request.post(`/api/uploads/form/${draft}`, { multipart, headers: origin() });
    return { status: answer.status(), html: (await answer.text()).replaceAll("<!-- -->", ""), url: answer.url() };
  };
  const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#47708a" } })
    .withExif({ IFD0: { Artist: "Ann Example" } })
    .jpeg()
    .toBuffer();
  const told = await upload("photo.jpg", photo);
  expect(told.html).toContain("This picture says who made it");
  const button = told.html.match(/<button\b[^>]*>/g)?.find((tag) => tag.includes('name="_rewrite"')) ?? "";
  const id = /\bvalue="([0-9a-f]{32})"/.exec(button)?.[1] ?? "";
  const press = async (field: "_rewrite" | "_remove") => {
    const answer = await ann.request.post(`/api/uploads/form/${draft}`, {
      multipart: { [field]: id },
      headers: origin(),
    });
    return (await answer.text()).replaceAll("<!-- -->", "");
  };
  const anew = await press("_rewrite");
  expect(anew).toContain("The picture is written anew without that");
  expect(anew).not.toContain("This picture says");
  expect(await press("_remove")).toContain("The file is removed");
  const kept = await upload("trace.txt", Buffer.from("GET /export 200\n"));
  expect(kept.html).toContain("Uploaded, and what you typed is saved");
  expect(kept.html).toContain("trace.txt");
  expect(kept.html).toContain("Typed before the upload");
  const unlisted = await upload("setup.exe", Buffer.from("MZ"));
  expect(unlisted.html).toContain("is kept, marked as a type that we do not open");
  const empty = await upload("empty.txt", Buffer.alloc(0));
  expect(empty.html).toContain("The file you chose is empty");
  const large = await upload("large.zip", Buffer.alloc(26 * 1024 * 1024));
  expect(large.html).toContain("must be smaller than 25 MB in this form");
  const flood = await upload("flood.zip", Buffer.alloc(33 * 1024 * 1024));
  expect([flood.status, flood.html]).toEqual([413, expect.stringContaining("Too large to upload at once")]);

  let next = await send(ann.request, await open(ann.request, `/report/${draft}/repro`), "Continue", {
    ...answersOf("smile-digital-health", "repro"),
    steps: "Typed before the upload",
  });
  for (const step of ["impact", "contact", "credit", "agree"] as const) {
    next = await send(ann.request, next, "Continue", answersOf("smile-digital-health", step));
  }
  const reference = referenceOf(await send(ann.request, next, "Send report"));
  const report = await open(ann.request, `/reports/${reference}`);
  expect(report.html).toContain("trace.txt");
  const receipt = await open(ann.request, `/reports/${reference}/receipt`);
  const text = await open(ann.request, `/reports/${reference}/receipt.txt`);
  const sha256 = createHash("sha256").update("GET /export 200\n").digest("hex");
  expect(receipt.html.replaceAll("<!-- -->", "")).toContain("16 bytes, SHA-256");
  expect(receipt.html).toContain(sha256);
  expect(text.html).toContain(`SHA-256 ${sha256}, 16 bytes`);
});

test("a file that the scan marked is given to whoever confirms, by a form of this portal alone (UP-08)", async ({
  newResearcher,
  staff,
}) => {
  const ann = await newResearcher();
  const triager = await staff("triager", "smile-digital-health");
  const check = await writeDraft(ann.request, "smile-digital-health", "check");
  const bytes = randomBytes(3000);
  const address = await upload(ann.request, draftOf(check), "sample.exe", Buffer.concat([bytes, randomBytes(300_000)]));
  const file = address.replace("/api/uploads/", "/api/attachments/");
  const reference = referenceOf(await send(ann.request, await open(ann.request, check.url), "Send report"));
  const urls = await findRunningDatabase(dataDir);
  if (!urls) throw new Error(`no database runs in ${dataDir}`);
  const owner = new URL(urls.superuser);
  owner.pathname = new URL(urls.app).pathname;
  const sql = postgres({ ...connectionOptions(owner.href), max: 1 });
  // No scanner belongs to this portal; lib/attachments/tend.db.test.ts has a real one.
  await sql`update attachments set scan = 'infected', finding = 'Harbour.Test' where public_id = ${file.split("/").at(-1) ?? ""}`;
  await sql.end();

  for (const reader of [ann.request, triager.request]) {
    const refused = await reader.get(file);
    expect([refused.status(), await refused.text()]).toEqual([403, expect.stringContaining("Confirm on the page")]);
    expect((await reader.post(file, { headers: { origin: "https://evil.example" } })).status()).toBe(404);
    expect((await reader.post(file, { headers: origin() })).status()).toBe(403);
    const given = await reader.post(file, { headers: origin(), form: { confirmed: "yes" } });
    expect([given.status(), given.headers()["content-disposition"]]).toEqual([
      200,
      // Nothing runs it by a double click.
      expect.stringContaining('attachment; filename="sample.exe.bin"'),
    ]);
    expect((await given.body()).subarray(0, 3000).equals(bytes)).toBe(true);
  }
  const desk = (await open(triager.request, `/staff/reports/${reference}`)).html;
  expect(desk).toContain("Virus scan: Harbour.Test");
  expect(desk).toMatch(/<input type="checkbox"[^>]*required[^>]*name="confirmed"|name="confirmed"[^>]*required/);
});
