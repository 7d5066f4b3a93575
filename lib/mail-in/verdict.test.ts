import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressToken, readRecipient, taggedAddress } from "./addresses";
import { contentDigest, type ReadMail, readMail } from "./read";
import { mailAsMarkdown, titleOf, withoutOurSecrets, withoutQuotedTail } from "./text";
import { judgeMail, type Known } from "./verdict";

const raw = (name: string) => readFileSync(join(import.meta.dirname, "fixtures", `${name}.eml`));

async function fixture(name: string): Promise<ReadMail> {
  const mail = await readMail(raw(name));
  if (mail === null) throw new Error(`${name} could not be read`);
  return mail;
}

const known: Known = {
  envelopeFrom: "ada@example.org",
  verified: true,
  reply: null,
  ours: ["security@cardihab.example", "no-reply@portal.example"],
  fromStaff: false,
  duplicate: false,
  namesReport: false,
  tooMany: false,
};
const person = { standing: "valid", person: "ada@example.org" } as const;

/** fixture, what is known besides, verdict (EM-04, EM-06, EM-09, EM-11, EM-16). */
const TABLE: [string, Partial<Known>, string][] = [
  ["plain", {}, "report"],
  ["plain", { verified: false }, "waits unverified_sender"],
  ["plain", { verified: false, fromStaff: true }, "waits poses_as_staff"],
  ["plain", { fromStaff: true }, "report"],
  ["plain", { envelopeFrom: null }, "report"],
  ["plain", { envelopeFrom: "" }, "ended auto_reply"],
  ["plain", { duplicate: true }, "ended duplicate"],
  ["plain", { namesReport: true }, "waits names_a_report"],
  ["plain", { tooMany: true }, "waits many_from_sender"],
  ["html-only", {}, "report"],
  ["eight-bit", {}, "report"],
  ["broken-mime", {}, "report"],
  ["forwarded", {}, "report"],
  ["pgp-mime", {}, "report"],
  ["pgp-inline", {}, "report"],
  ["auto-reply", {}, "ended auto_reply"],
  ["auto-reply", { reply: person }, "ended auto_reply"],
  ["vacation-of-old", {}, "ended auto_reply"],
  ["list", {}, "waits automatic"],
  ["scanner", {}, "waits automatic"],
  ["scanner", { duplicate: true }, "ended duplicate"],
  ["bounce", { envelopeFrom: "", verified: false }, "ended bounce"],
  ["our-own", {}, "ended loop"],
  ["our-own", { ours: [] }, "ended loop"],
  ["plain", { ours: ["ada@example.org"] }, "ended loop"],
  ["reply", { reply: person }, "reply"],
  ["reply", { reply: person, verified: false }, "waits unverified_sender"],
  ["reply", { reply: person, verified: false, fromStaff: true }, "waits poses_as_staff"],
  ["reply", { reply: { standing: "valid", person: "eve@example.org" } }, "waits not_the_person"],
  ["reply", { reply: { standing: "not_valid" } }, "waits token_not_valid"],
  ["reply", { reply: person, duplicate: true }, "ended duplicate"],
  ["two-authors", {}, "waits unverified_sender"],
  ["no-author", {}, "waits unverified_sender"],
];

