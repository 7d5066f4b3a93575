/** Where most personal mail lives. A domain of this list is never doubted, however near it is to another of them. */
const USUAL = [
  "aol.com",
  "fastmail.com",
  "gmail.com",
  "gmx.at",
  "gmx.ch",
  "gmx.com",
  "gmx.de",
  "gmx.net",
  "googlemail.com",
  "hotmail.co.uk",
  "hotmail.com",
  "hotmail.fr",
  "icloud.com",
  "live.com",
  "mail.com",
  "me.com",
  "msn.com",
  "orange.fr",
  "outlook.com",
  "outlook.com.au",
  "posteo.de",
  "proton.me",
  "protonmail.com",
  "rogers.com",
  "tutanota.com",
  "web.de",
  "yahoo.ca",
  "yahoo.co.uk",
  "yahoo.com",
  "yahoo.com.au",
  "ymail.com",
];
/** Among shorter names one slip leads to another real domain too often. */
const DOUBTED_FROM = 8;

/** What an address was probably meant to be, where its domain is one slip away from a usual one; else null. */
export function likelyAddress(address: string): string | null {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).toLowerCase();
  if (at < 1 || domain.length < DOUBTED_FROM || USUAL.includes(domain)) return null;
  const meant = USUAL.find((usual) => usual.length >= DOUBTED_FROM && isOneSlipAway(domain, usual));
  return meant ? `${address.slice(0, at)}@${meant}` : null;
}

/** One character too many, too few or wrong, or two that changed places. */
function isOneSlipAway(typed: string, usual: string): boolean {
  let from = 0;
  while (from < usual.length && typed[from] === usual[from]) from += 1;
  const [left, right] = [typed.slice(from), usual.slice(from)];
  const swapped = `${right[1] ?? ""}${right[0] ?? ""}${right.slice(2)}`;
  return [right.slice(1), swapped].includes(left) || left.slice(1) === right || left.slice(1) === right.slice(1);
}
