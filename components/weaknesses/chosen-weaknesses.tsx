"use client";

import { Button } from "@/components/ui/button";
import { adviceOn } from "@/lib/weaknesses/advice";
import { cweId, isDiscouraged, type WeaknessList } from "@/lib/weaknesses/cwe";

/** What was chosen, in order: the first is the main one. */
export function ChosenWeaknesses({
  chosen,
  list,
  onChange,
}: {
  chosen: readonly string[];
  list: WeaknessList;
  onChange: (chosen: readonly string[]) => void;
}) {
  if (chosen.length === 0) return null;
  const byId = new Map([...list.values()].map((weakness) => [cweId(weakness.id), weakness]));
  return (
    <ol aria-label="Chosen" className="flex flex-col border-y border-line">
      {chosen.map((text, index) => {
        const weakness = byId.get(text);
        return (
          <li key={text} className="border-t border-line py-2 first:border-t-0">
            <p className="[overflow-wrap:anywhere]">
              <span className="font-mono text-sm">{text}</span> {weakness?.name}
              {chosen.length > 1 && index === 0 ? <span className="text-ink-soft"> (the main one)</span> : null}
            </p>
            {weakness && isDiscouraged(weakness) ? (
              <p className="text-sm text-soon">{adviceOn(weakness, list)}</p>
            ) : null}
            <p className="mt-1 flex flex-wrap gap-2">
              <Button variant="quiet" size="compact" onClick={() => onChange(chosen.filter((other) => other !== text))}>
                Remove<span className="sr-only"> {text}</span>
              </Button>
              {index > 0 ? (
                <Button
                  variant="quiet"
                  size="compact"
                  onClick={() => onChange([text, ...chosen.filter((other) => other !== text)])}
                >
                  Make {text} the main one
                </Button>
              ) : null}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
