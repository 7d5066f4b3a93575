import { expect, test } from "vitest";
import { searchedAnswers } from "./answers";

const stored = (answers: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, { value, salt: "s" }]));

test("free words are searched, in the order in which a hit is shown", () => {
  const found = searchedAnswers(
    stored({ contactName: "quietmoth", details: "A break", title: "Header", urls: ["a", "b"] }),
  );
  expect(found.map(({ where, text }) => `${where}: ${text}`)).toEqual([
    "Title: Header",
    "Details: A break",
    "Addresses: a \nb",
    "Reporter: quietmoth",
  ]);
});

test("addresses, keys, sealed messages and ticks are not", () => {
  const kept = { email: "a@example.org", pgpKey: "-----BEGIN", encryptedMessage: "-----BEGIN", identity: "pseudonym" };
  expect(searchedAnswers(stored({ ...kept, accepted: "yes", severity: "high" }))).toEqual([]);
});
