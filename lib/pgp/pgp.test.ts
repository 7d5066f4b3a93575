import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blockKind, fingerprintGroups, PRIVATE_KEY } from "./blocks";
import { encryptTo } from "./encrypt";
import { GnuPg } from "./gnupg.test-data";
import { openpgp } from "./openpgp";
import { readPublicKey } from "./read-key";
import { addressedTo, readEncryptedMessage } from "./read-message";
import { verifyCleartext } from "./verify";

const gpg = new GnuPg();
const now = new Date();
const DAY = 86_400_000;
let ed: string;
let rsa: string;

beforeAll(() => {
  ed = gpg.newKey("Team <team@example.org>", "ed25519");
  rsa = gpg.newKey("Old <old@example.org>", "rsa3072", "never");
});
afterAll(() => gpg.remove());

async function refusal(text: string, at = now): Promise<string> {
  const read = await readPublicKey(text, at);
  return read.ok ? `accepted ${read.key.algorithm}` : read.message;
}

describe("a public key made by GnuPG", () => {
  test("Curve25519: fingerprint, owner, algorithm and end", async () => {
    const read = await readPublicKey(ed, now);
    if (!read.ok) throw new Error(read.message);
    expect(read.key.fingerprint).toBe(gpg.fingerprint("team@example.org"));
    expect(read.key).toMatchObject({ algorithm: "Ed25519 with Curve25519", userIds: ["Team <team@example.org>"] });
    expect(read.key.keyIds).toHaveLength(2);
    const days = (Date.parse(read.key.expiresAt ?? "") - now.getTime()) / DAY;
    expect(days).toBeGreaterThan(364);
    expect(days).toBeLessThan(367);
    expect(fingerprintGroups("0123456789AB")).toBe("0123 4567 89AB");
    // What we give out is what GnuPG takes.
    const other = new GnuPg();
    other.import(read.key.armored);
    expect(other.fingerprint("team@example.org")).toBe(read.key.fingerprint);
    other.remove();
  });

  test("RSA without an end", async () => {
    const read = await readPublicKey(`\n${rsa}`, now);
    expect(read).toMatchObject({ ok: true, key: { algorithm: "RSA 3072", expiresAt: null } });
  });
});

describe("a key that is of no use is refused in words", () => {
  test("a private key, whatever it is called", async () => {
    const secret = gpg.run(["--armor", "--export-secret-keys", "team@example.org"]).toString();
    expect(await refusal(secret)).toBe(PRIVATE_KEY);
    expect(await refusal(`Here it is:\n${secret}`)).toBe(PRIVATE_KEY);
    expect(await refusal(secret.replaceAll("PRIVATE KEY", "PUBLIC KEY"))).toBe(PRIVATE_KEY);
    expect(await refusal(ed + secret)).toBe(PRIVATE_KEY);
  });

  test("several keys, a message, junk, a damaged block, too much", async () => {
    expect(await refusal(gpg.run(["--armor", "--export"]).toString())).toBe("These are several keys. Paste one");
    expect(await refusal(ed + rsa)).toBe("These are several keys. Paste one");
    const message = await encryptTo([ed], Buffer.from("x"), now);
    expect(await refusal(message)).toBe("This is an encrypted message, not a public key");
    expect(await refusal("hello")).toContain("Paste the whole block");
    expect(await refusal(ed.replace(/\n[A-Za-z0-9+/]{20}/, "\nAAAAAAAAAAAAAAAAAAAA"))).toContain("damaged");
    expect(await refusal(ed + " ".repeat(100_000))).toContain("longer than 100 kB");
  });

  test("expired, revoked, for signing only, too short, unusual", async () => {
    const later = new Date(now.getTime() + 400 * DAY);
    expect(await refusal(ed, later)).toMatch(/^This key expired on \w{3} \d+ \w{3} \d{4}/);
    gpg.newKey("Gone <gone@example.org>", "ed25519");
    gpg.revoke("gone@example.org");
    expect(await refusal(gpg.exported("gone@example.org"))).toBe("This key is revoked");
    gpg.run(["--passphrase", "", "--quick-generate-key", "Signer <s@example.org>", "ed25519", "sign", "1y"]);
    expect(await refusal(gpg.exported("s@example.org"))).toContain("for signing only");
    expect(await refusal(gpg.newKey("Short <short@example.org>", "rsa2048"))).toContain("RSA key of 2048 bits");
    expect(await refusal(gpg.newKey("Odd <odd@example.org>", "brainpoolP256r1"))).toContain("old or unusual");
    expect(await refusal(gpg.newKey("P <p@example.org>", "nistp256"))).toBe("accepted NIST P-256");
  });

  test("held together by SHA-1", async () => {
    const fragile = new GnuPg();
    const weakly = ["--passphrase", "", "--cert-digest-algo", "SHA1"];
    fragile.run([...weakly, "--quick-generate-key", "S <sha1@example.org>", "rsa3072", "sign", "1y"]);
    fragile.run([...weakly, "--quick-add-key", fragile.fingerprint("sha1@example.org"), "rsa3072", "encr", "1y"]);
    expect(await refusal(fragile.exported("sha1@example.org"))).toContain("SHA-1");
    fragile.remove();
  });
});

