import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImapFlow } from "imapflow";
import { type ParsedMail, simpleParser } from "mailparser";
import { createTransport } from "nodemailer";
import { SMTPServer } from "smtp-server";
import { serveName } from "../../lib/cli/bench/mail/names";
import { DOMAIN, KEY_NAME, KEY_RECORD, signMail } from "../../lib/cli/bench/mail/sender";
import { startDovecot } from "../../lib/mail/in/dovecot.test-data";
import { GnuPg } from "../../lib/pgp/gnupg.test-data";
import { expect, test } from "../fixtures";
import { linkIn } from "../mail";
import { type Portal, startPortal } from "../portal";

// Mail in both directions: a portal that takes mail by SMTP and hands its own to a mail server.
const PORT = 3985;
const MAIL_IN = 3986;
const MAIL_OUT = 3987;
test.use({ baseURL: `http://127.0.0.1:${PORT}` });
test.describe.configure({ mode: "serial", timeout: 180_000 });

const FINDER = `finder@${DOMAIN}`;
const BOX = "security@cardihab.example";
const dataDir = mkdtempSync(join(tmpdir(), "portal-mail-"));
const gpg = new GnuPg();
let portal: Portal;
let mailbox: Awaited<ReturnType<typeof startDovecot>>;
let names: Awaited<ReturnType<typeof serveName>>;
let server: SMTPServer;
let taken = 0;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  mailbox = await startDovecot();
  names = await serveName(KEY_NAME, KEY_RECORD);
  // The finder's mail server: what it takes for them lies in their mailbox.
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onData: (stream, session, answer) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        taken += 1;
        if (session.envelope.rcptTo.some(({ address }) => address === FINDER)) mailbox.deliver(Buffer.concat(parts));
        answer();
      });
    },
  });
  await new Promise<void>((done) => server.listen(MAIL_OUT, "127.0.0.1", done));
  portal = await startPortal(PORT, dataDir, `http://127.0.0.1:${PORT}`, {
    MAIL_IN_LISTEN: `127.0.0.1:${MAIL_IN}`,
    MAIL_IN_DNS: `127.0.0.1:${names.port}`,
    MAIL_URL: `smtp://127.0.0.1:${MAIL_OUT}`,
  });
  // The demonstration's own mails go first; what is walked here must not wait behind them.
  let before = -1;
  const quiet = () => {
    const same = taken > 0 && taken === before;
    before = taken;
    return same;
  };
  await expect.poll(quiet, { timeout: 120_000, intervals: [2000] }).toBe(true);
});
test.afterAll(async () => {
  await portal?.stop();
  await mailbox?.stop();
  await new Promise<void>((done) => server.close(done));
  names?.close();
  gpg.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

let count = 0;

/** Hands a mail to the portal as a mail server does; its domain's signature is what proves its author. */
async function handOver(mail: {
  from: string;
  to: string;
  subject: string;
  text: string;
  answers?: string;
  proven: boolean;
}) {
  count += 1;
  const raw = [
    `From: <${mail.from}>`,
    `To: <${mail.to}>`,
    `Subject: ${mail.subject}`,
    `Message-ID: <journey-${count}@${DOMAIN}>`,
    ...(mail.answers ? [`In-Reply-To: ${mail.answers}`] : []),
    "Content-Type: text/plain; charset=utf-8",
    "",
    mail.text.replaceAll("\n", "\r\n"),
    "",
  ].join("\r\n");
  const transport = createTransport({ host: "127.0.0.1", port: MAIL_IN, ignoreTLS: true });
  const envelope = { from: mail.from, to: [mail.to] };
  const { response } = await transport.sendMail({
    envelope,
    raw: mail.proven ? await signMail(Buffer.from(raw)) : raw,
  });
  transport.close();
  expect(response).toMatch(/^250/);
}

/** The newest mail in the finder's mailbox whose subject says this, read by IMAP as a mail program does. */
async function arrived(subject: string): Promise<ParsedMail> {
  let found: ParsedMail | undefined;
  await expect
    .poll(
      async () => {
        const { hostname, port, username, password } = mailbox.url;
        const auth = { user: username, pass: decodeURIComponent(password) };
        const client = new ImapFlow({ host: hostname, port: Number(port), secure: false, auth, logger: false });
        await client.connect();
        await client.mailboxOpen("INBOX");
        for await (const { source } of client.fetch("1:*", { source: true })) {
          const mail = await simpleParser(source ?? "");
          if (mail.subject?.includes(subject)) found = mail;
        }
        await client.logout();
        return found !== undefined;
      },
      { timeout: 30_000, message: `a mail “${subject}” in the mailbox` },
    )
    .toBe(true);
  if (!found) throw new Error("unreachable");
  return found;
}

test("a report lives by mail alone: arrival, receipt, question, reply; what nobody proved waits for the team", async ({
  staff,
  browser,
}) => {
  gpg.newKey(`Finder <${FINDER}>`, "ed25519");
  const signed = gpg.run(["--armor", "--local-user", FINDER, "--clearsign"], "A line break ends the header early.\n");
  await handOver({ from: FINDER, to: BOX, subject: "Header injection by mail", text: signed.toString(), proven: true });

  const receipt = await arrived("We received your report");
  const reference = /\[(CDH-\w{4}-\w{4})\]/.exec(receipt.subject ?? "")?.[1] ?? "";
  expect(reference).not.toBe("");
  expect(receipt.headers.get("auto-submitted")).toBe("auto-replied");
  expect(`${receipt.text}${receipt.html}`).not.toContain("line break");

  const desk = await (await staff("triager", "cardihab")).page();
  await desk.goto(`/staff/reports/${reference}`);
  await expect(desk.getByRole("heading", { level: 1 })).toContainText("Header injection by mail");
  await expect(desk.getByText("Signed by an unknown key")).toBeVisible();
  await desk.getByLabel("Reply to researcher").fill("Which version did you test?");
  await desk.getByRole("button", { name: "Send to researcher", exact: true }).click();
  await desk.getByRole("button", { name: "Send now", exact: true }).click();

  // The first answer acknowledges the report as well.
  const news = await arrived("News about your report");
  expect(`${news.text}${news.html}`).not.toContain("Which version");
  const replyTo = news.replyTo?.value[0]?.address ?? "";
  expect(replyTo).toMatch(/^security\+r\.[a-z2-7]{32}@cardihab\.example$/);
  await handOver({
    from: FINDER,
    to: replyTo,
    subject: `Re: ${news.subject}`,
    text: `Version 3.1, with the default settings.\n\n> ${(news.text ?? "").replaceAll("\n", "\n> ")}`,
    answers: news.messageId ?? "",
    proven: true,
  });
  await expect
    .poll(
      async () => {
        await desk.goto(`/staff/reports/${reference}`);
        return desk.getByRole("article").filter({ hasText: "Version 3.1, with the default settings." }).count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);

  // The same two words in the browser, by the link that the receipt brought, for whoever has no code yet.
  const finder = await browser.newPage({ baseURL: portal.address });
  await finder.goto(linkIn(receipt, "/track/mail"));
  await finder.getByRole("button", { name: "Open my report" }).click();
  await finder.getByRole("link", { name: /go to the report/ }).click();
  await expect(finder.getByText("Which version did you test?")).toBeVisible();
  await expect(finder.getByText("Version 3.1, with the default settings.")).toBeVisible();
  await finder.close();

  // Nobody's domain signed this one: it waits, nobody is written to, and a person settles it.
  const stranger = "stranger@elsewhere.example";
  await handOver({ from: stranger, to: BOX, subject: "Open bucket", text: "Anybody can list it.", proven: false });
  await expect
    .poll(
      async () => {
        await desk.goto("/staff/mail");
        return desk.getByRole("link", { name: "Open bucket" }).count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  await desk.getByRole("link", { name: "Open bucket" }).click();
  await expect(desk.getByText("Sender not verified").first()).toBeVisible();
  await desk.getByRole("button", { name: "Make it a report" }).click();
  await expect(desk.getByRole("heading", { level: 1 })).toContainText("Open bucket");
});