describe("judgeMail", () => {
  test.each(TABLE)("%s with %o: %s", async (name, besides, expected) => {
    const verdict = judgeMail(await fixture(name), { ...known, ...besides });
    expect("reason" in verdict ? `${verdict.kind} ${verdict.reason}` : verdict.kind).toBe(expected);
  });

  test("what cannot be taken apart waits for staff", () => {
    expect(judgeMail(null, known)).toEqual({ kind: "waits", reason: "unreadable" });
  });

  test("nobody's word counts without a signature, and nothing automatic becomes anything", () => {
    const signals = fc.record({
      autoSubmitted: fc.constantFrom(null, "no", "auto-replied", "auto-generated"),
      autoReply: fc.boolean(),
      bulk: fc.boolean(),
      report: fc.boolean(),
      hops: fc.nat(200),
      ours: fc.boolean(),
    });
    const besides = fc.record({
      envelopeFrom: fc.constantFrom(null, "", "ada@example.org"),
      verified: fc.boolean(),
      reply: fc.constantFrom(null, person, { standing: "not_valid" } as const),
      fromStaff: fc.boolean(),
      duplicate: fc.boolean(),
      namesReport: fc.boolean(),
      tooMany: fc.boolean(),
    });
    fc.assert(
      fc.property(signals, besides, (given, facts) => {
        const mail = { from: { address: "ada@example.org", name: "" }, signals: given } as ReadMail;
        const { kind } = judgeMail(mail, { ...known, ...facts });
        if (kind !== "report" && kind !== "reply") return;
        expect(facts.verified && !facts.duplicate).toBe(true);
        expect([given.autoReply, given.bulk, given.report, given.ours]).toEqual([false, false, false, false]);
        expect(["no", null]).toContain(given.autoSubmitted);
        if (kind === "reply") expect(facts.reply).toEqual(person);
      }),
    );
  });
});

