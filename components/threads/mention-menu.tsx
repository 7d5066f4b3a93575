"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { Menu } from "@base-ui/react/menu";
import { AtSign } from "lucide-react";
import { useRef, useState, useSyncExternalStore } from "react";
import { buttonClasses } from "@/components/ui/button";
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
  const [open, setOpen] = useState(false);
  const chosen = useRef(false);
  const boxOf = () => {
    const box = document.getElementById(fieldId(name));
    return box instanceof HTMLTextAreaElement ? box : null;
  };
  const mention = (person: string) => {
    const box = boxOf();
    if (!box) return;
    chosen.current = true;
    const before = box.value.slice(0, box.selectionStart);
    const space = before === "" || /\s$/.test(before) ? "" : " ";
    box.setRangeText(`${space}@${person} `, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const trigger = buttonClasses({ variant: "quiet", size: "compact" });
  const label = (
    <>
      <Icon of={AtSign} />
      Mention
    </>
  );
  // Its place is kept until there is a menu to open.
  if (!scripted || people.length === 0) {
    return (
      <span className={`${trigger} invisible`} aria-hidden="true">
        {label}
      </span>
    );
  }
  return (
    <CSPProvider disableStyleElements>
      <Menu.Root
        open={open}
        onOpenChange={(to) => {
          if (to) chosen.current = false;
          setOpen(to);
        }}
      >
        <Menu.Trigger className={trigger}>{label}</Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={4} align="start">
            <Menu.Popup
              finalFocus={() => (chosen.current ? boxOf() : null)}
              className="max-h-72 min-w-48 overflow-y-auto rounded-md border border-line-strong bg-surface py-1 shadow-float outline-none"
            >
              {people.map((person) => (
                <Menu.Item
                  key={person.handle}
                  onClick={() => mention(person.name)}
                  className="flex min-h-9 cursor-default items-center px-3 outline-none data-highlighted:bg-sunken pointer-coarse:min-h-11"
                >
                  {person.name}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </CSPProvider>
  );
}
