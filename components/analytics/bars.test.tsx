import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Chart } from "@/lib/analytics/types";
import { Bars } from "./bars";

const chart = (bars: Chart["bars"], parts?: string[]): Chart => ({
  id: "intake",
  finding: "6 reports came in",
  definition: "",
  columns: [],
  rows: [],
  bars,
  ...(parts ? { parts } : {}),
});
const html = (of: Chart) => renderToStaticMarkup(<Bars chart={of} label="6 reports came in" />);
const widths = (markup: string, height: number) =>
  [...markup.matchAll(new RegExp(`<rect [^>]*width="([0-9.]+)" height="${height}"`, "g"))].map(([, width]) =>
    Number(width),
  );

test("a stack is as long as its sum, each part by its pattern, an empty part not at all", () => {
  const markup = html(
    chart(
      [
        { label: "16 Nov", value: 4, words: "4", parts: [3, 1, 0] },
        { label: "23 Nov", value: 2, words: "2", parts: [0, 0, 2] },
      ],
      ["Valid", "Duplicate", "Not accepted"],
    ),
  );
  const drawn = widths(markup, 17);
  expect(drawn).toHaveLength(3);
  // Two units less for the gap between neighbours: 4 is the whole of the room.
  const unit = ((drawn[0] ?? 0) + 2) / 3;
  expect(drawn).toEqual([3 * unit - 2, unit - 2, 2 * unit - 2]);
  expect(markup.match(/<li/g)).toHaveLength(3);
  for (const fill of ["slanted", "dotted"]) {
    expect(markup).toContain(`id="intake-${fill}"`);
    expect(markup).toContain(`fill="url(#intake-${fill})"`);
  }
});

test("plain bars have neither a legend nor a pattern", () => {
  const markup = html(
    chart([
      { label: "Sent", value: 4, words: "4" },
      { label: "Fixed", value: 2, words: "2" },
    ]),
  );
  expect(markup).not.toMatch(/<ul|<pattern/);
  expect(widths(markup, 18)).toHaveLength(2);
});
