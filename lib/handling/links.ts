/** How many references a report holds. */
export const LINKS_MAX = 20;
export const LINK_TARGET_MAX = 500;
export const LINK_LABEL_MAX = 80;

/** Schemes that a reference may have; only the first two are links. Nothing ever fetches one. */
const SCHEMES = ["https:", "http:", "ssh:", "git:"];

const HIDDEN = /[\p{Control}\p{Format}\p{Surrogate}]/u;

export type ReadLink = { ok: true; target: string; href: string | null } | { ok: false; message: string };

/** An address, or a number as a tracker gives it; `href` where a person can follow it. */
export function readLink(text: string): ReadLink {
  const target = text.trim();
  if (target === "") return { ok: false, message: "Enter an address or a number" };
  if ([...target].length > LINK_TARGET_MAX) return { ok: false, message: `Keep it to ${LINK_TARGET_MAX} characters` };
  if (HIDDEN.test(target)) return { ok: false, message: "Remove the invisible characters" };
  // "PROJ-12" and "team/project#7" are numbers; whatever names a scheme is an address.
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return { ok: true, target, href: null };
  if (!/^[a-z]+:\/\/[^\s\\]+$/i.test(target) || !URL.canParse(target)) {
    return { ok: false, message: "Enter a full address that starts with https://, or the number alone" };
  }
  const url = new URL(target);
  if (!SCHEMES.includes(url.protocol)) {
    return { ok: false, message: "Use an address that starts with https://, http://, ssh:// or git://" };
  }
  if (url.password !== "" || (url.username !== "" && url.protocol !== "ssh:")) {
    return { ok: false, message: "Remove the user name and password from the address" };
  }
  const followed = url.protocol === "https:" || url.protocol === "http:";
  return { ok: true, target, href: followed ? url.href : null };
}

/** Whether a reference is that of a CVE record, by its number or in its address or name. */
export const namesCve = ({ target, label }: { target: string; label: string }) =>
  /\bCVE-\d{4}-\d{4,19}\b/i.test(`${label} ${target}`);

/** What is wrong with the name of a reference, or null; none is fine. */
export function labelProblem(label: string): string | null {
  if ([...label].length > LINK_LABEL_MAX) return `Keep it to ${LINK_LABEL_MAX} characters`;
  return HIDDEN.test(label) ? "Remove the invisible characters" : null;
}
