import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { TriageRow } from "@/lib/reports/types";
import type { ClockStatus } from "@/lib/sla/types";
import { ReportTable } from "./report-table";

const HOUR = 3_600_000;
const clock: ClockStatus = {
  clock: "acknowledge",
  amount: 2,
  unit: "business_day",
  rigidity: "MUST",
  run: 1,
  state: "breached",
  due: "2025-07-03T04:00:00.000Z",
  dueDate: "2025-07-02",
  zone: "America/Toronto",
  remainingMs: -5 * HOUR,
  tookMs: null,
  pausedMs: null,
  pausedBecause: null,
  ours: false,
  because: ["Received Fri 27 Jun 2025, 16:00 EDT", "Due by the end of Wed 2 Jul 2025, EDT"],
};
const row: TriageRow = {
  reference: "TST-7K3F-9QX6",
  title: "Header injection <b>in</b> export",
  product: "CMS Suite",
  state: "received",
  stateLabel: "Received",
  severity: "high",
  reporterHandle: "quietmoth",
  receivedAt: "2025-06-27T20:00:00.000Z",
  updatedAt: "2025-06-28T20:00:00.000Z",
  zone: "America/Toronto",
  resolutionLabel: null,
  assignee: null,
  asleepUntil: null,
  version: 1,
  unread: true,
  flags: ["data_exposed", "conduct_differently"],
  clocks: [
    clock,
    {
      ...clock,
      clock: "verify",
      amount: 1,
      unit: "week",
      rigidity: "TYPICAL",
      state: "running",
      remainingMs: 90 * HOUR,
    },
    { ...clock, clock: "next_update", amount: 14, unit: "day", state: "running", ours: true, remainingMs: 99 * HOUR },
  ],
};
/** One row's markup, without the table around it. */
const render = (given: TriageRow) =>
  /<tbody[^>]*>(.*)<\/tbody>/s.exec(renderToStaticMarkup(<ReportTable caption="Triage" rows={[given]} />))?.[1] ?? "";

describe("a row of the queue", () => {
  test("starts with the next clock and names everything in words", () => {
    const text = render(row)
      .replaceAll(/<[^>]+>/g, " ")
      .replaceAll(/\s+/g, " ");
    const order = ["Acknowledge · breached 5 h", "Verify · 3 d 18 h left", "High", "Unread:", "CMS Suite", "quietmoth"];
    expect(order.map((words) => text.indexOf(words)).every((at, index, all) => at > (all[index - 1] ?? -1))).toBe(true);
    expect(text).toContain("Data exposed · Conduct went differently");
    expect(text).toContain("TST-7K3F-9QX6");
  });

  test("links to the report by its reference, and shows a title as text", () => {
    const html = render(row);
    expect(html).toContain('href="/staff/reports/TST-7K3F-9QX6"');
    expect(html).toContain("Header injection &lt;b&gt;in&lt;/b&gt; export");
  });

  test("opens the derivation of every clock beneath the first", () => {
    const details = /<details.*<\/details>/.exec(render(row))?.[0];
    expect(details?.match(/Received Fri 27 Jun 2025/g)).toHaveLength(3);
    expect(details).toContain("Next update: ");
  });

  test("does not call a read report unread", () => {
    expect(render({ ...row, unread: false })).not.toContain("Unread");
  });

  test("stays light: at most 36 elements", () => {
    const elements = render(row).match(/<(?!\/)\w+/g) ?? [];
    expect(elements.length).toBeLessThanOrEqual(36);
  });
});

test("the table has a caption and a header a column", () => {
  const html = renderToStaticMarkup(<ReportTable caption="Triage, Example" rows={[row]} />);
  expect(html).toContain("Triage, Example</caption>");
  expect(html.match(/scope="col"/g)).toHaveLength(7);
  expect(html.match(/<(td|th)\b/g)?.length).toBe(14);
});
