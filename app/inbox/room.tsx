import { InboxList } from "@/components/inbox/inbox-list";
import { InboxNews } from "@/components/inbox/inbox-news";
import { LiveRefresh } from "@/components/live/live-list";
import { Pagination } from "@/components/ui/pagination";
import { readInbox } from "@/lib/notifications/inbox/queries";
import { boxSchema, instantSchema } from "@/lib/notifications/inbox/schema";
import type { InboxSide } from "@/lib/notifications/inbox/types";
import { parseReference } from "@/lib/reports/reference";
import type { Context } from "@/lib/request/transaction";
import { finish, putAside, putBack, wake } from "./actions";
import { inboxPath } from "./places";

type Asked = Record<string, string | string[] | undefined>;

/** An inbox: what somebody was told of, what they put aside, and what they are done with. */
export async function InboxRoom({ ctx, side, asked }: { ctx: Context; side: InboxSide; asked: Asked }) {
  const box = boxSchema.safeParse(asked.box).data ?? "todo";
  const after = typeof asked.after === "string" ? asked.after : undefined;
  const page = await readInbox(ctx, side, { box, after });
  const path = inboxPath(side);
  const of = typeof asked.of === "string" ? parseReference(asked.of) : null;
  const reference = of?.ok ? of.reference : null;
  const done = instantSchema.safeParse(asked.done);
  const aside = instantSchema.safeParse(asked.aside);
  return (
    <>
      <LiveRefresh />
      <InboxNews
        reference={reference}
        done={done.success && reference ? putBack.bind(null, side, reference, box, done.data) : null}
        aside={
          aside.success && reference
            ? { until: new Date(aside.data).toISOString(), wake: wake.bind(null, side, reference, box) }
            : null
        }
        back={asked.back !== undefined}
      />
      <InboxList
        page={page}
        side={side}
        path={path}
        first={after === undefined}
        actions={{
          done: (which) => finish.bind(null, side, which, box),
          snooze: (which) => putAside.bind(null, side, which, box),
          wake: (which) => wake.bind(null, side, which, box),
          putBack: (which) => putBack.bind(null, side, which, box, null),
        }}
      />
      <Pagination
        label="Pages of this list"
        previousHref={after === undefined ? undefined : `${path}?box=${box}`}
        previousText="Newest"
        nextHref={page.next ? `${path}?box=${box}&after=${encodeURIComponent(page.next)}` : undefined}
      />
    </>
  );
}
