import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readMail } from "../mail-in/read";
import { GnuPg } from "./gnupg.test-data";
import { judgeSignature } from "./signature";

const gpg = new GnuPg();
const now = new Date();
const ADA = "Ada <ada@example.org>";
let ada: string;
let other: string;

beforeAll(() => {
  ada = gpg.newKey(ADA, "ed25519");
  other = gpg.newKey("Other <other@example.org>", "rsa3072");
});
afterAll(() => gpg.remove());

const sign = (how: readonly string[], text: string, as = "ada@example.org") =>
  gpg.run(["--armor", "--local-user", as, ...how], text).toString();

/** A signed mail as a mail program makes it (RFC 3156 §5); what is signed ends its lines with CRLF. */
function signedMail(text: string, options: { as?: string; html?: string } = {}): string {
  const plain = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${text}\r\n`;
  const part = options.html
    ? `Content-Type: multipart/alternative; boundary="in"\r\n\r\n--in\r\n${plain}--in\r\nContent-Type: text/html\r\n\r\n${options.html}\r\n--in--\r\n`
    : plain;
  const signature = sign(["--detach-sign", "--digest-algo", "SHA512"], part, options.as).replaceAll("\n", "\r\n");
  return `From: ${ADA}\r\nTo: security@cardihab.example\r\nSubject: Header injection\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; micalg=pgp-sha512;\r\n protocol="application/pgp-signature"; boundary="out=_1"\r\n\r\nThis is an OpenPGP/MIME signed message.\r\n--out=_1\r\n${part}\r\n--out=_1\r\nContent-Type: application/pgp-signature; name="signature.asc"\r\n\r\n${signature}\r\n--out=_1--\r\n`;
}

async function judged(raw: string | Buffer, keys: readonly string[] = [ada]) {
  const mail = await readMail(Buffer.from(raw));
  return mail?.signed ? judgeSignature(mail.signed, keys, now) : null;
}

const good = () => ({ kind: "good", fingerprint: gpg.fingerprint("ada@example.org") });

describe("a mail signed with GnuPG (PGP/MIME)", () => {
  test("good: with CRLF as it travelled, with LF as a mailbox keeps it, and with parts inside", async () => {
    const raw = signedMail("A line=20\r\n\r\n-- \r\nAda");
    expect(await judged(raw)).toEqual(good());
    expect(await judged(raw.replaceAll("\r\n", "\n"))).toEqual(good());
    expect(await judged(raw, [other, ada])).toEqual(good());
    expect(await judged(signedMail("Both", { html: "<p>Both</p>" }))).toEqual(good());
  });

  test("bad: a changed word, a changed header of the part, another's signature under our key's name", async () => {
    const raw = signedMail("Pay nothing.");
    for (const changed of [
      raw.replace("Pay nothing", "Pay all"),
      raw.replace("quoted-printable", "8bit"),
      raw.replace("This is an", "Content-Type: text/plain\r\n\r\n--out=_1\r\n\r\nPay all.\r\n--out=_1\r\n"),
      raw.replace(/-----BEGIN PGP SIGNATURE-----\r\n\r\n.{12}/, "-----BEGIN PGP SIGNATURE-----\r\n\r\nAAAAAAAAAAAA"),
    ]) {
      expect(await judged(changed)).not.toMatchObject({ kind: "good" });
    }
    expect(await judged(raw.replace("Pay nothing", "Pay all"))).toMatchObject({ kind: "bad" });
  });

  test("unknown: by a key that we do not have of this sender, and named by its id", async () => {
    expect(await judged(signedMail("Hello"), [other])).toMatchObject({
      kind: "unknown",
      keyId: expect.stringMatching(/^[0-9A-F]{16}$/),
    });
    expect(await judged(signedMail("Hello", { as: "other@example.org" }))).toMatchObject({ kind: "unknown" });
    expect(await judged(signedMail("Hello"), [])).toMatchObject({ kind: "unknown" });
  });
});

describe("a text that carries its signature", () => {
  const inline = (text: string) =>
    `From: ${ADA}\r\nTo: x@example.org\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${sign(["--clearsign"], text).replaceAll("\n", "\r\n")}`;

  test("good, bad and unknown", async () => {
    const raw = inline("Header injection, ümläut.\n- a dash\n");
    expect(await judged(raw)).toEqual(good());
    expect(await judged(raw.replace("injection", "Injection"))).toMatchObject({ kind: "bad" });
    expect(await judged(raw, [other])).toMatchObject({ kind: "unknown" });
  });

  test("a mail without a signature has no standing, and a damaged one is bad", async () => {
    const plain = `From: ${ADA}\r\nTo: x@example.org\r\nSubject: x\r\n\r\nHello\r\n`;
    expect(await judged(plain)).toBeNull();
    const damaged = inline("Hello\n").replace(/(-----BEGIN PGP SIGNATURE-----\r\n\r\n)[^-]+/, "$1????\r\n");
    expect(await judged(damaged)).toEqual({ kind: "bad", keyId: null });
  });
});
