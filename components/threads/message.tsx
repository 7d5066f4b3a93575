import { FilesBeside } from "@/components/attachments/file-list";
import { cx } from "@/components/ui/class-names";
import { Disclosure } from "@/components/ui/disclosure";
import { When } from "@/components/ui/when";
import type { ThreadMessage } from "@/lib/threads/types";
import { EditForm, HeldForms, WithholdMessageForm } from "./message-forms";
import { QuoteLink } from "./quote-link";
import type { MessageActions } from "./thread";

/** One message: who, when, what; beneath it what became of it, and what its reader can do with it. */
export function Message({
  message,
  zone,
  own,
  base,
  actions,
  editing,
  withholding,
  title,
}: {
  message: ThreadMessage;
  zone: string;
  own: boolean;
  base: string;
  actions: MessageActions;
  /** The text as written, while its writer changes it. */
  editing: string | null;
  withholding: boolean;
  title: string;
}) {
  const { id, delivery } = message;
  const anchor = `m-${id}`;
  return (
    <article
      id={anchor}
      tabIndex={-1}
      aria-labelledby={`${anchor}-by`}
      className={cx(
        "scroll-mt-24 border-s-2 py-1 ps-4 target:bg-sunken",
        own ? "border-line-strong" : "border-accent",
        delivery?.state === "held" && "border-dashed",
      )}
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
        {message.editedAt ? (
          <span className="text-ink-soft">
            changed <When at={message.editedAt} zone={zone} />
          </span>
        ) : null}
      </header>
      {message.withheld ? (
        <p className="mt-1 max-w-measure text-ink-soft">
          Withheld for good on <When at={message.withheld.at} zone={zone} />: {message.withheld.reason}
        </p>
      ) : editing !== null ? (
        <EditForm action={actions.change(id)} text={editing} cancelHref={`${base}?m=${id}#${anchor}`} title={title} />
      ) : message.html === "" ? null : (
        <MessageText html={message.html} />
      )}
      <FilesBeside files={message.files} />
      {message.versions.length > 0 ? (
        <Disclosure
          size="compact"
          summary={
            message.versions.length === 1 ? "What it said before" : `${message.versions.length} earlier versions`
          }
        >
          <ol className="flex flex-col gap-3">
            {message.versions.map((version) => (
              <li key={version.at}>
                <p className="text-sm text-ink-soft">
                  From <When at={version.at} zone={zone} />
                </p>
                <MessageText html={version.html} />
              </li>
            ))}
          </ol>
        </Disclosure>
      ) : null}
      {withholding ? (
        <WithholdMessageForm action={actions.withhold(id)} cancelHref={`${base}?m=${id}#${anchor}`} title={title} />
      ) : null}
      <Footer message={message} own={own} zone={zone} base={base} actions={actions} />
    </article>
  );
}

function MessageText({ html }: { html: string }) {
  return (
    <div
      className="reading mt-1 font-sans text-base"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised HTML of the server's own renderer (ThreadMessage.html)
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

const OTHER = { reporter: "the team", staff: "the reporter" } as const;

function Footer({
  message: { id, side, delivery, mine, mayEdit, mayWithhold, withheld },
  own,
  zone,
  base,
  actions,
}: {
  message: ThreadMessage;
  own: boolean;
  zone: string;
  base: string;
  actions: MessageActions;
}) {
  if (delivery?.state === "held" && mine) {
    return <HeldForms undo={actions.undo(id)} letGo={actions.letGo(id)} goesInMs={delivery.goesInMs} />;
  }
  const link = "text-link hover:underline pointer-coarse:py-2.5";
  const at = (what: string) => `${base}?m=${id}&${what}=${id}#m-${id}`;
  return (
    <footer className="mt-1 flex flex-wrap items-baseline gap-x-4 text-sm text-ink-soft">
      {own && delivery ? (
        <span>
          {delivery.state === "held" ? "Goes out in a moment" : null}
          {delivery.state === "sent" ? `Sent; ${OTHER[side]} has not opened it yet` : null}
          {delivery.state === "seen" ? (
            <>
              Seen by {OTHER[side]} <When at={delivery.at} zone={zone} />
            </>
          ) : null}
        </span>
      ) : null}
      {withheld || delivery?.state === "held" ? null : (
        <QuoteLink className={link} href={`${base}?quote=${id}#reply`} message={`m-${id}`} />
      )}
      {mayEdit ? (
        <a className={link} href={at("edit")}>
          Change<span className="sr-only"> this message</span>
        </a>
      ) : null}
      {mayWithhold ? (
        <a className={link} href={at("withhold")}>
          Withhold<span className="sr-only"> this message</span>
        </a>
      ) : null}
    </footer>
  );
}
