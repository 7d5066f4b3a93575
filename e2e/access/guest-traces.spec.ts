import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, connect as dial, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import postgres from "postgres";
import { connectionOptions } from "../../db/client";
import { findRunningDatabase } from "../../db/embedded";
import { expect, test } from "../fixtures";
import { linkIn, mailsTo, mailTo } from "../mail";
import { becomeListed } from "../people";
import { open, type Page, send } from "../plain-form";
import { type Portal, startPortal } from "../portal";
import { answersOf, DETAILS, draftOf, STEPS, sendAsGuest, shownOnce, writeDraft } from "../reports";

/*
 * Whatever could find a guest again is planted in each of their requests: the address of the network they come from, the
 * headers in which proxies tell one, their browser, the page they came from, a cookie of another site. Afterwards every
 * row of every table, every byte under the data directory (the database's files and log, with every statement in it, and
 * the mails) and all that the portal printed is searched for what was planted.
 */

const port = 3957;
/** Stands in front of the portal and comes to it from the guest's own address. */
const doorPort = port + 1;
const address = `http://127.0.0.1:${doorPort}`;
const GUEST_ADDRESS = "127.83.17.91";
const mark = randomBytes(5).toString("hex");
const PLANTED = [
  GUEST_ADDRESS,
  "203.0.113.77",
  "198.51.100.23",
  "2001:db8:83:17::91",
  `planted-agent-${mark}`,
  `planted-referrer-${mark}`,
  `planted-language-${mark}`,
  `planted-cookie-${mark}`,
  `planted-query-${mark}`,
];
const HEADERS = {
  "x-forwarded-for": "203.0.113.77, 2001:db8:83:17::91",
  "x-real-ip": "198.51.100.23",
  "cf-connecting-ip": "198.51.100.23",
  "true-client-ip": "198.51.100.23",
  forwarded: "for=203.0.113.77",
  referer: `https://planted-referrer-${mark}.example/where`,
  "accept-language": `en;q=0.5, x-planted-language-${mark}`,
};
const dataDir = mkdtempSync(join(tmpdir(), "portal-traces-"));
let portal: Portal;
let door: Server;
const cameFrom = new Set<string>();

test.use({ baseURL: address });
test.describe.configure({ mode: "serial", timeout: 180_000 });

test.beforeAll(async () => {
  door = createServer((guest) => {
    const inside = dial({ port, host: "127.0.0.1", localAddress: GUEST_ADDRESS });
    inside.on("connect", () => cameFrom.add(inside.localAddress ?? ""));
    guest.on("error", () => inside.destroy());
    inside.on("error", () => guest.destroy());
    guest.pipe(inside).pipe(guest);
  });
  portal = await startPortal(port, dataDir, address);
  await new Promise<void>((resolve) => door.listen(doorPort, "127.0.0.1", resolve));
  await withDatabase(async (sql) => {
    await sql`alter system set log_statement = 'all'`;
    await sql`select pg_reload_conf()`;
  });
});

