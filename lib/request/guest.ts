import "server-only";
import { sql } from "drizzle-orm";
import { cookies, headers } from "next/headers";
import type { Database } from "@/db/client";
import type { Actor } from "@/lib/auth/policy";
import { appSecret, env } from "@/lib/env/env";
import { GUEST_DRAFT_DAYS } from "@/lib/reports/drafts/lifetime";
import { hashToken, lookupHash } from "@/lib/vault/lookup";
import { networkOf, PEER_HEADER } from "./rate-limit";

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Unsent drafts that one browser can hold without an account. */
export const GUEST_DRAFTS_AT_MOST = 5;

/** Those of drafts that were sent stay for a while too, and must not push an unsent one out. */
const TOKENS_AT_MOST = 20;

/** `__Host-` binds a cookie to this origin; browsers accept it only over https. */
function guestCookie(what: "drafts" | "report") {
  const secure = env().APP_URL.startsWith("https:");
  return {
    name: `${secure ? "__Host-" : ""}portal-guest-${what}`,
    options: { httpOnly: true, sameSite: "lax", secure, path: "/" },
  } as const;
}

/** The tokens of the drafts begun in this browser, the newest last. */
export async function draftTokens(): Promise<string[]> {
  const value = (await cookies()).get(guestCookie("drafts").name)?.value ?? "";
  return value
    .split(".")
    .filter((token) => TOKEN.test(token))
    .slice(-TOKENS_AT_MOST);
}

export async function rememberDraft(token: string): Promise<void> {
  await writeDraftTokens([...(await draftTokens()).filter((kept) => kept !== token), token]);
}

export async function forgetDraft(token: string): Promise<void> {
  await writeDraftTokens((await draftTokens()).filter((kept) => kept !== token));
}

async function writeDraftTokens(tokens: readonly string[]): Promise<void> {
  const { name, options } = guestCookie("drafts");
  const jar = await cookies();
  if (tokens.length === 0) jar.delete({ ...options, name });
  else {
    const maxAge = GUEST_DRAFT_DAYS * 86_400;
    jar.set(name, tokens.slice(-TOKENS_AT_MOST).join("."), { ...options, maxAge });
  }
}

/** The token of the session that an entered receipt code began. */
export async function guestSessionToken(): Promise<string | null> {
  const value = (await cookies()).get(guestCookie("report").name)?.value;
  return value !== undefined && TOKEN.test(value) ? value : null;
}

/** Ends with the browser, and sooner on the server. */
export async function keepGuestSession(token: string): Promise<void> {
  const { name, options } = guestCookie("report");
  (await cookies()).set(name, token, options);
}

/** The header value that takes the cookie back. */
export function expiredGuestCookie(): string {
  const { name, options } = guestCookie("report");
  return `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${options.secure ? "; Secure" : ""}`;
}

/** What a browser without an account has to show: the tokens in its two cookies. */
export async function shownByGuest(): Promise<{ drafts: string[]; session: string | null }> {
  return { drafts: await draftTokens(), session: await guestSessionToken() };
}

/** Who asks without an account: whatever this browser's two cookies prove, or nobody. Sessions keep real time. */
export async function guestActor(db: Database, { background = false } = {}): Promise<Actor> {
  return guestOf(db, await shownByGuest(), { background });
}

export async function guestOf(
  db: Database,
  { drafts, session }: { drafts: readonly string[]; session: string | null },
  { background = false } = {},
): Promise<Actor> {
  const proofs = drafts.map((token) => hashToken(token).toString("hex"));
  if (session !== null) {
    const codeHash = await codeHashOf(db, hashToken(session), background);
    if (codeHash !== null) proofs.push(codeHash);
  }
  return proofs.length === 0 ? { kind: "anonymous" } : { kind: "guest", proofs };
}

/** One statement reads the session and, at most once a minute, moves its end: an hour idle, twelve in all. */
async function codeHashOf(db: Database, tokenHash: Buffer, background: boolean): Promise<string | null> {
  const [row] = await db.execute<{ codeHash: string; stale: boolean }>(sql`
    select code_hash as "codeHash", expires_at < clock_timestamp() + interval '59 minutes' as stale
    from guest_sessions where token_hash = ${tokenHash} and expires_at > clock_timestamp()`);
  if (!row) return null;
  if (row.stale && !background) {
    await db.execute(sql`
      update guest_sessions
      set expires_at = least(clock_timestamp() + interval '1 hour', created_at + interval '12 hours')
      where token_hash = ${tokenHash}`);
  }
  return row.codeHash;
}

/**
 * Whom a guest's limit counts: the network under a key of its day, so that no two days' counts can be joined. The rows
 * end with their window, within the hour, and are deleted; nothing else remembers where a guest came from.
 */
export async function guestNetwork(): Promise<string> {
  const day = new Date().toISOString().slice(0, 10);
  const network = networkOf((await headers()).get(PEER_HEADER));
  return lookupHash(appSecret(), `guest-network:${day}`, network).toString("base64url");
}
