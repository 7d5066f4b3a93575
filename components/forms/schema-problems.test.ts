import { expect, test } from "vitest";
import { z } from "zod";
import { schemaProblems } from "./schema-problems";

const schema = z.object({ title: z.string().min(5, "Enter a title"), urls: z.array(z.url("Enter an address")) });

function sent(entries: readonly [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

test("one message a field, and none where nothing is wrong", async () => {
  const wrong = sent([
    ["title", "x"],
    ["urls", "no address"],
    ["urls", "nor this"],
    ["$ACTION_ID_1", ""],
  ]);
  expect(await schemaProblems(schema, wrong, ["urls"])).toEqual({
    title: ["Enter a title"],
    urls: ["Enter an address"],
  });
  const right = sent([
    ["title", "A whole title"],
    ["urls", "https://a.example"],
  ]);
  expect(await schemaProblems(schema, right, ["urls"])).toBeNull();
});

test("a list of one or none is a list", async () => {
  expect(await schemaProblems(schema, sent([["title", "A whole title"]]), ["urls"])).toBeNull();
});
