"use client";

import { useEffect, useState } from "react";
import { hearLive } from "@/components/live/connection";
import type { InboxSide } from "@/lib/notifications/inbox/types";

/** What happens close together is counted once. */
const TOGETHER_MS = 400;
const SHOWN_AT_MOST = 99;

/**
 * How many reports have something new, as the server said it, and as it changes. Its place is as wide for none as for
 * many, so that nothing beside it moves.
 */
export function UnreadCount({ side, count }: { side: InboxSide; count: number }) {
  const [heard, setHeard] = useState<{ count: number; after: number } | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      timer = undefined;
      const answer = await fetch(`/api/inbox?side=${side}`, { headers: { "x-background": "1" } }).catch(() => null);
      if (!answer?.ok) return;
      const told = (await answer.json()) as { unread: number };
      setHeard({ count: told.unread, after: count });
    };
    const stop = hearLive((news) => {
      if (news.kind === "change" && news.change.what === "presence") return;
      timer ??= setTimeout(() => void ask(), TOGETHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [side, count]);
  // What the server says with a newer page counts more than what was heard before it.
  const now = heard?.after === count ? heard.count : count;
  return (
    <span className="inline-block min-w-[3ch] text-end font-normal text-ink-soft tabular-nums">
      {now > 0 ? (
        <>
          {now > SHOWN_AT_MOST ? `${SHOWN_AT_MOST}+` : now}
          <span className="sr-only"> new</span>
        </>
      ) : null}
    </span>
  );
}
