"use client";

import { ProblemPage } from "@/components/shell/problem-page";

export default function StaffErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <title>Something went wrong – Safe Harbour</title>
      <ProblemPage
        title="Something went wrong on our side"
        what="This page could not be shown. No report was changed by opening it, and no clock depends on it."
        textSafety="What you sent or saved is kept. A message or note that you had not sent yet was not received."
        incident={error.digest}
        onRetry={reset}
      />
    </>
  );
}
