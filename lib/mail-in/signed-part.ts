import type { Signed } from "../pgp/signature";

const CLEARTEXT = /-----BEGIN PGP SIGNED MESSAGE-----[\s\S]*?-----END PGP SIGNATURE-----/;
const SIGNATURE = /-----BEGIN PGP SIGNATURE-----[\s\S]*?-----END PGP SIGNATURE-----/;

/**
 * What an OpenPGP signature of a mail covers, byte for byte (RFC 3156 §5): the first part of a multipart/signed with its
 * own headers, or a text that carries its signature. Null where the mail as a whole is not signed.
 */
export function signedPartOf(
  raw: Buffer,
  mail: { contentType: { value?: string; params?: Record<string, string> } | undefined; text: string },
): Signed | null {
  const { value, params } = mail.contentType ?? {};
  if (value !== "multipart/signed" || params?.protocol?.toLowerCase() !== "application/pgp-signature") {
    const cleartext = CLEARTEXT.exec(mail.text)?.[0];
    return cleartext === undefined ? null : { cleartext };
  }
  // Latin-1 keeps every byte one character.
  const whole = raw.toString("latin1");
  const delimiter = `--${params.boundary ?? ""}`;
  const starts: number[] = [];
  for (const { index } of whole.matchAll(/(?:^|\r?\n)(?=--)/g)) {
    const at = whole.indexOf("--", index);
    if (whole.startsWith(delimiter, at)) starts.push(at);
  }
  const [first, second, end] = starts;
  if (first === undefined || second === undefined || end === undefined) return null;
  const part = whole.slice(whole.indexOf("\n", first) + 1, second).replace(/\r?\n$/, "");
  const signature = SIGNATURE.exec(whole.slice(second, end))?.[0];
  if (signature === undefined) return null;
  // Signed with CRLF at the end of every line, however the mail was kept.
  return { bytes: Buffer.from(part.replace(/\r?\n/g, "\r\n"), "latin1"), signature };
}
