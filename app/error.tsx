"use client";

import { ProblemPage } from "@/components/shell/problem-page";
import { MAIN_ID } from "@/components/shell/skip-link";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id={MAIN_ID} tabIndex={-1} className="mx-auto w-full max-w-page px-4 py-12 sm:px-6">
      <title>Something went wrong – Safe Harbour</title>
      <ProblemPage
        title="Something went wrong on our side"
        what="This page could not be shown. Nothing was changed by opening it."
        textSafety="What you saved before is kept. Text that you had typed and not yet saved was not received."
        incident={error.digest}
        onRetry={reset}
      />
    </main>
  );
}
