"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useState } from "react";

const EVERY_MS = 30_000;

/**
 * Says politely when something new stands on the report that this page shows, and leaves the page and
 * whatever is being typed alone. Without JavaScript a reload shows the same.
 */
export function LiveNews({ reference, mark }: { reference: string; mark: string }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { gcTime: EVERY_MS, retry: false } } }));
  return (
    <QueryClientProvider client={client}>
      <News reference={reference} mark={mark} />
    </QueryClientProvider>
  );
}

function News({ reference, mark }: { reference: string; mark: string }) {
  const { data } = useQuery({
    queryKey: ["pulse", reference],
    queryFn: ({ signal }) => readPulse(reference, signal),
    initialData: mark,
    // The page is as fresh as its mark; the first question comes after one interval.
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: "always",
  });
  return (
    <div role="status">
      {data === mark ? null : (
        <p className="rounded-lg border border-pause bg-pause-bg px-4 py-2 text-pause">
          Something new stands on this report.{" "}
          <button
            type="button"
            className="font-semibold underline underline-offset-4"
            onClick={() => window.location.reload()}
          >
            Show it
          </button>
        </p>
      )}
    </div>
  );
}

async function readPulse(reference: string, signal: AbortSignal): Promise<string> {
  const answer = await fetch(`/api/reports/${encodeURIComponent(reference)}/pulse`, {
    signal,
    // Background questions do not keep a session alive (security.md N16).
    headers: { "X-Background": "1" },
  });
  const body: unknown = await answer.json();
  if (!answer.ok || typeof body !== "object" || body === null || !("mark" in body)) throw new Error("no pulse");
  return String(body.mark);
}