/** The message with its encrypted data in the old packet that notices no change (tag 9). */
async function withoutIntegrity(armored: string): Promise<string> {
  const pgp = await openpgp();
  const [sessionKey] = (await pgp.readMessage({ armoredMessage: armored })).packets;
  const header = sessionKey?.write() ?? new Uint8Array();
  const tag = (number: number, body: Uint8Array) => [0xc0 | number, body.length, ...body];
  const bytes = new Uint8Array([...tag(1, header), ...tag(9, new Uint8Array(40))]);
  return pgp.armor(pgp.enums.armor.message, bytes);
}

describe("a message", () => {
  const text = "Grüße\r\nline 2\n\0 tail  \n";

  test.each([["team@example.org"], ["old@example.org"]])("that we encrypt is decrypted by GnuPG: %s", async (owner) => {
    const armored = await encryptTo([gpg.exported(owner)], Buffer.from(text), now);
    expect(gpg.decrypt(armored)).toBe(text);
    const read = await readEncryptedMessage(armored);
    const key = await readPublicKey(gpg.exported(owner), now);
    if (!read.ok || !key.ok) throw new Error("unreadable");
    expect(addressedTo(read.recipients, key.key.keyIds)).toBe("yes");
    expect(addressedTo(read.recipients, ["0123456789abcdef"])).toBe("no");
  });

  test("that GnuPG makes says whom it is for, or that it does not say", async () => {
    const named = gpg.run(["--armor", "--encrypt", "--recipient", "team@example.org"], "hello").toString();
    const hidden = gpg.run(["--armor", "--encrypt", "--hidden-recipient", "team@example.org"], "hello").toString();
    const key = await readPublicKey(ed, now);
    for (const [armored, expected] of [
      [named, "yes"],
      [hidden, "perhaps"],
    ] as const) {
      const read = await readEncryptedMessage(armored);
      if (!read.ok || !key.ok) throw new Error("unreadable");
      expect(addressedTo(read.recipients, key.key.keyIds)).toBe(expected);
    }
  });

  test("that is none, that notices no change, or that we could not read, is refused in words (EM-12)", async () => {
    const said = async (armored: string) => {
      const read = await readEncryptedMessage(armored);
      return read.ok ? "accepted" : read.message;
    };
    const good = await encryptTo([ed], Buffer.from("x"), now);
    expect(await said(ed)).toBe("This is a public key, not an encrypted message");
    expect(await said(gpg.run(["--armor", "--export-secret-keys", "team@example.org"]).toString())).toBe(PRIVATE_KEY);
    expect(await said(gpg.run(["--armor", "--store"], "hello").toString())).toContain("not encrypted");
    expect(await said(gpg.run(["--armor", "--sign", "-u", "team@example.org"], "hello").toString())).toContain(
      "not encrypted",
    );
    const byWord = ["--pinentry-mode", "loopback", "--passphrase", "word", "--armor", "--symmetric"];
    expect(await said(gpg.run(byWord, "hello").toString())).toContain("passphrase");
    expect(await said(await withoutIntegrity(good))).toContain("not protected against changes");
    expect(await said(good.slice(0, 200))).toContain("The end is missing");
    expect(await said(good + good)).toContain("several blocks");
    expect(await said(good.replace(/\n[A-Za-z0-9+/]{20}/, "\nAAAAAAAAAAAAAAAAAAAA"))).toContain("damaged");
    expect(await said("plain words")).toContain("Paste the whole block");
    expect(blockKind("plain words")).toBeNull();
  });

  test("is never made for a key that has expired, nor for none", async () => {
    const later = new Date(now.getTime() + 400 * DAY);
    await expect(encryptTo([ed], Buffer.from("x"), later)).rejects.toThrow();
    await expect(encryptTo([], Buffer.from("x"), now)).rejects.toThrow();
  });
});

test("a key that we generate is read and used by GnuPG", async () => {
  const pgp = await openpgp();
  const made = await pgp.generateKey({
    userIDs: [{ email: "demo@example.org" }],
    format: "armored",
    date: new Date(now.getTime() - DAY),
  });
  const other = new GnuPg();
  other.import(made.privateKey);
  expect(other.decrypt(await encryptTo([made.publicKey], Buffer.from("for demo"), now))).toBe("for demo");
  other.remove();
});

test("a signed text is checked against one key", async () => {
  const signed = gpg
    .run(["--clearsign", "-u", "team@example.org"], "Contact: mailto:a@example.org\n- dash\n")
    .toString();
  expect(await verifyCleartext(signed, ed, now)).toEqual({ ok: true, text: "Contact: mailto:a@example.org\n- dash" });
  expect(await verifyCleartext(signed, rsa, now)).toMatchObject({ ok: false });
  expect(await verifyCleartext(signed.replace("a@example", "b@example"), ed, now)).toMatchObject({ ok: false });
  expect(await verifyCleartext(ed, ed, now)).toMatchObject({
    ok: false,
    message: "This is a public key, not a signed text",
  });
});
