import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/button";

/** What happened, whether typed text is safe, what to do next, and the id by which the operator finds the cause. */
export function ProblemPage({
  title,
  what,
  textSafety,
  incident,
  onRetry,
  children,
}: {
  title: string;
  what: string;
  textSafety: string;
  incident?: string | undefined;
  onRetry?: (() => void) | undefined;
  children?: ReactNode;
}) {
  return (
    <div className="flex max-w-form flex-col gap-4">
      <h1 className="font-heading text-3xl font-semibold sm:text-4xl">{title}</h1>
      <p className="text-lg">{what}</p>
      <p className="text-lg">{textSafety}</p>
      {incident ? (
        <p>
          If it happens again, tell us this incident id: <code className="font-mono text-sm">{incident}</code>
        </p>
      ) : null}
      {children}
      <div className="mt-2 flex flex-wrap gap-3">
        {onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
        <ButtonLink href="/" variant="secondary">
          Go to the start page
        </ButtonLink>
        <ButtonLink href="/help" variant="quiet">
          Help & contact
        </ButtonLink>
      </div>
    </div>
  );
}
