import { cx } from "@/components/ui/class-names";
import { When } from "@/components/ui/when";
import type { InquiryMessage } from "@/lib/inquiries/types";

/** A question and what was said about it, oldest first, as plain text. */
export function InquiryThread({
  messages,
  zone,
  reader,
}: {
  messages: readonly InquiryMessage[];
  zone: string;
  reader: InquiryMessage["side"];
}) {
  return (
    <ol className="flex flex-col gap-5">
      {messages.map((message) => {
        const own = message.side === reader;
        return (
          <li
            key={`${message.sentAt} ${message.side} ${message.text.slice(0, 20)}`}
            className={cx("border-s-2 py-1 ps-4", own ? "border-line-strong" : "border-accent")}
          >
            <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
              <span className="font-semibold">{speaker(message.side, reader)}</span>
              <span className="text-ink-faint">
                <When at={message.sentAt} zone={zone} />
              </span>
            </p>
            <p className="mt-1 max-w-measure text-base whitespace-pre-line">{message.text}</p>
          </li>
        );
      })}
    </ol>
  );
}

function speaker(side: InquiryMessage["side"], reader: InquiryMessage["side"]): string {
  if (side === "staff") return "Security team";
  return reader === "asker" ? "You" : "Who asked";
}
