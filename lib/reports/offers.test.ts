import { expect, test } from "vitest";
import { missingRoleFor } from "./offers";

test("who may not make a move reads which role does", () => {
  expect(missingRoleFor("accept")).toBe("Only a coordinator of this program can do this.");
  expect(missingRoleFor("withdraw")).toBe("Only the reporter can do this.");
});