describe("readMail", () => {
  test("HTML alone becomes text: no script, no picture that is fetched", async () => {
    const { text, subject } = await fixture("html-only");
    expect(subject).toBe("Ein Bericht über den Export");
    expect(text).toMatch(/The name is not escaped\. See here\s\[https:\/\/t\.example\/x\]/);
    expect(text).not.toContain("alert");
  });

  test("8-bit bytes are read by the charset that the mail names", async () => {
    expect((await fixture("eight-bit")).text).toBe("Die Lücke steckt im Export.\n");
  });

  test("a boundary that never ends, a charset nobody knows and broken base64 lose nothing", async () => {
    const { text, files } = await fixture("broken-mime");
    expect(text).toContain("The boundary never ends.");
    expect(files.map(({ name, content }) => [name, content.subarray(1, 4).toString()])).toEqual([["proof.png", "PNG"]]);
  });

  test("a forwarded mail is a file, and its headers speak for nobody", async () => {
    const { files, signals, from } = await fixture("forwarded");
    expect(files.map(({ name }) => name)).toEqual(["part-1.eml"]);
    expect(files[0]?.content.toString()).toContain("someone@example.com");
    expect([signals.autoSubmitted, from?.address]).toEqual([null, "ada@example.org"]);
  });

  test.each(["pgp-mime", "pgp-inline", "efail"])(
    "%s: the encrypted message is kept as it came, apart from what stands around it (EM-12)",
    async (name) => {
      const { encrypted, text } = await fixture(name);
      expect(encrypted).toMatch(/^-----BEGIN PGP MESSAGE-----\s[\s\S]+-----END PGP MESSAGE-----$/);
      expect(text).not.toContain("PGP MESSAGE");
      expect(text).not.toContain("<img");
    },
  );

  test("what stands around an inline message stays beside it", async () => {
    expect((await fixture("pgp-inline")).text).toBe("Please find my report:\n\n\n\nAda");
  });

  test("a delivery report tells the failure that is for good, and no other", async () => {
    expect((await fixture("bounce")).failure).toBe("5.1.1");
    expect((await fixture("bounce-for-now")).failure).toBeNull();
    expect((await fixture("plain")).failure).toBeNull();
  });

  test("a file of an old program is a file like any other", async () => {
    expect((await fixture("winmail")).files.map(({ name }) => name)).toEqual(["winmail.dat"]);
  });

  test("the recipients of a reply hold its token, and what it answers the nearest first", async () => {
    const { recipients, answers } = await fixture("reply");
    expect(recipients.map(readRecipient)).toEqual([
      { mailbox: "security@cardihab.example", tag: { purpose: "reply", token: "abcdefghijklmnopqrstuvwxyz234567" } },
    ]);
    expect(answers).toEqual(["<question@portal.example>", "<root@portal.example>"]);
  });

  test.each([
    ["10,000 parts", `--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n`.repeat(10_000)],
    [
      "1,000 nestings",
      Array.from(
        { length: 1000 },
        (_, n) => `--b${n || ""}\r\nContent-Type: multipart/mixed; boundary=b${n + 1}\r\n\r\n`,
      ).join(""),
    ],
  ])("%s: not taken apart, in bounded time (EM-11)", async (_what, body) => {
    const started = performance.now();
    const head = "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    expect(await readMail(Buffer.from(head + body))).toBeNull();
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("nothing at all is no mail", async () => {
    expect(await readMail(Buffer.alloc(0))).toBeNull();
  });

  test("two copies of a mail that took different ways say the same, another text does not", async () => {
    const other = raw("plain").toString().replace("mx.example.org", "other.example.org").replace("<plain@", "<again@");
    const copy = await readMail(Buffer.from(other));
    const changed = await readMail(Buffer.from(other.replace("Hello", "Hullo")));
    const digest = contentDigest(await fixture("plain"));
    expect(copy && contentDigest(copy)).toBe(digest);
    expect(changed && contentDigest(changed)).not.toBe(digest);
  });
});

describe("the words of a mail", () => {
  test("a reply loses the quotation that ends it and the secrets of our mails", async () => {
    const { text } = await fixture("reply");
    expect(withoutQuotedTail(text)).toBe("It is version 3.");
    const kept = withoutOurSecrets(text);
    expect(kept).not.toContain("AAAAAAAA");
    expect(kept).not.toContain("abcdefghijklmnopqrstuvwxyz234567");
    expect(kept).toContain("<security@cardihab.example> wrote:");
  });

  test.each([
    ["> Which one?\nThe third.", "> Which one?\nThe third."],
    ["Above.\n\n> Which one?\nThe third.\n> And?\nNone.", "Above.\n\n> Which one?\nThe third.\n> And?\nNone."],
    ["> only quoted", "> only quoted"],
    ["Am 3.4. schrieb Team:\n> x", "Am 3.4. schrieb Team:\n> x"],
    ["Ja.\n\nAm 3.4. um 12:00 schrieb Team:\n> x\n\n", "Ja."],
    ["No quotation.\n\n", "No quotation.\n\n"],
  ])("%j", (text, expected) => expect(withoutQuotedTail(text)).toBe(expected));

  test("lines stay lines, and what looks like HTML stays text outside of code", () => {
    expect(mailAsMarkdown("a\nb\n\n<img src=x>\n```\n<b>\nc\n```\n    <i>\n`<u>`\n<https://x.example>")).toBe(
      "a  \nb\n\n\\<img src=x>\n```\n<b>\nc\n```\n    <i>\n`<u>`  \n<https://x.example>",
    );
  });

  test.each([
    ["Re: AW: Fwd:  Header\r\n injection", "", "Header injection"],
    ["", "\n\nFirst words here\nmore", "First words here"],
    ["", "", "Report by mail"],
    ["x".repeat(200), "", `${"x".repeat(149)}…`],
  ])("the title of %j", (subject, text, expected) => expect(titleOf(subject, text, 150)).toBe(expected));
});

describe("addresses", () => {
  test("every token comes back, whatever a mail server does to the letters", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 20, maxLength: 20 }),
        fc.constantFrom("reply", "bounce"),
        (bytes, purpose) => {
          const tag = { purpose, token: addressToken(bytes) };
          const address = taggedAddress("security@cardihab.example", tag);
          expect(readRecipient(address.toUpperCase())).toEqual({ mailbox: "security@cardihab.example", tag });
        },
      ),
    );
  });

  test.each([
    ["security+news@x.example", "security@x.example"],
    ["security+r.tooshort@x.example", "security@x.example"],
    ["not an address", null],
  ])("%s has no tag", (address, mailbox) => {
    expect(readRecipient(address)).toEqual(mailbox === null ? null : { mailbox, tag: null });
  });
});
