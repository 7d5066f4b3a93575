"use client";

import { useState } from "react";
import { Disclosure } from "@/components/ui/disclosure";
import { TextLink } from "@/components/ui/text-link";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { unresolvedIn } from "@/lib/templates/variables";

export type TemplateChoice = { id: string; title: string; language: string; text: string; href: string };

/**
 * Texts to begin with. Each is a link to the page with its text in the box, which is how it works without scripts; with
 * them it is put into the box where one is, after what is there already.
 */
export function TemplateList({ choices, target }: { choices: readonly TemplateChoice[]; target: string }) {
  const [said, setSaid] = useState("");
  if (choices.length === 0) return null;
  const put = ({ title, text }: TemplateChoice) => {
    const box = document.getElementById(target);
    if (!(box instanceof HTMLTextAreaElement)) return false;
    const end = box.value.trimEnd();
    box.setRangeText(end === "" ? text : `${end}\n\n${text}`, 0, box.value.length, "end");
    // Whatever keeps or counts what is typed hears of it.
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    setSaid(`“${title}” is in the box`);
    return true;
  };
  return (
    <div data-key="t">
      <Disclosure summary={`Begin with a template (${choices.length})`} size="compact">
        <ul className="flex max-h-80 flex-col gap-2 overflow-y-auto pb-1">
          {choices.map((choice) => {
            const open = unresolvedIn(choice.text);
            return (
              <li key={choice.id}>
                <TextLink
                  href={choice.href}
                  lang={choice.language}
                  onClick={(event) => {
                    if (!event.metaKey && !event.ctrlKey && !event.shiftKey && put(choice)) event.preventDefault();
                  }}
                >
                  {choice.title}
                </TextLink>
                <span className="block text-ink-soft [overflow-wrap:anywhere]" lang={choice.language}>
                  {shortened(choice.text)}
                </span>
                {open.length > 0 ? (
                  <span className="block text-soon [overflow-wrap:anywhere]">Yours to write: {open.join(", ")}</span>
                ) : null}
              </li>
            );
          })}
        </ul>
        <VisuallyHidden>
          <span role="status">{said}</span>
        </VisuallyHidden>
      </Disclosure>
    </div>
  );
}

const SHOWN = 140;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > SHOWN ? `${line.slice(0, SHOWN).trimEnd()}…` : line;
}
