import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { accounts, memberships, portalFacts, programs } from "@/db/schema";
import { createAccount, listDemonstrationAccounts } from "@/lib/accounts/mutations/create-account";
import { emailLookup } from "@/lib/accounts/records";
import type { Actor, StaffRole } from "@/lib/auth/policy";
import { appSecret, env } from "@/lib/env/env";
import { demonstrationGuest } from "@/lib/guests/demonstration/queries";
import { publishPolicyVersion } from "@/lib/policy/mutations";
import { programWithPolicy } from "@/lib/policy/queries";
import { createProgram, publishCalendar } from "@/lib/programs/mutations";
import { ensureReceiptKey } from "@/lib/receipts/mutations";
import type { Context } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";
import { calculateResponseTimes } from "@/lib/sla/response-times/mutations";
import type { Calendar } from "@/lib/sla/types";
import { demonstrationAccounts, demonstrationPassword } from "./accounts";
import { ontarioCalendar } from "./calendars/ontario";
import { queenslandCalendar } from "./calendars/queensland";
import { giveDemonstrationKey } from "./demonstration-key";
import { giveNonIssues } from "./non-issues";
import { cardihabPolicy } from "./policies/cardihab";
import { smileDigitalHealthPolicy } from "./policies/smile-digital-health";
import { tellCardihabStories } from "./stories/cardihab";
import { type Governors, prepareRevision, publishFirstPolicy } from "./stories/governing";
import { putOnCall, tellGuestStory, tellUrgentStory } from "./stories/guests";
import { tellSmileStories } from "./stories/smile-digital-health";
import type { Cast } from "./telling";
import { giveTemplates } from "./templates";

const LOADED = "demonstration";

/**
 * Loads the two programs, their accounts and a story for every state, once. Each chapter remembers
 * that it was told, so that a start which was interrupted goes on where it stopped.
 */
export async function loadDemonstration(db: Database): Promise<{
  emails: readonly string[];
  password: string;
  /** What opens the guest's report; null once somebody changed its code or claimed it. */
  guest: { reference: string; code: string } | null;
}> {
  const told = await chaptersTold(db);
  const offset = env().clockOffsetMs;
  const now = new Date(Date.now() + offset);
  // Eight hours: before the first of its reports, and no more than the day of the loading.
  const governed = new Date(now.getTime() - 8 * 3_600_000);
  const cardihab = cardihabPolicy(localDay(governed, queenslandCalendar.zone).toString());
  const chapters: [string, () => Promise<unknown>][] = [
    ["receipt-key", () => ensureReceiptKey(systemAt(db, offset))],
    [
      "smile-digital-health",
      async () => {
        const published = ctxAt(db, "2025-04-22T14:00:00Z");
        await openProgram(published, smileDigitalHealthPolicy.program, ontarioCalendar, "SDH", 1);
        // Its policy is older than this portal: it came with its date of review and without a signature.
        await publishPolicyVersion(published, {
          programSlug: smileDigitalHealthPolicy.program,
          document: smileDigitalHealthPolicy,
        });
      },
    ],
    [
      "cardihab",
      () => openProgram(ctxAt(db, now.getTime() - 86_400_000), cardihab.program, queenslandCalendar, "CDH", 2),
    ],
    ["cardihab-key", () => giveDemonstrationKey(db, systemAt(db, offset), now)],
    ["accounts", () => openAccounts(db, offset)],
    [
      "cardihab-policy",
      async () => {
        if (await hasPolicy(db, cardihab.program)) return;
        await publishFirstPolicy(db, cardihab, await governorsOf(db, cardihab.program), governed);
      },
    ],
    [
      "stories-1",
      async () =>
        tellSmileStories(db, await castOf(db, smileDigitalHealthPolicy.program), smileDigitalHealthPolicy, now),
    ],
    ["stories-2", async () => tellCardihabStories(db, await castOf(db, cardihab.program), cardihab, now)],
    [
      "on-call",
      async () => {
        for (const slug of [smileDigitalHealthPolicy.program, cardihab.program]) {
          await putOnCall({ ...systemAt(db, offset), actor: await officerOf(db, slug) }, slug);
        }
      },
    ],
    [
      "templates",
      async () => {
        for (const slug of [smileDigitalHealthPolicy.program, cardihab.program]) {
          await giveTemplates({ ...systemAt(db, offset), actor: await staffOf(db, slug, "coordinator") }, slug);
        }
      },
    ],
    [
      "non-issues",
      async () => {
        for (const slug of [smileDigitalHealthPolicy.program, cardihab.program]) {
          await giveNonIssues({ ...systemAt(db, offset), actor: await staffOf(db, slug, "coordinator") }, slug);
        }
      },
    ],
    [
      "guests",
      async () => {
        const at = (hoursAgo: number, actor: Actor) => ({ ...ctxAt(db, now.getTime() - hoursAgo * 3_600_000), actor });
        const smile = smileDigitalHealthPolicy.program;
        const { a } = await castOf(db, smile);
        await tellGuestStory(db, a, smileDigitalHealthPolicy, now);
        await tellUrgentStory(at, smile, await officerOf(db, smile), { read: true });
        await tellUrgentStory(at, cardihab.program, await officerOf(db, cardihab.program), { read: false });
      },
    ],
    [
      "revision",
      async () => {
        const slug = smileDigitalHealthPolicy.program;
        await prepareRevision(db, slug, await governorsOf(db, slug), new Date(now.getTime() - 2 * 86_400_000));
      },
    ],
    ["response-times", () => calculateResponseTimes(systemAt(db, offset))],
  ];
  for (const [name, tell] of chapters) {
    if (told.has(name)) continue;
    await tell();
    await db
      .insert(portalFacts)
      .values({ name: `${LOADED}:${name}`, value: true, writtenAt: now })
      .onConflictDoNothing();
  }
  return {
    emails: demonstrationAccounts().map(({ email }) => email),
    password: demonstrationPassword,
    guest: await demonstrationGuest(systemAt(db, offset)),
  };
}

