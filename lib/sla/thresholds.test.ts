import { expect, test } from "vitest";
import { thresholdsPassed, toldOf } from "./thresholds";

test.each([
  [0, []],
  [0.49, []],
  [0.5, ["half"]],
  [0.79, ["half"]],
  [0.8, ["half", "most"]],
  [0.999, ["half", "most"]],
  [1, ["half", "most", "over"]],
  [7, ["half", "most", "over"]],
])("%f of the time: %j", (share, passed) => expect(thresholdsPassed(share)).toEqual(passed));

const people = { assignee: "ann", team: ["ann", "bob"], leads: ["cleo"] };

test.each([
  ["half", people, ["ann"]],
  ["half", { ...people, assignee: null }, ["ann", "bob"]],
  ["most", people, ["ann", "bob"]],
  ["over", people, ["ann", "bob", "cleo"]],
  ["over", { ...people, leads: ["ann"] }, ["ann", "bob"]],
] as const)("%s, %j: %j hear of it, each once", (threshold, who, told) => {
  expect(toldOf(threshold, who)).toEqual(told);
});
