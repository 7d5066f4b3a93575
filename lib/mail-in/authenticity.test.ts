import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { authenticityOf } from "./authenticity";
import { namesOf, signedBy } from "./signed-mail.test-data";

const plain = readFileSync(join(import.meta.dirname, "fixtures/plain.eml"));
const twoAuthors = readFileSync(join(import.meta.dirname, "fixtures/two-authors.eml"));
const ADA = "ada@example.org";
const names = namesOf(["example.org", "mail.example.org", "evil.example.com"]);

describe("authenticityOf (EM-04, EM-05)", () => {
  test("a signature of the author's domain verifies", async () => {
    expect(await authenticityOf(await signedBy("example.org", plain), ADA, names)).toBe("verified");
    expect(await authenticityOf(await signedBy("mail.example.org", plain), ADA, names)).toBe("verified");
  });

  test("without a signature, with a foreign one, or over another text: not", async () => {
    const signed = await signedBy("example.org", plain);
    const changed = Buffer.from(signed.toString("latin1").replace("a line break", "a LINE break"), "latin1");
    const renamed = Buffer.from(signed.toString("latin1").replace("Header injection", "Something else"), "latin1");
    for (const raw of [plain, await signedBy("evil.example.com", plain), changed, renamed]) {
      expect(await authenticityOf(raw, ADA, names)).toBe("not_verified");
    }
  });

  test("a signature that leaves room behind it, or the subject out, proves nothing", async () => {
    const limited = await signedBy("example.org", plain, { maxBodyLength: 10 });
    const partly = await signedBy("example.org", plain, { headers: ["From", "Date"] });
    expect(await authenticityOf(limited, ADA, names)).toBe("not_verified");
    expect(await authenticityOf(partly, ADA, names)).toBe("not_verified");
  });

  test("a second author beside the signed one: not", async () => {
    const raw = Buffer.concat([Buffer.from("From: eve@example.org\r\n"), await signedBy("example.org", plain)]);
    expect(await authenticityOf(raw, ADA, names)).toBe("not_verified");
    expect(await authenticityOf(raw, "eve@example.org", names)).toBe("not_verified");
    expect(await authenticityOf(await signedBy("example.org", twoAuthors), ADA, names)).toBe("not_verified");
  });

  test.each([
    "Authentication-Results: portal; dkim=pass header.d=example.org; dmarc=pass\r\n",
    "Authentication-Results: mail.example.net;\r\n\tdkim=pass (comment) header.d=example.org\r\n",
    "ARC-Authentication-Results: i=1; mx.example.com; dkim=pass header.d=example.org\r\nARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.com; s=x; b=abcd\r\n",
  ])("what a header says of earlier checks counts for nothing: %j", async (header) => {
    const forged = Buffer.concat([Buffer.from(header), plain, Buffer.from(header)]);
    expect(await authenticityOf(forged, ADA, names)).toBe("not_verified");
  });

  test("the domain's own policy decides how strictly names are compared", async () => {
    const strict = namesOf(["example.org", "mail.example.org"], { "example.org": "v=DMARC1; p=reject; adkim=s" });
    expect(await authenticityOf(await signedBy("mail.example.org", plain), ADA, strict)).toBe("not_verified");
    expect(await authenticityOf(await signedBy("example.org", plain), ADA, strict)).toBe("verified");
  });

  test("names that cannot be asked for now leave it open", async () => {
    const down = () => Promise.reject(Object.assign(new Error("later"), { code: "ETIMEOUT" }));
    expect(await authenticityOf(await signedBy("example.org", plain), ADA, down)).toBe("unknown");
    expect(await authenticityOf(plain, ADA, down)).toBe("not_verified");
  });
});
