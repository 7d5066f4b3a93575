/** An address that a request may be sent to, parsed once: what is checked is what is connected to. */
export type Target = {
  url: URL;
  /** Without the brackets of an IPv6 address. */
  host: string;
  port: number;
  /** The operator named this origin: it may be inside the network. */
  trusted: boolean;
};

/** Characters of an address. */
export const ADDRESS_MAX = 2000;

type Read = { ok: true; target: Target } | { ok: false; message: string };

const no = (message: string): Read => ({ ok: false, message });

/** https on its own port and nothing else, except for the origins that the operator allows (security.md C34). */
export function readTarget(text: string, allowed: readonly string[]): Read {
  if (text.length > ADDRESS_MAX) return no(`Enter an address of at most ${ADDRESS_MAX} characters`);
  // A parser removes these, and then two readers may see two hosts.
  if (/[\s\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return no("Take out spaces, line breaks and backslashes");
  if (!URL.canParse(text)) return no("Enter a whole address, like https://hooks.example.com/vulnerabilities");
  const url = new URL(text);
  const trusted = allowed.includes(url.origin);
  if (url.username || url.password) return no("Take the user name and password out of the address");
  if (url.hash) return no("Take out the part after #: it never leaves this portal");
  if (url.protocol !== "https:" && !(trusted && url.protocol === "http:")) return no("Only https addresses are called");
  if (url.port !== "" && !trusted) return no("Only port 443 is called, unless the operator allows this origin");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (host === "" || host.endsWith(".")) return no("Enter a host name without a dot at its end");
  if (host.length > 253) return no("This host name is too long");
  return { ok: true, target: { url, host, port: Number(url.port) || (url.protocol === "http:" ? 80 : 443), trusted } };
}
