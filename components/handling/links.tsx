import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextLink } from "@/components/ui/text-link";
import type { HandlingView } from "@/lib/handling/types";

/** Where else the report is worked on. Leaving this page tells the other site nothing of where one came from. */
export function Links({
  links,
  removeLink,
}: {
  links: HandlingView["links"];
  /** Left out where the reader may not change the list. */
  removeLink: ((id: string) => FormAction<undefined>) | undefined;
}) {
  if (links.length === 0) return <span className="text-ink-faint">None</span>;
  return (
    <ul className="flex flex-col">
      {links.map(({ id, label, target, href }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-3">
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {label ? `${label}: ` : null}
            {href ? (
              <TextLink href={href} rel="noopener noreferrer nofollow">
                {target}
              </TextLink>
            ) : (
              <code className="font-mono text-xs">{target}</code>
            )}
          </span>
          {removeLink ? (
            <ActionForm action={removeLink(id)} className="inline-flex">
              <SubmitButton variant="quiet" size="compact" pendingText="Removing…">
                Remove<span className="sr-only"> the reference {label || target}</span>
              </SubmitButton>
            </ActionForm>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
