import type { Metadata } from "next";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { can } from "@/lib/auth/policy";
import { MOVE_RULES } from "@/lib/reports/state";
import type { TemplateView } from "@/lib/templates/types";
import { address, type SearchParams, single } from "../../desk";
import { loadRoom, TEMPLATES_PATH } from "./load";

const TITLE = "Templates";
const SAID: Record<string, string> = {
  added: "The template is offered from now on",
  changed: "Changed; what was sent with it stays as it was",
  retired: "Out of use",
};

type Props = { searchParams: SearchParams };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { room } = await loadRoom(TEMPLATES_PATH, searchParams);
  return { title: `${TITLE}, ${room.programSlug}` };
}

export default async function TemplatesPage({ searchParams }: Props) {
  const { ctx, room } = await loadRoom(TEMPLATES_PATH, searchParams);
  const { programSlug, mayChange, zone } = room;
  const said = SAID[single((await searchParams).said) ?? ""];
  const programs = new Set(
    ctx.actor.memberships
      .filter((membership) => can(ctx.actor, "templates.read", membership))
      .map((membership) => membership.programSlug),
  );
  const inUse = room.templates.filter(({ retired }) => !retired);
  const retired = room.templates.filter((template) => template.retired);
  const listed = (templates: readonly TemplateView[], linked: boolean) => (
    <ul className="flex flex-col divide-y divide-line border-y border-line">
      {templates.map(({ id, title, body, move, language, changedAt }) => (
        <li key={id} className="flex flex-col gap-1 py-3">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {linked ? (
              <TextLink
                href={address(`${TEMPLATES_PATH}/${id}`, { program: programSlug })}
                className="font-semibold [overflow-wrap:anywhere]"
              >
                {title}
              </TextLink>
            ) : (
              <span className="font-semibold [overflow-wrap:anywhere]">{title}</span>
            )}
            {move ? <Tag>{MOVE_RULES[move].label}</Tag> : null}
            {language === "en" ? null : <Tag>{language}</Tag>}
          </p>
          <p className="max-w-measure truncate text-ink-soft" lang={language}>
            {body.replace(/\s+/g, " ")}
          </p>
          <p className="text-sm text-ink-faint">
            Changed <When at={changedAt} zone={zone} style="date" />
          </p>
        </li>
      ))}
    </ul>
  );
  return (
    <div className="flex max-w-page flex-col gap-8">
      {said ? <Notice kind="success" live="status" title={said} /> : null}
      <QueueHeading
        title={TITLE}
        lead={
          <>
            What the team begins its messages with. What the report knows takes the place of the variables; a text with
            one still open is not sent.
          </>
        }
      >
        <Tabs
          label="Programs"
          tabs={[...programs].map((slug) => ({
            href: address(TEMPLATES_PATH, { program: slug }),
            text: slug,
            current: slug === programSlug,
          }))}
        />
      </QueueHeading>
      {mayChange ? (
        <div>
          <ButtonLink href={address(`${TEMPLATES_PATH}/new`, { program: programSlug })} variant="secondary">
            Write a template
          </ButtonLink>
        </div>
      ) : (
        <p className="text-ink-soft">Coordinators and the policy owner of this program change them.</p>
      )}
      <section aria-labelledby="in-use" className="flex flex-col gap-3">
        <h2 id="in-use" className="text-lg font-semibold">
          In use
        </h2>
        {inUse.length === 0 ? (
          <EmptyState title="Every message is written from the first word.">
            A template saves the sentences that you write again and again.
          </EmptyState>
        ) : (
          listed(inUse, mayChange)
        )}
      </section>
      {retired.length > 0 ? (
        <section aria-labelledby="retired" className="flex flex-col gap-3">
          <h2 id="retired" className="text-lg font-semibold">
            Out of use
          </h2>
          {listed(retired, false)}
        </section>
      ) : null}
    </div>
  );
}
