"use client";

import type { ReactNode } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { ButtonLink } from "@/components/ui/button";
import { CodeOnce } from "./code-once";
import type { SentToGuest } from "./send-as-guest";

/** The form that makes a new receipt code; the answer to it, in this place, is the code. */
export function ReplaceCode({ action, children }: { action: FormAction<SentToGuest>; children: ReactNode }) {
  return (
    <ActionForm
      action={action}
      className="flex flex-col gap-4"
      done={({ reference, code }) => (
        <CodeOnce title="Your new receipt code" reference={reference} code={code}>
          <ButtonLink href={`/reports/${reference}`}>I have kept it: go to the report</ButtonLink>
        </CodeOnce>
      )}
    >
      {children}
    </ActionForm>
  );
}
