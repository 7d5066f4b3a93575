import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { KeyWarning } from "@/components/pgp/key-warning";
import { DraftNotice } from "@/components/policy-governance/draft-notice";
import { ReviewClock } from "@/components/policy-governance/review-clock";
import { QueueHeading } from "@/components/triage/queue-heading";
import { ReportTable } from "@/components/triage/report-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/policy";
import { listDraftsWaiting, listReviewsDue } from "@/lib/policy/room/queries";
import { listProgramKeys } from "@/lib/program-keys/queries";
import type { TriagePage } from "@/lib/reports/types";
import { listQueue } from "@/lib/triage/queries";
import { address, type DeskContext, deskContext, governedPrograms, readablePrograms } from "./desk";

export async function generateMetadata(): Promise<Metadata> {
  await deskContext("/staff");
  return { title: "Desk" };
}

/** The reports that are due first, of each program. */
const SHOWN = 10;

export default async function DeskPage() {
  const ctx = await deskContext("/staff");
  const programs = readablePrograms(ctx);
  if (programs.length === 0) {
    if (ctx.actor.memberships.some((membership) => can(ctx.actor, "urgent.read", membership)))
      redirect("/staff/urgent");
    return (
      <div className="flex flex-col gap-6">
        <KeyWarnings ctx={ctx} />
        <ReviewsDue ctx={ctx} />
        <DraftsWaiting ctx={ctx} />
        <Roles ctx={ctx} />
      </div>
    );
  }
  const pages = await Promise.all(programs.map(({ programSlug }) => listQueue(ctx, { programSlug, queue: "open" })));
  return (
    <div className="flex flex-col gap-8">
      <PageHeading face="sans">Your desk</PageHeading>
      <KeyWarnings ctx={ctx} />
      <ReviewsDue ctx={ctx} />
      <DraftsWaiting ctx={ctx} />
      {pages.map((page) => (
        <ProgramDay key={page.programSlug} page={page} />
      ))}
    </div>
  );
}

/** To those who keep a program's key, while there is something to say about its end. */
async function KeyWarnings({ ctx }: { ctx: DeskContext }) {
  const kept = ctx.actor.memberships.filter((membership) => can(ctx.actor, "keys.read", membership));
  const slugs = [...new Set(kept.map(({ programSlug }) => programSlug))];
  const keys = await Promise.all(
    slugs.map(async (slug) => [slug, (await listProgramKeys(ctx, slug)).current] as const),
  );
  return keys.map(([slug, key]) => (
    <KeyWarning
      key={slug}
      programKey={key}
      programName={slug}
      href={address("/staff/settings/keys", { program: slug })}
    />
  ));
}

/** To those who govern a policy, from the first reminder until its review is signed. */
async function ReviewsDue({ ctx }: { ctx: DeskContext }) {
  const due = governedPrograms(ctx).length === 0 ? [] : await listReviewsDue(ctx);
  return due.map(({ programSlug, programName, review, now }) => (
    <ReviewClock
      key={programSlug}
      review={review}
      now={now}
      of={programName}
      action={
        <TextLink href={address("/staff/policies/review", { program: programSlug })}>
          Open the worksheet of the review
        </TextLink>
      }
    />
  ));
}

/** To those whose name a draft waits for. */
async function DraftsWaiting({ ctx }: { ctx: DeskContext }) {
  const waiting = governedPrograms(ctx).length === 0 ? [] : await listDraftsWaiting(ctx);
  return waiting.map((draft) => <DraftNotice key={draft.publicId} draft={draft} />);
}

function ProgramDay({ page }: { page: TriagePage }) {
  const late = page.rows.filter(({ clocks }) => ["breached", "missed"].includes(clocks[0]?.state ?? "")).length;
  const unread = page.rows.filter((row) => row.unread).length;
  const reports = address("/staff/reports", { program: page.programSlug });
  const facts = [
    `${page.total >= 1000 ? "1000+" : page.total} open`,
    late === 0 ? "none late" : `${late} late`,
    unread === 0 ? "none unread" : `${unread} unread`,
  ];
  return (
    <section aria-labelledby={`day-${page.programSlug}`}>
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={`day-${page.programSlug}`} className="text-base font-semibold">
          Due next · {page.programName}
        </h2>
        <p className="text-ink-soft tabular-nums">
          {facts.join(" · ")}
          {page.next ? ` (of the ${page.rows.length} due first)` : ""}
        </p>
      </div>
      {page.rows.length === 0 ? (
        <EmptyState title="Nothing is due: no report is open.">
          A new one appears here as soon as it is sent.
        </EmptyState>
      ) : (
        <>
          <ReportTable caption={`Due next, ${page.programName}`} rows={page.rows.slice(0, SHOWN)} />
          <p className="py-3">
            <TextLink href={address("/staff/triage", { program: page.programSlug })}>Triage</TextLink>
            {page.rows.length > SHOWN ? (
              <>
                {" "}
                · <TextLink href={reports}>All open reports</TextLink>
              </>
            ) : null}
          </p>
        </>
      )}
    </section>
  );
}

const ROLE_WORDS = {
  triager: "Triager",
  coordinator: "Coordinator",
  policy_owner: "Policy owner",
  executive: "Executive",
  privacy_officer: "Privacy officer",
  auditor: "Auditor",
  admin: "Administrator",
} as const;

/** For staff who govern or run the portal without reading its reports. */
function Roles({ ctx }: { ctx: DeskContext }) {
  const governed = governedPrograms(ctx).map(({ programSlug }) => programSlug);
  return (
    <div className="flex max-w-form flex-col gap-4 text-base">
      <QueueHeading title="Your desk" />
      <p>Your roles read no reports, so no queue is shown here.</p>
      <ul className="flex flex-col gap-2">
        {ctx.actor.memberships.map(({ programSlug, role }) => (
          <li key={`${programSlug} ${role}`}>
            {ROLE_WORDS[role]} of {programSlug} ·{" "}
            <TextLink href={`/programs/${programSlug}/policy`}>Read its policy</TextLink>
            {governed.includes(programSlug) ? (
              <>
                {" · "}
                <TextLink href={address("/staff/policies", { program: programSlug })}>Govern it</TextLink>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
