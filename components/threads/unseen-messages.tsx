"use client";

import type { ReactNode } from "react";
import { useFormContextValue } from "@/components/forms/form-context";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { Notice } from "@/components/ui/notice";

/** When a reply was held because something was written meanwhile: links to it. The page shows it by now, so Send sends. */
export function UnseenMessages({ scope, fallback }: { scope: string; fallback: ReactNode }) {
  const { code, values } = useFormContextValue();
  if (code !== "CONFLICT") return null;
  const unseen = [values[fieldName(scope, "unseen")] ?? []].flat();
  if (unseen.length === 0) return fallback;
  return (
    <Notice
      kind="warning"
      title={unseen.length === 1 ? "1 message came while you wrote" : `${unseen.length} messages came while you wrote`}
    >
      <p>Your text is below, as you typed it. Read what came, change your text or leave it, and send it anyway.</p>
      <ul className="mt-1 flex flex-wrap gap-x-4">
        {unseen.map((id, index) => (
          <li key={id}>
            <a href={`#m-${id}`} className="inline-block py-1 text-link underline underline-offset-4">
              {unseen.length === 1 ? "Read it" : `Read message ${index + 1}`}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Says what the press does now: the reply was held, and its writer has seen why. */
export function SendButton({ scope, children }: { scope: string; children: ReactNode }) {
  const { code, values } = useFormContextValue();
  const held = code === "CONFLICT" && values[fieldName(scope, "unseen")] !== undefined;
  return <SubmitButton pendingText="Sending…">{held ? "Send anyway" : children}</SubmitButton>;
}
