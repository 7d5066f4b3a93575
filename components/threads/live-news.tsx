"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { hearLive } from "@/components/live/connection";
import { isTyping } from "@/components/live/is-typing";
import type { What } from "@/lib/live/change";

const SAID: Partial<Record<What, string>> = {
  message: "A new message came.",
  note: "A colleague wrote a note.",
  status: "The report moved on.",
  other: "Something new stands on this report.",
};

/** Changes that arrive this close together are shown together. */
const TOGETHER_MS = 150;

/**
 * Shows what changes on this report as it happens. While something is being typed, the page stays as it is and says that
 * there is news. Without JavaScript a reload shows the same.
 */
export function LiveNews({ reference }: { reference: string }) {
  const router = useRouter();
  const [waiting, setWaiting] = useState<string | null>(null);
  const [shown, setShown] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const stop = hearLive((news) => {
      if (news.kind === "change" && (news.change.reference !== reference || news.change.what === "presence")) return;
      // One's own look would take away the marks of what is new as soon as they stand there.
      if (news.kind === "change" && news.change.own && news.change.what === "seen") return;
      const what = news.kind === "anew" ? "other" : news.change.what;
      const own = news.kind === "change" && news.change.own;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        // That it was seen changes a word beneath a message; nobody has to hear of it.
        const said = own ? undefined : SAID[what];
        if (!isTyping()) {
          router.refresh();
          setWaiting(null);
          if (said) setShown(said);
        } else if (said) setWaiting(said);
      }, TOGETHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer.current);
    };
  }, [reference, router]);
  return (
    <div role="status">
      {waiting === null ? (
        <span className="sr-only">{shown}</span>
      ) : (
        <p className="sticky rounded-lg border border-pause bg-pause-bg px-4 py-2 text-pause">
          {waiting}{" "}
          <button
            type="button"
            className="font-semibold underline underline-offset-4"
            onClick={() => {
              setWaiting(null);
              router.refresh();
            }}
          >
            Show it
          </button>
        </p>
      )}
    </div>
  );
}
