/**
 * The response headers of security.md C37 and N12. Constant headers go on everything, the policy of contents on what the
 * proxy sees. HTML pages relax the referrer to `same-origin` by a meta element: under `no-referrer` browsers send
 * `Origin: null` with a form POST, and server actions without scripts would be refused.
 */
const EMPTY_PERMISSIONS = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "screen-wake-lock",
  "serial",
  "usb",
  "xr-spatial-tracking",
] as const;

export const CONSTANT_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", EMPTY_PERMISSIONS.map((feature) => `${feature}=()`).join(", ")],
];

/** One year (C37); only over https, where browsers heed it. */
const STRICT_TRANSPORT = "max-age=31536000; includeSubDomains";

export function transportHeaders(appUrl: string): readonly (readonly [string, string])[] {
  return appUrl.startsWith("https://") ? [["Strict-Transport-Security", STRICT_TRANSPORT]] : [];
}

/** N12, word for word. Development adds what the dev server's overlay, evaluation and live reload need. */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  const script = `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`;
  const style = development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    script,
    style,
    "img-src 'self' blob:",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}

/** For answers without scripts or styles of their own. */
export const BARE_POLICY = "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

const INTERNAL_HEADER =
  /^(?:x-middleware-|x-invoke-|x-nextjs-(?!html-request-id$|request-id$)|x-next-|x-matched-path$|x-now-route-matches$|next-resume$|x-forwarded-(?!for$)|forwarded$)/i;

/** Request headers that only the framework or a trusted hop may set (N8); a client's own are dropped. */
export function isInternalHeader(name: string): boolean {
  return INTERNAL_HEADER.test(name);
}

const HOST = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Whether a Host header names this portal. The launcher sends other names of this machine here; anything else is refused. */
export function isCanonicalHost(host: string | null, appUrl: string): boolean {
  if (host === null || !HOST.test(host)) return false;
  const canonical = new URL(appUrl);
  return URL.parse(`${canonical.protocol}//${host}`)?.host === canonical.host;
}