test.afterAll(async () => {
  await portal?.stop();
  door?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function withDatabase<T>(work: (sql: postgres.Sql) => Promise<T>, database?: string): Promise<T> {
  const urls = await findRunningDatabase(dataDir);
  if (!urls) throw new Error(`no database runs in ${dataDir}`);
  const sql = postgres({ ...connectionOptions(urls.superuser), max: 1, ...(database ? { database } : {}) });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** What is found of these in a text, in itself, as bytes in hex, and as base64 wherever that begins. */
function tracesIn(text: string, wanted: readonly string[]): string[] {
  const low = text.toLowerCase();
  return wanted.filter((trace) => {
    const bytes = Buffer.from(trace);
    const shifted = [0, 1, 2].map((by) =>
      Buffer.concat([Buffer.alloc(by), bytes])
        .toString("base64")
        .slice(4, -4),
    );
    return (
      low.includes(trace.toLowerCase()) ||
      low.includes(bytes.toString("hex")) ||
      shifted.some((part) => part.length >= 8 && text.includes(part))
    );
  });
}

/** Every row of every table, as PostgreSQL writes rows out: jsonb as text, bytea as hex. */
function searchRows(wanted: readonly string[]): Promise<{ tables: number; rows: number; found: string[] }> {
  return withDatabase(async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`;
    const found: string[] = [];
    let count = 0;
    for (const { name } of tables) {
      const rows = await sql.unsafe<{ row: string }[]>(`select whole::text as row from ${name} whole`);
      count += rows.length;
      for (const { row } of rows) found.push(...tracesIn(row, wanted).map((trace) => `${name}: ${trace}`));
    }
    return { tables: tables.length, rows: count, found };
  }, "portal");
}

/** Every file under the data directory: the database's own and its log, mails, uploads, keys. */
function searchFiles(wanted: readonly string[]): string[] {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap(({ parentPath, name }) => {
    const path = join(parentPath, name);
    let text = "";
    try {
      text = readFileSync(path).toString("latin1");
    } catch {
      return [];
    }
    return tracesIn(text, wanted).map((trace) => `${path.slice(dataDir.length)}: ${trace}`);
  });
}

async function uploadTo(request: APIRequestContext, draft: string): Promise<void> {
  const rev = /name="_rev" value="(\d+)"/.exec((await open(request, `/report/${draft}/repro`)).html)?.[1] ?? "";
  const file = { name: "trace.txt", mimeType: "text/plain", buffer: Buffer.from("GET /export 200\n") };
  const answer = await request.post(`/api/uploads/form/${draft}`, {
    multipart: { _rev: rev, "files[]": file },
    headers: { origin: address },
  });
  expect(await answer.text()).toContain("trace.txt");
}

async function track(request: APIRequestContext, reference: string, code: string): Promise<Page> {
  return send(request, "/track", "Open the report", { reference, code });
}

test("a guest's whole way leaves no trace of where they come from, in rows, logs, mails and files (AL-09, AL-10)", async ({
  playwright,
}) => {
  const newGuest = () =>
    playwright.request.newContext({
      baseURL: address,
      userAgent: `planted-agent-${mark}`,
      extraHTTPHeaders: HEADERS,
      storageState: {
        cookies: [
          {
            name: "elsewhere",
            value: `planted-cookie-${mark}`,
            domain: "127.0.0.1",
            path: "/",
            expires: -1,
            httpOnly: false,
            secure: false,
            sameSite: "Lax",
          },
        ],
        origins: [],
      },
    });
  const [here, there] = [await newGuest(), await newGuest()];
  const mailbox = `night-heron-${mark}@example.org`;
  const contact = { contact: { identity: "details", contactName: "night-heron", email: mailbox } };

  // Looking around, and what goes wrong.
  for (const path of ["/", "/report?program=cardihab", "/urgent", "/track", "/help", "/nowhere"]) {
    await open(here, `${path}${path.includes("?") ? "&" : "?"}from=planted-query-${mark}`);
  }
  const wrong = await track(here, "SDH-0000-0000", "0000-0000-0000-0000-0000-0000-0000");
  expect(wrong.html).toContain("There is a problem");

  // A draft with a file, its link by mail, and the same draft in another browser up to the receipt.
  const repro = await writeDraft(here, "cardihab", "repro", contact);
  const draft = draftOf(repro);
  await uploadTo(here, draft);
  const mailed = await send(here, `/report/${draft}/link`, "Mail me a link", { email: mailbox });
  expect(mailed.html).toContain("The link is on its way");
  await open(there, linkIn(await mailTo(mailbox, "draft_link", dataDir), "/report/resume"));
  const resume = linkIn(await mailTo(mailbox, "draft_link", dataDir), "/report/resume");
  let page = await send(there, resume, "Open the draft in this browser");
  for (const step of STEPS.slice(STEPS.indexOf("repro"))) {
    expect(new URL(page.url).pathname).toBe(`/report/${draft}/${step}`);
    page = await send(there, page, "Continue", answersOf("cardihab", step, contact));
  }
  const sent = shownOnce(await send(there, page, "Send report"));

  // Back by the code: read, write, save the receipt, look at the file, change the code.
  expect((await open(here, `/reports/${sent.reference}`)).status).toBe(404);
  await track(here, sent.reference, sent.code);
  const report = await send(here, `/reports/${sent.reference}`, "Send message", { "message-text": "It still works." });
  expect(report.status).toBe(200);
  for (const path of ["/receipt", "/receipt.json", "/receipt.txt", "/export.json", "/messages", "/add"]) {
    expect((await open(here, `/reports/${sent.reference}${path}`)).status, path).toBe(200);
  }
  await send(here, `/reports/${sent.reference}/code`, "Make a new code");

  // The urgent lane, and a second report that is claimed by nobody.
  const urgent = await send(there, "/urgent", "Send the urgent notice", {
    program: "cardihab",
    what: DETAILS,
    email: mailbox,
  });
  const notice = shownOnce(urgent);
  expect((await open(there, `/reports/${notice.reference}`)).html).toContain("Complete the full report");
  await sendAsGuest(there, "smile-digital-health", contact);

  // The team reads and answers, so that mails go out.
  const triager = await playwright.request.newContext({ baseURL: address });
  await becomeListed(triager, "triager@cardihab.example");
  await send(triager, `/staff/reports/${sent.reference}`, "Acknowledge</button>");
  await mailTo(mailbox, "report_news", dataDir);
  expect((await mailsTo(mailbox, "report_received", dataDir)).length).toBeGreaterThan(1);
  const cookies = await Promise.all([here, there, triager].map((request) => request.storageState()));
  for (const request of [here, there, triager]) await request.dispose();

  // What is still in memory goes to the files first.
  await withDatabase((sql) => sql`checkpoint`);
  const rows = await searchRows(PLANTED);
  expect(rows.found).toEqual([]);
  expect(rows.tables).toBeGreaterThan(40);
  expect(rows.rows).toBeGreaterThan(500);
  expect(searchFiles(PLANTED)).toEqual([]);
  expect(tracesIn(portal.output(), PLANTED)).toEqual([]);

  // What opens something, or was told in confidence, is in no log either: not in what the portal printed, and not in a
  // statement or its parameters (AL-09). A line is an event, and holds no control character (AL-10).
  const tokens = cookies
    .flatMap((state) => state.cookies.map(({ value }) => value))
    .filter(({ length }) => length >= 20);
  expect(tokens.length).toBeGreaterThanOrEqual(3);
  const link = new URL(resume, address).searchParams.get("token") ?? "";
  const codes = [sent.code, notice.code].flatMap((code) => [code, code.replaceAll("-", "")]);
  const told = ["It still works.", "GET /export 200", "night-heron", DETAILS];
  const secrets = [...tokens, ...codes, link, ...told];
  expect(secrets.filter(({ length }) => length < 10)).toEqual([]);
  expect(tracesIn(portal.output(), secrets)).toEqual([]);
  expect(searchFiles(secrets).filter((found) => !found.startsWith("/mail/"))).toEqual([]);
  // The framework colours what it says of its own start.
  const events = portal.output().split("Ctrl-C stops it.")[1];
  expect(events).not.toMatch(/(?!\n)\p{Cc}/u);
  for (const line of (events ?? "").split("\n")) if (line.startsWith("{")) JSON.parse(line);
});

test("the search finds what is there: in rows of any kind, in the log of statements, in mails, in what was printed", async () => {
  const planted = [`control-text-${mark}`, `control-json-${mark}`, `control-bytes-${mark}`];
  const [text = "", json = "", bytes = ""] = planted;
  await withDatabase(async (sql) => {
    await sql`create table control_of_the_search (t text, j jsonb, b bytea)`;
    await sql`insert into control_of_the_search values (${text}, ${sql.json({ deep: [{ in: json }] })}, ${Buffer.from(bytes)})`;
    await sql`checkpoint`;
  }, "portal");
  const rows = await searchRows(planted);
  expect(rows.found).toEqual(planted.map((trace) => `public.control_of_the_search: ${trace}`));
  const files = searchFiles([...planted, `night-heron-${mark}@example.org`]);
  expect(files).toContain(`/postgres.log: ${text}`);
  // A parameter of bytes stands in the log as hex.
  expect(files).toContain(`/postgres.log: ${bytes}`);
  expect(files.some((found) => /^\/mail\/.*night-heron/.test(found))).toBe(true);
  expect(tracesIn(portal.output(), [address])).toEqual([address]);
  // And the guest did come from the address that was searched for.
  expect([...cameFrom]).toEqual([GUEST_ADDRESS]);
});
