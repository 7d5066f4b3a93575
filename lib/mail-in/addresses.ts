import { parseEmailAddress } from "../accounts/email-address";

/** What an address of ours carries behind the plus sign: who may reply by it, or which mail came back. */
export type Tag = { purpose: "reply" | "bounce"; token: string };

/** 160 random bits in RFC 4648 base 32, in small letters: mail servers change the case of what stands before the @. */
const TOKEN = /^(r|b)\.([a-z2-7]{32})$/;
const LETTERS = { reply: "r", bounce: "b" } as const;

const BASE_32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Twenty bytes as the token of an address. */
export function addressToken(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE_32[Number.parseInt(five, 2)]).join("");
}

/** A mailbox with a tag: `security@x` becomes `security+r.…@x`. */
export function taggedAddress(mailbox: string, { purpose, token }: Tag): string {
  const at = mailbox.lastIndexOf("@");
  return `${mailbox.slice(0, at)}+${LETTERS[purpose]}.${token}${mailbox.slice(at)}`;
}

/** The mailbox that an address leads to, and the tag in it; null for what is no address. */
export function readRecipient(address: string): { mailbox: string; tag: Tag | null } | null {
  const parsed = parseEmailAddress(address);
  if (parsed === null) return null;
  const at = parsed.lastIndexOf("@");
  const [local = "", ...rest] = parsed.slice(0, at).split("+");
  const [, letter, token] = TOKEN.exec(rest.join("+")) ?? [];
  const tag: Tag | null = letter && token ? { purpose: letter === "r" ? "reply" : "bounce", token } : null;
  return { mailbox: `${local}${parsed.slice(at)}`, tag };
}
