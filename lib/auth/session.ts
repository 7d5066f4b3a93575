import "server-only";
import { sql } from "drizzle-orm";
import { cookies, headers } from "next/headers";
import type { Database } from "@/db/client";
import { deviceOf } from "@/lib/accounts/device";
import { actorOfSession, LAST_SEEN_STEP_MS, SESSION_MS, type SessionFacts } from "@/lib/accounts/session-life";
import { appSecret, env } from "@/lib/env/env";
import { guestActor, guestOf, shownByGuest } from "@/lib/request/guest";
import { networkOf, PEER_HEADER } from "@/lib/request/rate-limit";
import { hashToken, lookupHash } from "@/lib/vault/lookup";
import type { Actor, Membership } from "./policy";

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** `__Host-` binds the cookie to this origin; browsers accept it only over https. */
function sessionCookie() {
  const secure = env().APP_URL.startsWith("https:");
  return {
    name: secure ? "__Host-portal-session" : "portal-session",
    options: { httpOnly: true, sameSite: "lax", secure, path: "/" },
  } as const;
}

/** The token of this request's cookie, whether or not its session still lives. */
export async function sessionToken(): Promise<string | null> {
  const value = (await cookies()).get(sessionCookie().name)?.value;
  return value !== undefined && TOKEN.test(value) ? value : null;
}

/** Who asks: decided by our own rows on every request, never by what the sign-in library believes. */
export async function currentActor(db: Database): Promise<Actor> {
  const token = await sessionToken();
  // A page that polls must not keep its session alive (security.md N16).
  const background = (await headers()).get("x-background") === "1";
  const actor = token === null ? null : await actorOfToken(db, token, { background });
  return actor === null || actor.kind === "anonymous" ? guestActor(db, { background }) : actor;
}

/**
 * The way to ask later, outside the request, who its browser is by then: an open stream asks before everything it says.
 * It keeps no session alive.
 */
export async function actorLater(db: Database): Promise<() => Promise<Actor>> {
  const [token, shown] = [await sessionToken(), await shownByGuest()];
  return async () => {
    const actor = token === null ? null : await actorOfToken(db, token, { background: true });
    return actor === null || actor.kind === "anonymous" ? guestOf(db, shown, { background: true }) : actor;
  };
}

/** Sessions keep real time: PORTAL_NOW moves neither their end nor their last use. */
export async function actorOfToken(
  db: Database,
  token: string,
  { background = false }: { background?: boolean } = {},
): Promise<Actor> {
  const tokenHash = hashToken(token);
  const [row] = await db.execute<SessionRow>(sql`
    select s.account_id as "accountId",
      extract(epoch from s.created_at)::float8 * 1000 as "createdAt",
      extract(epoch from s.last_seen_at)::float8 * 1000 as "lastSeenAt",
      extract(epoch from s.expires_at)::float8 * 1000 as "expiresAt",
      extract(epoch from s.second_factor_at)::float8 * 1000 as "secondFactorAt",
      extract(epoch from s.step_up_at)::float8 * 1000 as "stepUpAt",
      a.deactivated_at is not null as deactivated,
      exists (select 1 from totp_factors f where f.account_id = a.id and f.confirmed_at is not null) as "hasFactor",
      coalesce((
        select json_agg(json_build_object('programId', m.program_id, 'programSlug', p.slug, 'role', m.role)
          order by p.position, m.role)
        from memberships m join programs p on p.id = m.program_id
        where m.account_id = a.id and m.ended_at is null
      ), '[]'::json) as memberships,
      extract(epoch from clock_timestamp())::float8 * 1000 as now
    from sessions s join accounts a on a.id = s.account_id
    where s.token_hash = ${tokenHash} and s.ended_at is null`);
  if (!row) return { kind: "anonymous" };
  const { now, ...facts } = row;
  const actor = actorOfSession(facts, now);
  if (!background && actor.kind !== "anonymous" && now - facts.lastSeenAt >= LAST_SEEN_STEP_MS) {
    await db.execute(sql`
      update sessions set last_seen_at = clock_timestamp() where token_hash = ${tokenHash} and ended_at is null`);
  }
  return actor;
}

type SessionRow = SessionFacts & { memberships: Membership[]; now: number };

/**
 * Hands the browser the token of a session that a mutation of lib/accounts has just begun. next-auth is
 * plumbing here: it is asked to sign one known account in, its "JWT" is our opaque token, nothing is ever
 * decoded, and none of its routes exist.
 */
export async function beginSession(session: { token: string; accountId: string }): Promise<void> {
  const [{ default: NextAuth }, { default: Credentials }] = await Promise.all([
    import("next-auth"),
    import("next-auth/providers/credentials"),
  ]);
  const cookie = sessionCookie();
  const jar = await cookies();
  const before = new Set(jar.getAll().map(({ name }) => name));
  const { signIn } = NextAuth({
    secret: lookupHash(appSecret(), "next-auth", "").toString("base64url"),
    trustHost: true,
    useSecureCookies: cookie.options.secure,
    session: { strategy: "jwt", maxAge: SESSION_MS / 1000 },
    jwt: { encode: () => session.token, decode: () => null },
    cookies: { sessionToken: cookie },
    providers: [Credentials({ credentials: {}, authorize: () => ({ id: session.accountId }) })],
    // Its logger would print request details; what matters is thrown.
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  });
  await signIn("credentials", { redirect: false, redirectTo: env().APP_URL });
  for (const { name } of jar.getAll()) {
    if (name !== cookie.name && !before.has(name) && name.includes("authjs.")) jar.delete(name);
  }
  if (jar.get(cookie.name)?.value !== session.token) throw new Error("the session cookie was not set");
}

/** The header value that takes the cookie back; the mutation `signOut` ends the session itself. */
export function expiredSessionCookie(): string {
  const { name, options } = sessionCookie();
  return `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${options.secure ? "; Secure" : ""}`;
}

/** What a sign-in keeps or counts about the browser: family and system, network, and the token it came with. */
export async function currentBrowser(): Promise<{ device: string; network: string; replaces: string | null }> {
  const sent = await headers();
  return {
    device: deviceOf(sent.get("user-agent") ?? ""),
    network: networkOf(sent.get(PEER_HEADER)),
    replaces: await sessionToken(),
  };
}
