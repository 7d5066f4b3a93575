import { connect, type Socket } from "node:net";
import { eq } from "drizzle-orm";
import { createTransport } from "nodemailer";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { connect as connectDatabase } from "@/db/client";
import { incomingMails } from "@/db/schema";
import { openPortal, systemAt } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { rawOf } from "@/lib/mail-in/mutations/load";
import { MAIL_BYTES_AT_MOST } from "@/lib/mail-in/mutations/store";
import { inTransaction } from "@/lib/request/transaction";
import { type ListenerOptions, listenForMail } from "./listener";
import { LOCAL_TLS } from "./tls.test-data";

const database = await testDatabase();
const db = database.app;
const BOX = "security@cardihab.example";
const open: { close: () => Promise<void> }[] = [];

beforeAll(async () => {
  await openPortal(db);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()));
});

async function listen(options: Partial<ListenerOptions> = {}): Promise<number> {
  const context = systemAt(db);
  const listener = await listenForMail({
    protocol: "smtp",
    host: "127.0.0.1",
    port: 0,
    name: "portal.example",
    context,
    ...options,
  });
  open.push(listener);
  return listener.port;
}

let count = 0;
function mail(size = 0): string {
  count += 1;
  return `From: ada@example.org\r\nTo: ${BOX}\r\nSubject: number ${count}\r\n\r\nText.\r\n${"x".repeat(size)}\r\n`;
}

function send(port: number, raw: string, options: { to?: string; requireTLS?: boolean } = {}) {
  const transport = createTransport({
    host: "127.0.0.1",
    port,
    requireTLS: options.requireTLS ?? false,
    tls: { rejectUnauthorized: false },
  });
  const envelope = { from: "ada@example.org", to: [options.to ?? BOX] };
  return transport.sendMail({ envelope, raw }).then(
    ({ response }) => response,
    (error: { responseCode?: number; response?: string }) => error.response ?? "no answer",
  );
}

/** Mails as they are kept, with these words in them. */
async function keptWith(words: string): Promise<Buffer[]> {
  const rows = await inTransaction(systemAt(db), (tx) => tx.db.select().from(incomingMails));
  return rows.map(rawOf).filter((raw) => raw.includes(words));
}

/** A conversation in plain lines; `say` gives the answer. */
async function talk(port: number, lines: readonly string[] = []) {
  const socket: Socket = connect(port, "127.0.0.1");
  const heard = () => new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString().trim())));
  const answers = [await heard()];
  const say = async (line: string): Promise<string> => {
    socket.write(`${line}\r\n`);
    const said = await heard();
    answers.push(said);
    return said;
  };
  for (const line of lines) await say(line);
  return { socket, say, answers, close: () => socket.destroy() };
}

const UP_TO_DATA = ["EHLO me", "MAIL FROM:<ada@example.org>", `RCPT TO:<${BOX}>`, "DATA"];

describe("mail over SMTP", () => {
  test("is durable when the sender hears 250, byte for byte", async () => {
    const raw = mail();
    expect(await send(await listen(), raw)).toMatch(/^250 2\.0\.0/);
    expect((await keptWith(`number ${count}\r\n`)).map(String)).toEqual([raw]);
    const [job] = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(incomingMails).where(eq(incomingMails.state, "stored")).limit(1),
    );
    expect(job?.source).toBe("smtp");
  });

  test("to an address with a tag arrives, to nobody's it is refused at once", async () => {
    const port = await listen();
    expect(await send(port, mail(), { to: "security+r.abcdefghijklmnopqrstuvwxyz234567@cardihab.example" })).toMatch(
      /^250/,
    );
    expect(await send(port, mail(), { to: "else@cardihab.example" })).toMatch(/^550 5\.1\.1/);
    expect(await keptWith(`number ${count}\r\n`)).toEqual([]);
  });

  test("with the database away it is refused for now, and said to no one as received (FT-03)", async () => {
    const gone = connectDatabase("postgres://portal_app:none@127.0.0.1:9/none", { max: 1, name: "gone" });
    const port = await listen({ context: systemAt(gone) });
    expect(await send(port, mail())).toMatch(/^451 4\.3\.0/);
    await gone.$client.end({ timeout: 1 });
  });

  test("a database that goes between RCPT and the last line: 451, and nothing is kept", async () => {
    const own = connectDatabase(database.appUrl, { max: 1, name: "going" });
    const { say, answers, close } = await talk(await listen({ context: systemAt(own) }), UP_TO_DATA);
    expect(answers.at(-1)).toMatch(/^354/);
    await own.$client.end({ timeout: 1 });
    expect(await say("Subject: lost on the way\r\n\r\nx\r\n.")).toMatch(/^451 4\.3\.0/);
    close();
    expect(await keptWith("lost on the way")).toEqual([]);
  });

  test("larger than is taken: said at MAIL FROM where the sender tells, after the last line where not", async () => {
    const port = await listen();
    const declared = await talk(port, ["EHLO me", `MAIL FROM:<ada@example.org> SIZE=${MAIL_BYTES_AT_MOST + 1}`]);
    expect(declared.answers.at(-1)).toMatch(/^552/);
    declared.close();
    const { socket, say, close } = await talk(port, UP_TO_DATA);
    const line = Buffer.from(`${"y".repeat(998)}\r\n`.repeat(1000));
    for (let sent = 0; sent <= MAIL_BYTES_AT_MOST; sent += line.length) {
      if (!socket.write(line)) await new Promise((resolve) => socket.once("drain", resolve));
    }
    expect(await say(".")).toMatch(/^552 5\.3\.4/);
    close();
  });

  test("more at once than memory is given for is asked to come later", async () => {
    const port = await listen({ heldAtMost: 1000 });
    expect(await send(port, mail(5000))).toMatch(/^452 4\.3\.1/);
    expect(await send(port, mail())).toMatch(/^250/);
  });

  test("a sender that hangs up in the middle has sent nothing", async () => {
    const port = await listen();
    const { socket, close } = await talk(port, UP_TO_DATA);
    socket.write("Subject: half a mail\r\n");
    close();
    expect(await send(port, mail())).toMatch(/^250/);
    expect(await keptWith("half a mail")).toEqual([]);
  });

  test("offers STARTTLS with a certificate, and not without", async () => {
    expect(await send(await listen({ tls: LOCAL_TLS }), mail(), { requireTLS: true })).toMatch(/^250/);
    const { answers, close } = await talk(await listen(), ["EHLO me"]);
    expect(answers[1]).not.toContain("STARTTLS");
    expect(answers[1]).not.toContain("AUTH");
    close();
  });
});

test("LMTP answers for each recipient", async () => {
  const port = await listen({ protocol: "lmtp" });
  const to = [BOX, "security+news@cardihab.example"];
  const named = to.map((one) => `RCPT TO:<${one}>`);
  const { say, close } = await talk(port, ["LHLO me", "MAIL FROM:<>", ...named, "DATA"]);
  const said = await say("Subject: by LMTP\r\n\r\nx\r\n.");
  close();
  expect(said.split("\r\n").map((line) => line.slice(0, 3))).toEqual(["250", "250"]);
  expect(await keptWith("by LMTP")).toHaveLength(1);
});
