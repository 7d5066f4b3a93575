"use client";

import { ProblemPage } from "@/components/shell/problem-page";

export default function ReportsErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <title>Something went wrong – Safe Harbour</title>
      <ProblemPage
        title="Something went wrong on our side"
        what="This page could not be shown. Opening it changed nothing: your report, its receipt and its dates are as they were."
        textSafety="What you sent is kept. A message that you had typed and not yet sent was not received; if it is still on your screen, copy it before you try again."
        incident={error.digest}
        onRetry={reset}
      />
    </>
  );
}
