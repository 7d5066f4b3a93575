import { simpleParser } from "mailparser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encryptTo } from "@/lib/pgp/encrypt";
import { GnuPg } from "@/lib/pgp/gnupg.test-data";
import { encryptedMessageBytes } from "./message";

const gpg = new GnuPg();
let key: string;
beforeAll(() => {
  key = gpg.newKey("Rä <r@example.org>", "ed25519");
});
afterAll(() => gpg.remove());

const now = new Date();
const message = {
  from: { name: "Smile Digital Health – “Team”", address: "security@smile.example" },
  to: "r@example.org",
  subject: "[SDH-7K3F-9QX6] We received your report",
  text: "Grüße: there is news.\n.\nFrom here on\n",
  html: "<p>Grüße: there is news.</p>\n",
  messageId: "<abc@portal.example>",
  date: new Date("2026-11-28T12:00:00Z"),
};

test("is PGP/MIME of exactly two parts, and GnuPG gives back the mail inside", async () => {
  const bytes = await encryptedMessageBytes(message, (entity) => encryptTo([key], entity, now));
  const raw = bytes.toString("latin1");
  expect(raw).not.toContain("there is news");
  const mail = await simpleParser(bytes);
  expect(mail.headers.get("content-type")).toMatchObject({
    value: "multipart/encrypted",
    params: { protocol: "application/pgp-encrypted" },
  });
  expect(mail.subject).toBe(message.subject);
  expect(mail.from?.value).toEqual([message.from]);
  expect(mail.messageId).toBe(message.messageId);
  expect(mail.date).toEqual(message.date);
  expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
  expect(mail.text ?? "").toBe("");
  const [version, sealed, ...more] = mail.attachments;
  expect(more).toEqual([]);
  expect(version).toMatchObject({ contentType: "application/pgp-encrypted" });
  expect(version?.content.toString().trim()).toBe("Version: 1");
  expect(sealed?.contentType).toBe("application/octet-stream");

  const inner = await simpleParser(gpg.decrypt(sealed?.content.toString() ?? ""));
  expect(inner.text).toBe(message.text);
  expect(inner.html).toBe(message.html);
});

test("is no message at all where encryption fails", async () => {
  const broken = encryptedMessageBytes(message, () => Promise.reject(new Error("no key")));
  await expect(broken).rejects.toThrow("no key");
});
