import { describe, expect, test } from "vitest";
import { creditWishSchema } from "./schema";

const errors = (input: unknown) => {
  const parsed = creditWishSchema.safeParse(input);
  return parsed.success ? null : parsed.error.issues.map(({ path, message }) => [path.join("."), message]);
};

describe("a credit wish", () => {
  test("by name or alias keeps exactly what is to be printed", () => {
    expect(
      creditWishSchema.parse({
        wish: "name",
        text: " Ada ",
        organisation: "Labs",
        url: "https://ada.example",
        role: "analyst",
      }),
    ).toEqual({
      wish: "name",
      display: { text: "Ada", organisation: "Labs", url: "https://ada.example" },
      roles: ["analyst"],
    });
    expect(creditWishSchema.parse({ wish: "alias", text: "quietmoth", role: "" })).toMatchObject({ roles: undefined });
  });

  test("without a name does not look at what stands in the other fields", () => {
    for (const wish of ["no", "later"]) {
      expect(creditWishSchema.parse({ wish, text: "<b>", url: "nonsense", role: "wizard" })).toEqual({
        wish,
        display: { text: "", organisation: "", url: "" },
        roles: undefined,
      });
    }
  });

  test("is refused in words, at its field", () => {
    expect(errors({})).toEqual([["wish", "Select how you want to be credited"]]);
    expect(errors({ wish: "name", text: "" })).toEqual([["text", "Enter the text to print"]]);
    expect(errors({ wish: "name", text: "Ada", url: "http://ada.example" })).toEqual([
      ["url", "Enter an address that starts with https://"],
    ]);
    expect(errors({ wish: "alias", text: "moth", role: "wizard" })?.[0]?.[0]).toBe("role");
  });
});
