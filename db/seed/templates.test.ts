import { expect, test } from "vitest";
import { templateSchema } from "@/lib/templates/schema";
import { STARTER_TEMPLATES } from "./templates";

test("the starter set is 18 texts that the settings would take, and promises no number of days", () => {
  expect(STARTER_TEMPLATES).toHaveLength(18);
  for (const template of STARTER_TEMPLATES) {
    const read = templateSchema.safeParse({ ...template, language: "en" });
    expect(read.error?.issues ?? [], template.title).toEqual([]);
    expect(template.body, template.title).not.toMatch(/\b\d+ (business )?(days?|hours?|weeks?|months?)\b/);
  }
  expect(new Set(STARTER_TEMPLATES.map(({ title }) => title)).size).toBe(18);
});
