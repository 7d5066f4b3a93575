"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { type Steady, steadyRows } from "@/lib/live/steady";
import { hearLive } from "./connection";

/** A list is read again at most this often, however much happens. */
const AT_MOST_EVERY_MS = 3000;

/** Reads the page's lists again when something changes on a report that their reader may read; typing is left alone. */
export function useLiveRefresh(before?: () => void): void {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  const tell = useRef(before);
  useEffect(() => {
    tell.current = before;
  });
  useEffect(() => {
    const stop = hearLive((news) => {
      const quiet = news.kind === "change" && (news.change.what === "presence" || news.change.what === "seen");
      if (quiet || timer.current !== undefined) return;
      const wait = Math.max(150, last.current + AT_MOST_EVERY_MS - Date.now());
      timer.current = setTimeout(() => {
        timer.current = undefined;
        last.current = Date.now();
        tell.current?.();
        router.refresh();
      }, wait);
    });
    return () => {
      stop();
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [router]);
}

/**
 * The rows to show: steady through what changes by itself, until `showAll` is called. What the reader does, or another
 * page, filter or order, shows the list as it is.
 */
export function useSteadyRows<R>(
  fresh: readonly R[],
  list: string,
  keyOf: (row: R) => string,
): Steady<R> & { showAll: () => void } {
  const [held, setHeld] = useState({ list, shown: fresh, latest: fresh });
  const byItself = useRef(false);
  useLiveRefresh(() => {
    byItself.current = true;
  });
  useEffect(() => {
    if (held.latest === fresh && held.list === list) return;
    const steady = byItself.current && held.list === list;
    byItself.current = false;
    setHeld({ list, shown: steady ? held.shown : fresh, latest: fresh });
  }, [held, fresh, list]);
  const shown = held.list === list ? held.shown : fresh;
  return {
    ...steadyRows(shown, held.latest === fresh ? fresh : shown, keyOf),
    showAll: () => setHeld({ list, shown: fresh, latest: fresh }),
  };
}

/** Above a list whose rows stand still: what joined it meanwhile, and the way to it. */
export function ArrivedBar({ arrived, left, showAll }: { arrived: number; left: number; showAll: () => void }) {
  const words = [arrived > 0 ? `${arrived} new` : "", left > 0 ? `${left} no longer in this list` : ""].filter(Boolean);
  return (
    <div role="status">
      {words.length > 0 ? (
        <p className="rounded-md border border-pause bg-pause-bg px-3 py-1 text-sm text-pause">
          {words.join(", ")} –{" "}
          <button type="button" className="font-semibold underline underline-offset-4" onClick={showAll}>
            show
          </button>
        </p>
      ) : null}
    </div>
  );
}

/** For pages whose lists may simply be shown as they are now. */
export function LiveRefresh() {
  useLiveRefresh();
  return null;
}
