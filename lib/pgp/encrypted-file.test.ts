import { createMessage, encrypt, generateKey, readKey } from "openpgp";
import { beforeAll, describe, expect, test } from "vitest";
import { encryptFileTo } from "./encrypt";
import { beginsEncrypted } from "./encrypted-file";

let armored = "";

beforeAll(async () => {
  ({ publicKey: armored } = await generateKey({ userIDs: { name: "Team" }, format: "armored" }));
});

const bytes = new TextEncoder().encode("CANARY of the file");
const text = (content: string) => new TextEncoder().encode(content);

describe("a file that begins as an encrypted message", () => {
  test("binary, armoured, and made by the form", async () => {
    const message = await createMessage({ binary: bytes });
    const encryptionKeys = await readKey({ armoredKey: armored });
    expect(beginsEncrypted(await encrypt({ message, encryptionKeys, format: "binary" }))).toBe(true);
    const armour = await encrypt({ message: await createMessage({ binary: bytes }), encryptionKeys });
    expect(beginsEncrypted(text(armour))).toBe(true);
    expect(beginsEncrypted(text(armour.replace("-----\n", "-----\r\nComment: made elsewhere\r\n")))).toBe(true);
    const made = await encryptFileTo(armored, bytes, "CANARY.png", new Date());
    expect(beginsEncrypted(made)).toBe(true);
    expect(Buffer.from(made).includes("CANARY")).toBe(false);
  });

  test("is no picture, no text, no key, nothing signed, and nothing that a passphrase opens", async () => {
    const secret = await encrypt({
      message: await createMessage({ binary: bytes }),
      passwords: ["x"],
      format: "binary",
    });
    const others = [
      secret,
      text(armored),
      text("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nhello"),
      text("-----BEGIN PGP MESSAGE-----"),
      text("-----BEGIN PGP MESSAGE-----\n\n????"),
      text("hello"),
      Buffer.from("89504e470d0a1a0a", "hex"),
      new Uint8Array(),
    ];
    expect(others.map(beginsEncrypted)).toEqual(others.map(() => false));
  });
});
