import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const privateKey = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const publicKey = pair.publicKey.export({ type: "spki", format: "der" }).toString("base64");

const missing = () => Object.assign(new Error("no such name"), { code: "ENOTFOUND" });

/** Names as the tests want them: the key of each domain that signs, and the DMARC policies that are given. */
export function namesOf(signing: readonly string[], policies: Record<string, string> = {}) {
  return async (name: string, type: string): Promise<string[][]> => {
    if (type !== "TXT") throw missing();
    if (signing.some((domain) => name === `test._domainkey.${domain}`)) return [[`v=DKIM1; k=rsa; p=${publicKey}`]];
    const policy = policies[name.replace(/^_dmarc\./, "")];
    if (name.startsWith("_dmarc.") && policy !== undefined) return [[policy]];
    throw missing();
  };
}

/** The mail as its domain's server would have sent it. */
export async function signedBy(
  domain: string,
  raw: Buffer | string,
  besides: { maxBodyLength?: number; headers?: string[] } = {},
): Promise<Buffer> {
  const by = { signingDomain: domain, selector: "test", privateKey };
  const { maxBodyLength, headers } = besides;
  const { signatures } = await dkimSign(Buffer.from(raw), {
    ...by,
    canonicalization: "relaxed/relaxed",
    algorithm: "rsa-sha256",
    // Left to itself the signer reads the clock twice, and a second may pass between.
    signTime: new Date(),
    // Its types say a list; it reads the text of an h= tag.
    ...(headers ? { headerList: headers.join(":") as unknown as string[] } : {}),
    signatureData: [{ ...by, ...(maxBodyLength ? { maxBodyLength } : {}) }],
  });
  return Buffer.concat([Buffer.from(signatures), Buffer.from(raw)]);
}
