import { Fragment } from "react";
import { cx } from "@/components/ui/class-names";
import { When } from "@/components/ui/when";
import type { ThreadMessage } from "@/lib/reports/types";
import { FocusLinkedMessage } from "./focus-linked-message";

export type ThreadProps = {
  messages: readonly ThreadMessage[];
  zone: string;
  /** Who reads: their own messages stand at the other edge. */
  audience: ThreadMessage["side"];
  /** Where the messages before these are; only when there are any. */
  olderHref?: string | undefined;
  /** Said while nobody has written. */
  empty: string;
};

/** The conversation, oldest first; each message can be linked to as `#m-<id>`. */
export function Thread({ messages, zone, audience, olderHref, empty }: ThreadProps) {
  if (messages.length === 0) return <p className="text-ink-soft">{empty}</p>;
  const firstUnread = messages.findIndex(({ unread }) => unread);
  const unread = messages.filter((message) => message.unread).length;
  return (
    <div className="flex flex-col gap-4">
      <FocusLinkedMessage newest={messages.at(-1)?.id} />
      {olderHref ? (
        <p>
          <a href={olderHref} className="text-link underline underline-offset-4">
            Show older messages
          </a>
        </p>
      ) : null}
      {messages.map((message, index) => (
        <Fragment key={message.id}>
          {index === firstUnread ? (
            <p
              id="new"
              className="flex items-center gap-3 text-sm font-semibold text-accent before:h-px before:grow before:bg-accent after:h-px after:grow after:bg-accent"
            >
              New since your last visit: {unread === 1 ? "1 message" : `${unread} messages`}
            </p>
          ) : null}
          <Message message={message} zone={zone} own={message.side === audience} />
        </Fragment>
      ))}
    </div>
  );
}

function Message({ message, zone, own }: { message: ThreadMessage; zone: string; own: boolean }) {
  const anchor = `m-${message.id}`;
  return (
    <article
      id={anchor}
      tabIndex={-1}
      aria-labelledby={`${anchor}-by`}
      className={cx("scroll-mt-24 border-s-2 py-1 ps-4 target:bg-sunken", own ? "border-line-strong" : "border-accent")}
    >
      <header className="flex flex-wrap items-baseline gap-x-2 text-sm">
        <h3 id={`${anchor}-by`} className="font-semibold">
          {message.from}
          {message.unread ? <span className="font-normal text-accent"> · new</span> : null}
        </h3>
        <a href={`#${anchor}`} className="text-ink-faint hover:underline">
          <When at={message.sentAt} zone={zone} />
          <span className="sr-only"> – link to this message</span>
        </a>
      </header>
      <div
        className="reading mt-1 font-sans text-base"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised HTML of the server's own renderer (ThreadMessage.html)
        dangerouslySetInnerHTML={{ __html: message.html }}
      />
    </article>
  );
}
