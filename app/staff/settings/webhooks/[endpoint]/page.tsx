import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { Tabs } from "@/components/triage/queue-heading";
import { BackLink } from "@/components/ui/back-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { When } from "@/components/ui/when";
import { EndpointFields } from "@/components/webhooks/endpoint-fields";
import { DeliveryState } from "@/components/webhooks/endpoint-state";
import { SecretForm } from "@/components/webhooks/secret-once";
import { LOG_LENGTH, webhookEndpoint } from "@/lib/webhooks/queries";
import { TRIES } from "@/lib/webhooks/schedule";
import type { WebhookDelivery, WebhookEndpoint, WebhookRoom } from "@/lib/webhooks/types";
import { outcomeWords, PAUSE_WORDS } from "@/lib/webhooks/words";
import { deskContext, orNotFound, type SearchParams, single } from "../../../desk";
import {
  changeAction,
  pauseAction,
  removeAction,
  replayAction,
  resumeAction,
  secretAction,
  testAction,
} from "../actions";

const PATH = "/staff/settings/webhooks";
const SAID: Record<string, string> = {
  changed: "Changed",
  paused: "Paused: what happens meanwhile waits for three days",
  resumed: "Resumed: what waited is on its way",
  tested: "A test is on its way; its outcome is in the log",
  replayed: "It is sent again under the same id",
};

type Props = { params: Promise<{ endpoint: string }>; searchParams: SearchParams };

async function load({ params }: Pick<Props, "params">) {
  const { endpoint } = await params;
  const ctx = await deskContext(`${PATH}/${encodeURIComponent(endpoint)}`);
  return orNotFound(webhookEndpoint(ctx, endpoint));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { endpoint } = await load(props);
  return { title: `Webhook to ${endpoint.host}` };
}

