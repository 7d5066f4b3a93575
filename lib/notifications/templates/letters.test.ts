import { describe, expect, test } from "vitest";
import { letterHtml, letterText } from "./letter";
import { letterOf } from "./letters";

const origin = "https://disclosure.example.org";

describe("letterOf", () => {
  test("a receipt says reference, promises and zone, in text and HTML", () => {
    const promises = ["A person acknowledges it by Thu 26 November 2026."];
    const letter = letterOf(
      "report_received",
      { reference: "SDH-7K3F-9QX6", program: "Smile", zone: "America/Toronto", promises },
      origin,
    );
    expect(letter.subject).toBe("[SDH-7K3F-9QX6] We received your report");
    const text = letterText(letter);
    expect(text).toContain("- A person acknowledges it by Thu 26 November 2026.");
    expect(text).toContain(`${origin}/reports/SDH-7K3F-9QX6\n`);
    expect(text).toContain("America/Toronto");
    expect(letterHtml(letter)).toContain(`<a href="${origin}/reports/SDH-7K3F-9QX6">`);
    expect(
      Math.max(
        ...text
          .split("\n")
          .filter((line) => !line.includes("://"))
          .map((line) => line.length),
      ),
    ).toBeLessThan(77);
  });

  test("names are text: no markup and no second header line", () => {
    const program = '<img src=x onerror="alert(1)">\r\nBcc: all@example.org';
    const letter = letterOf("report_news", { reference: "SDH-7K3F-9QX6", program, what: "message" }, origin);
    expect(letter.subject).toBe("[SDH-7K3F-9QX6] New message");
    expect(letterHtml(letter)).not.toContain("<img");
    expect(letterText(letter)).not.toMatch(/^Bcc:/m);
  });

  test("staff are led to the desk", () => {
    const letter = letterOf("staff_news", { reference: "SDH-7K3F-9QX6", program: "Smile", what: "appeal" }, origin);
    expect(letterText(letter)).toContain(`${origin}/staff/reports/SDH-7K3F-9QX6`);
  });

  test("a draft about to end is named by nothing but its program and its date", () => {
    const letter = letterOf(
      "draft_ending",
      { program: "Smile", endsAt: "2026-11-29T15:00:00Z", zone: "America/Toronto" },
      origin,
    );
    expect(letterText(letter).replace(/\s+/g, " ")).toContain("deleted for good on Sun 29 Nov 2026, 10:00 EST");
    expect(letterText(letter)).toContain(`${origin}/reports\n`);
  });

  test("guests are led to where they have a way in, never to pages of an account", () => {
    const draft = { program: "Smile", endsAt: "2026-11-29T15:00:00Z", zone: "America/Toronto", guest: true };
    const ending = letterText(letterOf("draft_ending", draft, origin));
    expect(ending).toContain(`${origin}/report/resume\n`);
    const failed = letterText(letterOf("key_failed", { guest: true }, origin));
    expect(failed).toContain(`${origin}/track\n`);
    for (const text of [ending, failed]) expect(text).not.toMatch(/\/account|\/reports\n/);
    expect(letterText(letterOf("key_failed", { guest: false }, origin))).toContain(`${origin}/account/pgp`);
  });
});
