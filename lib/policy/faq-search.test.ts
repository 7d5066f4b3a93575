import { describe, expect, test } from "vitest";
import { searchFaq } from "./faq-search";

const entries = [
  { id: "a", question: "Can I finish later?", answer: "Yes, the form keeps a draft." },
  { id: "b", question: "What proof do I get?", answer: "A signed receipt. Résumé not needed." },
];
const found = (search: string) => searchFaq(entries, search).map(({ id }) => id);

describe("searching the questions", () => {
  test.each([
    ["", ["a", "b"]],
    ["  ?! ", ["a", "b"]],
    ["DRAFT", ["a"]],
    ["receipt signed", ["b"]],
    ["resume", ["b"]],
    ["proof draft", []],
  ])("“%s”", (search, ids) => expect(found(search)).toEqual(ids));
});
