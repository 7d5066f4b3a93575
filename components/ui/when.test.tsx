import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { When } from "./when";
import { relativeText, whenText, zoneAbbreviation } from "./when-text";

const at = new Date("2026-11-24T19:02:00Z");

describe("whenText", () => {
  it.each([
    ["America/Toronto", "Tue 24 Nov 2026, 14:02 EST"],
    ["America/Los_Angeles", "Tue 24 Nov 2026, 11:02 PST"],
    ["Europe/London", "Tue 24 Nov 2026, 19:02 GMT"],
    ["Australia/Brisbane", "Wed 25 Nov 2026, 05:02 AEST"],
    ["Australia/Sydney", "Wed 25 Nov 2026, 06:02 AEDT"],
    ["Asia/Kolkata", "Wed 25 Nov 2026, 00:32 IST"],
    ["Asia/Kathmandu", "Wed 25 Nov 2026, 00:47 UTC+5:45"],
    ["UTC", "Tue 24 Nov 2026, 19:02 UTC"],
  ])("prints %s as %s", (zone, text) => {
    expect(whenText(at, zone, "datetime")).toBe(text);
  });

  it("names summer time in summer", () => {
    expect(zoneAbbreviation(new Date("2026-07-01T00:00:00Z"), "America/Toronto")).toBe("EDT");
  });

  it("prints a date without a time", () => {
    expect(whenText(at, "Australia/Sydney", "date")).toBe("Wed 25 Nov 2026");
  });

  it("turns an exclusive midnight into the end of the day before", () => {
    expect(whenText(new Date("2026-11-25T05:00:00Z"), "America/Toronto", "dueDate")).toBe(
      "the end of Tue 24 Nov 2026, EST",
    );
  });

  it("keeps the time of a deadline inside a day", () => {
    expect(whenText(at, "America/Toronto", "dueDate")).toBe("Tue 24 Nov 2026, 14:02 EST");
  });

  it("uses the zone name of the day that ends, not of the day after a change", () => {
    // The first midnight after the change of 1 November 2026 in Toronto.
    expect(whenText(new Date("2026-11-01T04:00:00Z"), "America/Toronto", "dueDate")).toBe(
      "the end of Sat 31 Oct 2026, EDT",
    );
  });
});

describe("relativeText", () => {
  it.each([
    [30_000, "now"],
    [60_000, "in 1 minute"],
    [-5 * 60_000, "5 minutes ago"],
    [3_600_000, "in 1 hour"],
    [47 * 3_600_000, "in 47 hours"],
    [48 * 3_600_000, "in 2 days"],
    [-9 * 86_400_000, "9 days ago"],
  ])("%i ms away is %s", (distance, text) => {
    expect(relativeText(new Date(at.getTime() + distance), at)).toBe(text);
  });
});

describe("<When/>", () => {
  it("wraps the text in a machine-readable time", () => {
    const html = renderToStaticMarkup(<When at={at} zone="America/Toronto" />);
    expect(html).toContain('dateTime="2026-11-24T19:02:00.000Z"');
    expect(html).toContain("Tue 24 Nov 2026, 14:02 EST");
  });

  it("prints a calendar day without moving it to another zone", () => {
    const html = renderToStaticMarkup(<When at="2025-04-22" zone="America/Toronto" style="date" />);
    expect(html).toContain('dateTime="2025-04-22"');
    expect(html).toContain("Tue 22 Apr 2025");
  });

  it("adds the relative text to the absolute one", () => {
    const html = renderToStaticMarkup(<When at={at} zone="UTC" now="2026-11-22T19:02:00Z" />);
    expect(html).toContain("Tue 24 Nov 2026, 19:02 UTC (in 2 days)");
  });
});
