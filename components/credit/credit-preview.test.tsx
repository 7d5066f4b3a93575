import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { CreditAnswer } from "./credit-answer";
import { CreditPreview } from "./credit-preview";
import { CreditWishForm } from "./credit-wish-form";

const display = { text: "Ada Example", organisation: "Example Labs", url: "https://ada.example" };
const action = async () => null;
const form = { action, title: "Credit", reloadHref: "/x", laterLabel: "Decide later", submit: "Save" };
const credit = {
  ...display,
  id: "019aa000-0000-7000-8000-000000000000",
  wish: "name" as const,
  roles: ["finder"],
  line: "Credit: Ada Example, Example Labs (finder), https://ada.example",
  consent: "pending" as "pending" | "given" | "declined" | "defaulted",
  consentAt: null as string | null,
  agreedLine: null as string | null,
  version: 2,
  mine: true,
  named: false,
  handle: "0".repeat(32),
};

describe("the preview", () => {
  test("shows the advisory's line and the entry of the CVE record", () => {
    const html = renderToStaticMarkup(<CreditPreview id="p" title="Preview" credit={credit} />);
    expect(html).toContain("Credit: Ada Example, Example Labs (finder), https://ada.example");
    expect(html).toContain("&quot;type&quot;: &quot;finder&quot;");
  });

  test("of nothing says when it will show something", () => {
    expect(renderToStaticMarkup(<CreditPreview id="p" title="Preview" credit={null} />)).not.toContain("Credit:");
  });
});

describe("the form", () => {
  test("shows the saved line without scripts", () => {
    const html = renderToStaticMarkup(<CreditWishForm {...form} wish="name" display={display} roles={["analyst"]} />);
    expect(html).toContain("Credit: Ada Example, Example Labs (analyst), https://ada.example");
  });

  test("keeps several roles that the team set, unless another is chosen", () => {
    const html = renderToStaticMarkup(
      <CreditWishForm {...form} wish="name" display={display} roles={["finder", "remediation_developer"]} />,
    );
    expect(html).toContain("As set: finder, remediation developer");
    expect(html).toContain("(finder, remediation developer)");
  });

  test("asks for no part where there is no report", () => {
    const html = renderToStaticMarkup(<CreditWishForm {...form} wish="later" display={display} />);
    expect(html).not.toContain('name="role"');
    expect(html).not.toContain("Credit: Ada");
  });
});

describe("the answer", () => {
  const shown = (over: Partial<typeof credit>) =>
    renderToStaticMarkup(
      <CreditAnswer credit={{ ...credit, ...over }} zone="UTC" action={action} title="Credit" reloadHref="/x" />,
    );

  test("is asked for with the exact line, and never shows the id of the credit", () => {
    const html = shown({});
    expect(html).toContain("I agree to this line");
    expect(html).toContain("I decline");
    expect(html).not.toContain(credit.id);
  });

  test("once given says when and to which text, and can be taken back", () => {
    const html = shown({ consent: "given", consentAt: "2026-11-20T10:00:00Z", agreedLine: "Credit: A. Example" });
    expect(html).toContain("Fri 20 Nov 2026, 10:00 UTC");
    expect(html).toContain("Credit: A. Example");
    expect(html).toContain("Take my agreement back");
    expect(html).not.toContain("I agree to this line");
  });

  test("says when silence was taken for the party's own wish", () => {
    const html = shown({ consent: "defaulted", consentAt: "2026-11-20T10:00:00Z" });
    expect(html).toContain("did not answer by");
    expect(html).toContain("I agree to this line");
    expect(html).toContain("I decline");
  });

  test("is not asked for where there is no line", () => {
    expect(shown({ text: "" })).not.toContain("<button");
  });
});