export default async function WebhookPage(props: Props) {
  const { room, endpoint, log } = await load(props);
  const asked = await props.searchParams;
  const said = SAID[single(asked.said) ?? ""];
  const { paused } = endpoint;
  return (
    <div className="flex max-w-form flex-col gap-8">
      <div className="flex flex-col gap-3">
        <BackLink href={`${PATH}?program=${room.programSlug}`}>Webhooks</BackLink>
        {said ? <Notice kind="success" live="status" title={said} /> : null}
        <PageHeading face="sans">{endpoint.host}</PageHeading>
        {paused ? (
          <Notice kind={paused.because === "by_hand" ? "info" : "error"} title={PAUSE_WORDS[paused.because].title}>
            Since <When at={paused.at} zone={room.zone} />. {PAUSE_WORDS[paused.because].sentence}
          </Notice>
        ) : null}
      </div>
      <DefinitionList
        items={[
          ...(endpoint.url
            ? [
                {
                  term: "Address",
                  description: <span className="font-mono text-sm break-all">{endpoint.url}</span>,
                },
              ]
            : []),
          { term: "Events", description: endpoint.events.join(", ") },
          {
            term: "Last delivered",
            description: endpoint.succeededAt ? <When at={endpoint.succeededAt} zone={room.zone} /> : "Nothing yet",
          },
          ...(endpoint.formerUntil
            ? [
                {
                  term: "Former secret",
                  description: (
                    <>
                      Signs beside the new one until <When at={endpoint.formerUntil} zone={room.zone} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {room.mayChange ? <ByHand endpoint={endpoint} /> : null}
      <Log endpoint={endpoint} log={log} room={room} />
      {room.mayChange ? <Changes endpoint={endpoint} room={room} open={changeOf(single(asked.change))} /> : null}
    </div>
  );
}

function ByHand({ endpoint: { id, paused, version } }: { endpoint: WebhookEndpoint }) {
  const hidden = { version: String(version) };
  return (
    <div className="flex flex-wrap gap-3">
      <ActionForm action={testAction.bind(null, id)}>
        <SubmitButton variant="secondary" size="compact" pendingText="Sending…">
          Send a test
        </SubmitButton>
      </ActionForm>
      <ActionForm action={(paused ? resumeAction : pauseAction).bind(null, id)} hidden={hidden}>
        <ReloadAfterConflict href={`${PATH}/${id}`} what="the endpoint" />
        <SubmitButton variant="secondary" size="compact">
          {paused ? "Resume" : "Pause"}
        </SubmitButton>
      </ActionForm>
    </div>
  );
}

function Log({ endpoint, log, room }: { endpoint: WebhookEndpoint; log: WebhookDelivery[]; room: WebhookRoom }) {
  return (
    <section aria-labelledby="log" className="flex flex-col gap-3">
      <h2 id="log" className="text-lg font-semibold">
        Log
      </h2>
      <p className="text-ink-soft">
        The last {LOG_LENGTH}. A failure is tried {TRIES} times over three days; an event keeps its id at every try.
      </p>
      {log.length === 0 ? (
        <EmptyState title="Nothing was sent yet.">A test shows whether the endpoint answers.</EmptyState>
      ) : (
        <ul className="flex flex-col divide-y divide-line border-y border-line">
          {log.map((delivery) => (
            <li key={delivery.message} className="flex flex-col gap-1 py-3">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-mono text-sm font-semibold">{delivery.type}</span>
                <DeliveryState state={delivery.state} />
                <span className="text-sm text-ink-soft">
                  <When at={delivery.createdAt} zone={room.zone} />
                </span>
              </p>
              <p className="text-sm text-ink-soft">{progressOf(delivery)}</p>
              <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
                <Disclosure summary="What it says" size="compact">
                  <pre className="font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
                    {`webhook-id: ${delivery.message}\n\n${delivery.body}`}
                  </pre>
                </Disclosure>
                {room.mayChange && endpoint.paused === null ? (
                  <ActionForm action={replayAction.bind(null, endpoint.id)} hidden={{ message: delivery.message }}>
                    <SubmitButton variant="secondary" size="compact">
                      Send again
                    </SubmitButton>
                  </ActionForm>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function progressOf({ tries, outcome, state }: WebhookDelivery): string {
  const counted = tries === 1 ? "1 try" : `${tries} tries`;
  return state === "waiting" && tries === 0 ? outcomeWords(null) : `${counted} · ${outcomeWords(outcome)}`;
}

const CHANGES = { address: "Address and events", secret: "Make a new secret", removal: "Remove it" } as const;
type Change = keyof typeof CHANGES;

function changeOf(asked: string | undefined): Change | null {
  return asked !== undefined && Object.hasOwn(CHANGES, asked) ? (asked as Change) : null;
}

/** One form at a time: each asks for the second factor. */
function Changes({ endpoint, room, open }: { endpoint: WebhookEndpoint; room: WebhookRoom; open: Change | null }) {
  return (
    <section aria-labelledby="change" className="flex flex-col gap-4 border-t border-line pt-6">
      <h2 id="change" className="text-lg font-semibold">
        Change it
      </h2>
      <Tabs
        label="Changes"
        tabs={Object.entries(CHANGES).map(([name, text]) => ({
          href: `${PATH}/${endpoint.id}?change=${name}#change`,
          text,
          current: name === open,
        }))}
      />
      {open ? <ChangeForm endpoint={endpoint} room={room} change={open} /> : null}
    </section>
  );
}

function ChangeForm({ endpoint, room, change }: { endpoint: WebhookEndpoint; room: WebhookRoom; change: Change }) {
  const hidden = { version: String(endpoint.version) };
  const reload = <ReloadAfterConflict href={`${PATH}/${endpoint.id}`} what="the endpoint" />;
  switch (change) {
    case "address":
      return (
        <ActionForm action={changeAction.bind(null, endpoint.id)} hidden={hidden} className="flex flex-col gap-6">
          {reload}
          <EndpointFields url={endpoint.url ?? ""} events={endpoint.events} />
          <StepUpFields means={room.stepUp} />
          <div>
            <SubmitButton pendingText="Saving…">Save</SubmitButton>
          </div>
        </ActionForm>
      );
    case "secret":
      return (
        <SecretForm action={secretAction.bind(null, endpoint.id)} hidden={hidden} doneTitle="The new secret">
          {reload}
          <p>
            From then on events carry two signatures, by the new secret and by the present one, for 24 hours: time to
            change it at the receiver without losing an event.
          </p>
          <StepUpFields means={room.stepUp} />
          <div>
            <SubmitButton variant="secondary">Make a new secret</SubmitButton>
          </div>
        </SecretForm>
      );
    case "removal":
      return (
        <ActionForm action={removeAction.bind(null, endpoint.id)} hidden={hidden} className="flex flex-col gap-6">
          {reload}
          <CheckboxField
            name="confirmed"
            label="Nothing more is sent there"
            hint="Its log goes too. This cannot be undone"
          />
          <StepUpFields means={room.stepUp} />
          <div>
            <SubmitButton variant="danger">Remove the endpoint</SubmitButton>
          </div>
        </ActionForm>
      );
  }
}
