import type { Metadata } from "next";
import { SubmitButton } from "@/components/forms/submit-button";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { EndpointFields } from "@/components/webhooks/endpoint-fields";
import { EndpointState } from "@/components/webhooks/endpoint-state";
import { SecretForm } from "@/components/webhooks/secret-once";
import { can } from "@/lib/auth/policy";
import { webhookRoom } from "@/lib/webhooks/queries";
import { address, deskContext, orNotFound, type SearchParams, single } from "../../desk";
import { addAction } from "./actions";

const TITLE = "Webhooks";
const PATH = "/staff/settings/webhooks";

type Props = { searchParams: SearchParams };

async function load(searchParams: SearchParams) {
  const program = single((await searchParams).program);
  const ctx = await deskContext(address(PATH, { program }));
  return { ctx, room: await orNotFound(webhookRoom(ctx, program)) };
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { room } = await load(searchParams);
  // The form carries the title, so that errors reach it without scripts.
  return { title: room.mayChange ? { absolute: "" } : TITLE };
}

export default async function WebhooksPage({ searchParams }: Props) {
  const { ctx, room } = await load(searchParams);
  const slugs = new Set(
    ctx.actor.memberships
      .filter((membership) => can(ctx.actor, "webhooks.read", membership))
      .map(({ programSlug }) => programSlug),
  );
  return (
    <div className="flex max-w-form flex-col gap-8">
      {single((await searchParams).said) === "removed" ? (
        <Notice kind="success" live="status" title="Removed: nothing more is sent there" />
      ) : null}
      <div>
        <QueueHeading title={TITLE}>
          <Tabs
            label="Programs"
            tabs={[...slugs].map((slug) => ({
              href: address(PATH, { program: slug }),
              text: slug,
              current: slug === room.programSlug,
            }))}
          />
        </QueueHeading>
        <p className="max-w-measure text-ink-soft">
          {room.programName}: other systems hear that something happened, signed by Standard Webhooks. They are told a
          reference and a type, and nothing at all of reports that are sealed or restricted.
        </p>
      </div>
      <section aria-labelledby="endpoints" className="flex flex-col gap-3">
        <h2 id="endpoints" className="text-lg font-semibold">
          Endpoints
        </h2>
        {room.endpoints.length === 0 ? (
          <EmptyState title="Nothing is told to other systems.">
            An endpoint lets a tracker, a chat or a pager know at once.
          </EmptyState>
        ) : (
          <ul className="flex flex-col divide-y divide-line border-y border-line">
            {room.endpoints.map((endpoint) => (
              <li key={endpoint.id} className="flex flex-col gap-1 py-3">
                <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <TextLink href={`${PATH}/${endpoint.id}`} className="font-semibold [overflow-wrap:anywhere]">
                    {endpoint.host}
                  </TextLink>
                  <EndpointState paused={endpoint.paused} />
                </p>
                <p className="text-sm text-ink-soft">
                  {endpoint.events.length === 1 ? "1 event" : `${endpoint.events.length} events`} ·{" "}
                  {endpoint.succeededAt ? (
                    <>
                      last delivered <When at={endpoint.succeededAt} zone={room.zone} />
                    </>
                  ) : (
                    "nothing delivered yet"
                  )}
                </p>
              </li>
            ))}
          </ul>
        )}
      </section>
      {room.mayChange ? (
        <section aria-labelledby="add" className="flex flex-col gap-4">
          <h2 id="add" className="text-lg font-semibold">
            Add an endpoint
          </h2>
          <SecretForm
            action={addAction.bind(null, room.programSlug)}
            title={`${TITLE} – Safe Harbour`}
            doneTitle="The endpoint was added"
          >
            <EndpointFields />
            <StepUpFields means={room.stepUp} />
            <div>
              <SubmitButton pendingText="Adding…">Add it and show its secret</SubmitButton>
            </div>
          </SecretForm>
        </section>
      ) : (
        <p className="text-ink-soft">An admin of this program changes them.</p>
      )}
    </div>
  );
}
