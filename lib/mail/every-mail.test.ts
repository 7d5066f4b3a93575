import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import type { MailParams, MailTemplate } from "@/lib/notifications/templates/catalogue";
import { letterHtml, letterText } from "@/lib/notifications/templates/letter";
import { letterOf } from "@/lib/notifications/templates/letters";
import { messageBytes } from "./message";

const origin = "https://disclosure.example.org";

/** What somebody might get into a name or a reference to write headers and links of their own (EM-01, EM-02). */
const HOSTILE =
  'Evil\r\nBcc: all@evil.example\r\n\r\nnow the body\u2028Cc: x@evil.example%0d%0aBcc: y@evil.example =?utf-8?Q?=0D=0ABcc:_z@evil.example?= <a href="https://evil.example/">click</a><img src="https://evil.example/x.png">"><script>alert(1)</script>';
const program = HOSTILE;
const programSlug = HOSTILE;
const reference = HOSTILE;
const path = "/a/path?token=x";
const zone = "America/Toronto";

/** Every template, with words that mean harm wherever it takes words. A template that is missing here is a type error. */
const PARAMS: { [T in MailTemplate]: MailParams[T] } = {
  verify_email: { path },
  address_already_known: {},
  reset_password: { path },
  password_changed: {},
  second_factor_added: {},
  invitation: { path, programSlug, role: HOSTILE },
  key_changed: { change: "replaced" },
  key_test: {},
  key_failed: { guest: false },
  program_key_ending: { programSlug, daysLeft: 7 },
  webhook_paused: { programSlug, webhook: "0".repeat(32), because: "failing" },
  report_received: { reference, program, zone, promises: [HOSTILE], replies: true },
  draft_ending: { program, endsAt: "2026-11-29T15:00:00Z", zone },
  draft_link: { program, path, savedAt: "2026-11-29T15:00:00Z", zone },
  report_news: { reference, program, what: "message", text: HOSTILE },
  credit_asked: { program, path, again: true },
  staff_news: { reference, program, what: "received" },
  reading_unusual: { programSlug, kind: "opened" },
  inquiry_news: { program, path, what: "answered" },
  inquiry_staff_news: { program, path },
  on_call_test: { program },
  on_call_ended: { program },
  clock_news: { items: [{ reference, program, clock: "acknowledge", threshold: "over" }] },
  digest: { items: [{ reference, program, event: "reporter.message", times: 2 }] },
  policy_news: { programSlug, path, what: "published" },
  policy_changed: { program },
};

const templates = Object.keys(PARAMS) as MailTemplate[];

describe("every mail of the portal, with words that mean harm", () => {
  test.each(templates)("%s: one message to its recipient, its headers intact (EM-01)", async (template) => {
    const letter = letterOf(template, PARAMS[template], origin);
    const bytes = await messageBytes({
      from: { name: HOSTILE, address: "security@example.org" },
      to: "ann@example.org",
      subject: letter.subject,
      text: letterText(letter),
      html: letterHtml(letter),
      messageId: "<abc@example.org>",
      date: new Date("2026-11-28T12:00:00Z"),
      replyTo: "security+r.abc@example.org",
    });
    const head = bytes.toString("latin1").split("\r\n\r\n", 1)[0] ?? "";
    const names = head
      .replaceAll(/\r\n[ \t]+/g, " ")
      .split("\r\n")
      .map((line) => line.split(":", 1)[0]?.toLowerCase());
    expect(new Set(names).size, head).toBe(names.length);
    expect(names).not.toContain("bcc");
    expect(names).not.toContain("cc");
    // Nothing but printable ASCII: a reader that undoes an encoding twice finds no line end.
    expect(head.replaceAll("\r\n", "")).toMatch(/^[\x20-\x7e\t]*$/);
    const mail = await simpleParser(bytes);
    expect(mail.from?.value.map(({ address }) => address)).toEqual(["security@example.org"]);
    expect([mail.to].flat().flatMap((list) => list?.value.map(({ address }) => address))).toEqual(["ann@example.org"]);
    expect(mail.replyTo?.value.map(({ address }) => address)).toEqual(["security+r.abc@example.org"]);
    expect([mail.cc, mail.bcc, mail.attachments.length]).toEqual([undefined, undefined, 0]);
    expect(mail.subject).not.toMatch(/[\r\n]/);
  });

  test.each(templates)("%s: names are text, and every link leads to the portal (EM-02)", (template) => {
    const html = letterHtml(letterOf(template, PARAMS[template], origin));
    const tags = [...html.matchAll(/<\/?([a-z0-9!]+)[^>]*>/gi)].map(([, name = ""]) => name.toLowerCase());
    const known = ["!doctype", "html", "head", "meta", "title", "body", "p", "pre", "a", "br", "ul", "li"];
    expect(tags.filter((tag) => !known.includes(tag))).toEqual([]);
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
    expect(links.filter((href) => !href.startsWith(`${origin}/`))).toEqual([]);
    expect([...html.matchAll(/<a\b/g)]).toHaveLength(links.length);
  });
});
