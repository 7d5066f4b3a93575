"use client";

import type { ReactNode } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { ButtonLink } from "@/components/ui/button";
import { CodeOnce } from "./code-once";

export type SentToGuest = { reference: string; code: string };

/** The form that sends a guest's report; the answer to it, in this place, is the receipt code. */
export function SendAsGuest({
  action,
  title,
  hidden,
  sentTitle = "We received your report",
  children,
}: {
  action: FormAction<SentToGuest>;
  title: string;
  hidden?: Readonly<Record<string, string>>;
  sentTitle?: string;
  children: ReactNode;
}) {
  return (
    <ActionForm
      action={action}
      title={title}
      hidden={hidden}
      done={({ reference, code }) => (
        <CodeOnce title={sentTitle} reference={reference} code={code}>
          <ButtonLink href={`/reports/${reference}/receipt`}>I have kept it: go to the receipt</ButtonLink>
        </CodeOnce>
      )}
    >
      {children}
    </ActionForm>
  );
}
