"use client";

import { useEffect, useRef, useState } from "react";
import { creditLine } from "@/lib/credit/line";
import type { Answers } from "@/lib/reports/form/answers";

/** The credit as an advisory would print it: what is stored, and with scripts what stands in the fields. */
export function CreditLine({ saved }: { saved: Answers }) {
  const place = useRef<HTMLDivElement>(null);
  const [line, setLine] = useState(() => lineOf((name) => saved[name] ?? ""));

  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    const read = () => {
      const data = new FormData(form);
      setLine(lineOf((name) => String(data.get(name) ?? "")));
    };
    read();
    form.addEventListener("input", read);
    return () => form.removeEventListener("input", read);
  }, []);

  return (
    <div ref={place} className="rounded-md bg-sunken p-4">
      <p className="text-sm text-ink-soft">How an advisory would print it</p>
      <p className="mt-1 wrap-anywhere">
        {line ?? <span className="text-ink-soft">Once a text is given, it stands here.</span>}
      </p>
    </div>
  );
}

function lineOf(answer: (name: "creditText" | "creditOrg" | "creditUrl" | "creditType") => string): string | null {
  const text = answer("creditText").trim();
  if (text === "") return null;
  return creditLine({
    text,
    organisation: answer("creditOrg").trim(),
    url: answer("creditUrl").trim(),
    roles: [answer("creditType") || "finder"],
  });
}