async function chaptersTold(db: Database): Promise<Set<string>> {
  const rows = await db.select({ name: portalFacts.name }).from(portalFacts);
  return new Set(
    rows
      .map(({ name }) => name)
      .filter((name) => name.startsWith(`${LOADED}:`))
      .map((name) => name.slice(LOADED.length + 1)),
  );
}

function systemAt(db: Database, clockOffsetMs: number): Context {
  return { actor: { kind: "system", job: LOADED }, db, clockOffsetMs };
}

function ctxAt(db: Database, instant: string | number): Context {
  return systemAt(db, new Date(instant).getTime() - Date.now());
}

async function openProgram(
  ctx: Context,
  slug: string,
  calendar: Calendar,
  referencePrefix: string,
  position: number,
): Promise<void> {
  const [present] = await ctx.db.select({ id: programs.id }).from(programs).where(eq(programs.slug, slug));
  if (present) return;
  await createProgram(ctx, { slug, referencePrefix, position, nextUpdateDays: 14 });
  await publishCalendar(ctx, { programSlug: slug, calendar });
}

async function hasPolicy(db: Database, slug: string): Promise<boolean> {
  return (await programWithPolicy(systemAt(db, 0), slug)).current !== null;
}

async function openAccounts(db: Database, offset: number): Promise<void> {
  const ctx = systemAt(db, offset);
  const listed = demonstrationAccounts();
  for (const account of listed) {
    if (await accountId(db, account.email)) continue;
    await createAccount(ctx, { ...account, password: demonstrationPassword });
  }
  await listDemonstrationAccounts(ctx, { emails: listed.map(({ email }) => email) });
}

async function accountId(db: Database, email: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.emailLookup, emailLookup(appSecret(), email)));
  return row?.id;
}

async function staffOf(db: Database, slug: string, role: StaffRole): Promise<Actor> {
  const [row] = await db
    .select({ accountId: memberships.accountId, programId: programs.id })
    .from(memberships)
    .innerJoin(programs, eq(programs.id, memberships.programId))
    .where(and(eq(programs.slug, slug), eq(memberships.role, role)));
  if (!row) throw new Error(`the demonstration has no ${role} for ${slug}`);
  return {
    kind: "staff",
    accountId: row.accountId,
    memberships: [{ programId: row.programId, programSlug: slug, role }],
  };
}

/** As somebody who has just given the second factor again. */
async function officerOf(db: Database, slug: string): Promise<Actor> {
  const officer = await staffOf(db, slug, "privacy_officer");
  return officer.kind === "staff" ? { ...officer, steppedUp: true } : officer;
}

async function governorsOf(db: Database, slug: string): Promise<Governors> {
  return {
    coordinator: await staffOf(db, slug, "coordinator"),
    policy_owner: await staffOf(db, slug, "policy_owner"),
    executive: await staffOf(db, slug, "executive"),
  };
}

/** The actors of a program's stories: its triager and coordinator, and the researcher who writes to it. */
async function castOf(db: Database, slug: string): Promise<Record<"a" | "b", Cast>> {
  const researcher = async (email: string): Promise<Actor> => {
    const id = await accountId(db, email);
    if (!id) throw new Error(`the demonstration has no ${email}`);
    return { kind: "researcher", accountId: id };
  };
  const triager = await staffOf(db, slug, "triager");
  const coordinator = await staffOf(db, slug, "coordinator");
  return {
    a: { researcher: await researcher("researcher-a@example.org"), triager, coordinator },
    b: { researcher: await researcher("researcher-b@example.org"), triager, coordinator },
  };
}
