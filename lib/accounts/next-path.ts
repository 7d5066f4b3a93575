const SEGMENT = "[A-Za-z0-9][A-Za-z0-9._-]{0,80}";
const PATHS = new RegExp(
  `^/(?:|report|track|reports|notifications|account|programs/${SEGMENT}|invite/[A-Za-z0-9_-]{43}` +
    `|(?:report|reports|account|staff)(?:/${SEGMENT}){0,4}|staff)$`,
);
const MAX_LENGTH = 300;

/** Where to go after sign-in: a path of this portal with a plain query, or the given default (security.md N14). */
export function safeNext(wanted: unknown, otherwise: string): string {
  if (typeof wanted !== "string" || wanted.length > MAX_LENGTH || !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(wanted)) {
    return otherwise;
  }
  const base = "https://portal.invalid";
  if (!URL.canParse(wanted, base)) return otherwise;
  const url = new URL(wanted, base);
  if (url.origin !== base || url.hash !== "" || `${url.pathname}${url.search}` !== wanted) return otherwise;
  if (!PATHS.test(url.pathname) || !/^(?:\?[A-Za-z0-9._=&-]*)?$/.test(url.search)) return otherwise;
  return wanted;
}
