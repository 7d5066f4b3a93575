import { Fragment } from "react";
import type { FormAction } from "@/components/forms/action-form";
import { cx } from "@/components/ui/class-names";
import { When } from "@/components/ui/when";
import type { ThreadMessage, ThreadPage } from "@/lib/threads/types";
import { FocusLinkedMessage } from "./focus-linked-message";
import { Message } from "./message";

/** What can be done to one message; each is bound to its id. */
export type MessageActions = {
  undo: (id: string) => FormAction<undefined>;
  letGo: (id: string) => FormAction<undefined>;
  change: (id: string) => FormAction<undefined>;
  withhold: (id: string) => FormAction<undefined>;
};

export type ThreadProps = {
  page: ThreadPage;
  zone: string;
  /** Who reads: their own messages stand at the other edge. */
  audience: ThreadMessage["side"];
  /** The address that shows any part of the thread: takes `m`, `before`, `quote`, `edit` and `withhold`. */
  base: string;
  actions: MessageActions;
  /** The message whose withholding is being written. */
  withholding?: string | undefined;
  /** Said while nobody has written. */
  empty: string;
  title: string;
};

/** The conversation, oldest first; each message can be linked to as `#m-<id>`, also from another page of it. */
export function Thread({ page, zone, audience, base, actions, withholding, empty, title }: ThreadProps) {
  const { messages, moreMessages, newerMessages, readAt } = page;
  if (messages.length === 0) return <p className="text-ink-soft">{empty}</p>;
  const firstUnread = messages.findIndex(({ unread }) => unread);
  const unread = messages.filter((message) => message.unread).length;
  const [first] = messages;
  const link = "text-link underline underline-offset-4";
  return (
    <div className="flex flex-col gap-4">
      <FocusLinkedMessage newest={messages.at(-1)?.id} base={base} />
      {moreMessages && first ? (
        <p>
          <a href={`${base}?before=${first.id}#conversation`} className={link}>
            Show older messages
          </a>
        </p>
      ) : null}
      {messages.map((message, index) => (
        <Fragment key={message.id}>
          {index === firstUnread ? (
            <p
              id="new"
              className="flex items-center gap-3 text-center text-sm font-semibold text-accent before:h-px before:grow before:bg-accent after:h-px after:grow after:bg-accent"
            >
              <span>
                {readAt === null ? "New" : "New since "}
                {readAt === null ? null : <When at={readAt} zone={zone} />}:{" "}
                {unread === 1 ? "1 message" : `${unread} messages`}
              </span>
            </p>
          ) : null}
          <Message
            message={message}
            zone={zone}
            own={message.side === audience}
            base={base}
            actions={actions}
            editing={page.editing?.id === message.id ? page.editing.text : null}
            withholding={withholding === message.id}
            title={title}
          />
        </Fragment>
      ))}
      {newerMessages ? (
        <p className={cx("border-t border-line pt-4")}>
          <a href={`${base}#conversation`} className={link}>
            To the newest messages
          </a>
        </p>
      ) : null}
    </div>
  );
}
