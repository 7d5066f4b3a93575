"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

export type EndpointSecret = { endpoint: string; secret: string };

/** A form whose answer, in its place, is the secret that it made. */
export function SecretForm({
  action,
  title,
  hidden,
  doneTitle,
  children,
}: {
  action: FormAction<EndpointSecret>;
  title?: string;
  hidden?: Readonly<Record<string, string>>;
  doneTitle: string;
  children: ReactNode;
}) {
  return (
    <ActionForm
      action={action}
      title={title}
      hidden={hidden}
      className="flex flex-col gap-6"
      done={(made) => <SecretOnce title={doneTitle} {...made} />}
    >
      {children}
    </ActionForm>
  );
}

/** The heading takes the focus, so that nobody misses the one answer that ever holds the secret. */
function SecretOnce({ title, endpoint, secret }: EndpointSecret & { title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section
      aria-labelledby="secret-once"
      className="flex flex-col gap-4 rounded-lg border-2 border-met bg-met-bg p-5 sm:p-6"
    >
      <title>{`${title} – Safe Harbour`}</title>
      <h2 id="secret-once" ref={heading} tabIndex={-1} className="text-lg font-semibold">
        {title}
      </h2>
      <dl>
        <dt>Signing secret</dt>
        <dd className="flex flex-wrap items-center gap-3">
          <code className="font-mono font-semibold break-all select-all">{secret}</code>
          <CopyButton text={secret} label="Copy the secret" />
        </dd>
      </dl>
      <p>
        <strong className="font-semibold">Keep it now: it is shown this once.</strong> Your receiver checks the
        signature of every event with it, by any library of Standard Webhooks.
      </p>
      <div>
        <ButtonLink href={`/staff/settings/webhooks/${endpoint}`} variant="secondary">
          I have kept it: go to the endpoint
        </ButtonLink>
      </div>
    </section>
  );
}
