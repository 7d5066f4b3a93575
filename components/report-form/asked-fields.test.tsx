import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { fieldsOn, reportForm } from "@/lib/reports/form/report-form";
import { AskedFields, hiddenUnless } from "./asked-fields";

const cardihab = cardihabPolicy("2026-11-02");

describe.each([
  ["Smile Digital Health", smileDigitalHealthPolicy],
  ["Cardihab", cardihab],
])("the form of %s", (_, document) => {
  it.each(reportForm(document).map((form) => [form.step, form] as const))(
    "asks every field of %s once",
    (_step, form) => {
      for (const part of ["step", "notice"] as const) {
        const fields = fieldsOn(form, part);
        const html = renderToStaticMarkup(<AskedFields fields={fields} answers={{}} />);
        for (const field of fields) {
          const controls = html.match(new RegExp(` id="${field.name}"`, "g")) ?? [];
          expect([field.name, controls.length]).toEqual([field.name, field.kind === "hidden" ? 0 : 1]);
          expect(html).not.toContain("maxLength");
        }
      }
    },
  );

  it("has a style for every condition on a page", () => {
    const conditions = reportForm(document).flatMap((form) =>
      form.fields.flatMap(({ when, onNotice }) => (when && !onNotice ? [when] : [])),
    );
    expect(conditions.length).toBeGreaterThan(10);
    for (const condition of conditions) expect([condition.in, hiddenUnless(condition)]).not.toContain(undefined);
    // Tailwind reads `_` in a class as a space, so a value with one would break its rule without a word.
    for (const condition of conditions) expect(hiddenUnless(condition)).not.toMatch(/value\^?=[a-z]*_/);
  });
});

it("puts the stored answers back", () => {
  const fields = reportForm(cardihab).flatMap((form) => form.fields);
  const html = renderToStaticMarkup(
    <AskedFields
      fields={fields}
      answers={{
        title: "A & B",
        urls: ["https://a.example", "https://b.example"],
        outOfScope: ["third-party"],
        poc: "<script>",
      }}
    />,
  );
  expect(html).toContain('value="A &amp; B"');
  expect(html).toContain("https://a.example\nhttps://b.example</textarea>");
  expect(html).toMatch(/<input[^>]*name="outOfScope\[\]"[^>]*checked=""[^>]*value="third-party"/);
  expect(html).toContain("&lt;script&gt;</textarea>");
  expect(html).toContain("If yes, or not sure:");
});
