import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { Upload } from "tus-js-client";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { bytesInWords, PART_BYTES, UPLOAD_LIMITS } from "@/lib/attachments/accepted";
import { type Browser, hiddenFields, signedIn } from "./browser";
import { startPortal } from "./portal";
import { forgetPeak, peakMemory } from "./processes";

/**
 * The claim under test: the largest file passes a real portal in both directions, through a cut of the connection, and
 * memory does not grow with it. Ends with 1 when what comes back is not what was sent.
 */

const MB = 1024 * 1024;
const { values: options } = parseArgs({ options: { port: { type: "string", default: "3976" } } });
const say = (line: string) => process.stdout.write(`${line}\n`);

const seconds = (from: number) => ((performance.now() - from) / 1000).toFixed(1);

async function largestFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  async function* pieces() {
    for (let at = 0; at < UPLOAD_LIMITS.resumableBytes; at += MB) {
      const piece = randomBytes(MB);
      hash.update(piece);
      yield piece;
    }
  }
  await pipeline(pieces(), createWriteStream(path));
  return hash.digest("hex");
}

async function newDraft(browser: Browser): Promise<string> {
  const path = `/report?program=${smileDigitalHealthPolicy.program}`;
  const { body } = await browser.get(path);
  const { location } = await browser.post(path, hiddenFields(body, "Start a report"));
  const draft = /\/report\/([0-9a-f]{32})\//.exec(location)?.[1];
  if (!draft) throw new Error(`no draft was started: ${location}`);
  return draft;
}

/** One run of the client until the file is there, or until `cutAt` bytes have left; the address of the upload. */
function send(browser: Browser, path: string, draft: string, from: string | null, cutAt: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload: Upload = new Upload(createReadStream(path), {
      endpoint: `${browser.origin}/api/uploads`,
      ...(from ? { uploadUrl: from } : {}),
      chunkSize: PART_BYTES,
      retryDelays: null,
      headers: { cookie: browser.cookie, origin: browser.origin },
      metadata: { place: draft, filename: "largest.zip" },
      onProgress: (sent) => {
        if (sent < cutAt) return;
        // In the middle of a part: its connection is closed, and nobody tells the portal why.
        void upload.abort().then(() => resolve(upload.url ?? ""));
      },
      onSuccess: () => resolve(upload.url ?? ""),
      onError: reject,
    });
    upload.start();
  });
}

function downloadedHash(browser: Browser, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const hash = createHash("sha256");
    get(new URL(path, browser.origin), { headers: { cookie: browser.cookie } }, (answer) => {
      answer.on("data", (piece: Buffer) => hash.update(piece));
      answer.on("error", reject);
      answer.on("end", () => resolve(answer.statusCode === 200 ? hash.digest("hex") : `status ${answer.statusCode}`));
    }).on("error", reject);
  });
}

async function main(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), "portal-bench-files-"));
  const path = join(dataDir, "largest.zip");
  const sha256 = await largestFile(path);
  const portal = await startPortal({ dataDir, port: Number(options.port) });
  try {
    const browser = await signedIn(portal.origin, "researcher-a@example.org");
    const draft = await newDraft(browser);
    const rows: [string, string][] = [["File", bytesInWords(UPLOAD_LIMITS.resumableBytes)]];
    const memory = (what: string) => rows.push([what, `${Math.round(peakMemory(portal.pid))} MiB`]);

    forgetPeak(portal.pid);
    memory("Resident memory of the server before");
    const sending = performance.now();
    const cutAt = Math.floor(UPLOAD_LIMITS.resumableBytes * 0.41);
    const address = await send(browser, path, draft, null, cutAt);
    rows.push(["Connection cut after", bytesInWords(cutAt)]);
    await send(browser, path, draft, address, Number.POSITIVE_INFINITY);
    rows.push(["Seconds to upload, with the cut", seconds(sending)]);
    memory("Peak while it was uploaded");

    forgetPeak(portal.pid);
    const plain = randomBytes(UPLOAD_LIMITS.plainBytes);
    const form = await browser.post(
      `/api/uploads/form/${draft}`,
      {},
      { field: "files[]", name: "a.zip", bytes: plain },
    );
    rows.push(["A form with a file of 25 MB", form.location.includes("files=kept") ? "kept" : `${form.status}`]);
    memory("Peak while the form arrived");

    forgetPeak(portal.pid);
    const taking = performance.now();
    const came = await downloadedHash(browser, new URL(address).pathname.replace("/uploads/", "/attachments/"));
    rows.push(["Seconds to download", seconds(taking)]);
    memory("Peak while it was downloaded");
    rows.push(["SHA-256 of what came back", came === sha256 ? "the same" : `another: ${came}`]);
    browser.close();
    say(`\n| What | Figure |\n|---|---|\n${rows.map(([what, value]) => `| ${what} | ${value} |`).join("\n")}\n`);
    return came === sha256 ? 0 : 1;
  } finally {
    await portal.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

process.exitCode = await main();
