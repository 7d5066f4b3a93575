"use client";

import { ProblemPage } from "@/components/shell/problem-page";
import { MAIN_ID } from "@/components/shell/skip-link";
import "./globals.css";

export default function GlobalErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <head>
        <meta name="referrer" content="same-origin" />
        <title>Something went wrong – Safe Harbour</title>
      </head>
      <body>
        <main id={MAIN_ID} tabIndex={-1} className="mx-auto w-full max-w-page px-4 py-12 sm:px-6">
          <ProblemPage
            title="Something went wrong on our side"
            what="The portal could not build this page. Nothing was changed by opening it."
            textSafety="What you saved before is kept. Text that you had typed and not yet saved was not received."
            incident={error.digest}
            onRetry={reset}
          />
        </main>
      </body>
    </html>
  );
}
