"use client";

import { AtSign } from "lucide-react";
import { useRef, useSyncExternalStore } from "react";
import { buttonClasses } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { fieldId } from "@/components/ui/field-ids";
import { Icon } from "@/components/ui/icon";

const noSubscription = () => () => {};

/**
 * Puts a colleague's name into the note, where the writing stands. Typing @ and the name does the same, and is the way
 * without scripts.
 */
export function MentionMenu({ name, people }: { name: string; people: readonly { handle: string; name: string }[] }) {
  const scripted = useSyncExternalStore(
    noSubscription,
    () => true,
    () => false,
  );
  const menu = useRef<HTMLDetailsElement>(null);
  const mention = (person: string) => {
    const box = document.getElementById(fieldId(name));
    if (!(box instanceof HTMLTextAreaElement)) return;
    const before = box.value.slice(0, box.selectionStart);
    const space = before === "" || /\s$/.test(before) ? "" : " ";
    box.setRangeText(`${space}@${person} `, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    if (menu.current) menu.current.open = false;
    box.focus();
  };
  return (
    // Its place is kept until it does something.
    <details
      ref={menu}
      className={cx("relative", (!scripted || people.length === 0) && "invisible")}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) currentTarget.open = false;
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !event.currentTarget.open) return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector("summary")?.focus();
      }}
    >
      <summary
        className={buttonClasses({
          variant: "quiet",
          size: "compact",
          className: "list-none [&::-webkit-details-marker]:hidden",
        })}
      >
        <Icon of={AtSign} />
        Mention
      </summary>
      <ul
        aria-label="Colleagues who read this report"
        className="absolute start-0 bottom-full z-10 mb-1 max-h-64 w-60 max-w-[80vw] overflow-y-auto rounded-md border border-line-strong bg-surface py-1 shadow-float"
      >
        {people.map((person) => (
          <li key={person.handle}>
            <button
              type="button"
              // Not every browser gives a pressed button the focus; without it the list would close first.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => mention(person.name)}
              className="flex min-h-9 w-full items-center px-3 text-start text-ink hover:bg-sunken focus-visible:bg-sunken pointer-coarse:min-h-11"
            >
              {person.name}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
