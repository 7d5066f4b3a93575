"use client";

import { ProblemPage } from "@/components/shell/problem-page";
import { MAIN_ID } from "@/components/shell/skip-link";

export default function VerifyErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id={MAIN_ID} tabIndex={-1} className="mx-auto w-full max-w-page px-4 py-12 sm:px-6">
      <title>Something went wrong – Safe Harbour</title>
      <ProblemPage
        title="Something went wrong on our side"
        what="The receipt was not checked. That says nothing about whether it is valid."
        textSafety="Nothing of it was kept here; you still have your file."
        incident={error.digest}
        onRetry={reset}
      />
    </main>
  );
}
