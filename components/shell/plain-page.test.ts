import { describe, expect, it } from "vitest";
import { plainPage, tooLongPage } from "./plain-page";

describe("plainPage", () => {
  it("escapes every part", () => {
    const html = plainPage({
      title: "<b>",
      paragraphs: ['"quoted" & <script>'],
      link: { href: '/a"b', text: "<i>" },
    });
    expect(html).toContain("<h1>&lt;b&gt;</h1>");
    expect(html).toContain("<p>&quot;quoted&quot; &amp; &lt;script&gt;</p>");
    expect(html).toContain('<a href="/a&quot;b">&lt;i&gt;</a>');
  });

  it("brings nothing that a content policy could refuse", () => {
    expect(tooLongPage()).not.toMatch(/style|script|<link/i);
  });
});

describe("tooLongPage", () => {
  it("says what is kept", () => {
    expect(tooLongPage("14:02 EST")).toContain("What you saved at 14:02 EST is kept.");
    expect(tooLongPage()).toContain("What was saved before is kept.");
  });
});
