import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ActionForm } from "./action-form";
import { RenewedWith } from "./renewed-with";

const refused = { ok: false, code: "CONFLICT", message: "Somebody was faster." } as const;

test("of several forms only the one that was refused says a title, with its prefix", () => {
  const form = (initialState: typeof refused | null) => (
    <ActionForm action={async () => null} titleIfWrong="A report" initialState={initialState}>
      x
    </ActionForm>
  );
  expect(renderToStaticMarkup(form(null))).not.toContain("<title>");
  expect(renderToStaticMarkup(form(refused))).toContain("<title>Error: A report</title>");
});

test("a form has its title with and without errors", () => {
  const form = (initialState: typeof refused | null) => (
    <ActionForm action={async () => null} title="A report" initialState={initialState}>
      x
    </ActionForm>
  );
  expect(renderToStaticMarkup(form(null))).toContain("<title>A report</title>");
  expect(renderToStaticMarkup(form(refused)).match(/<title>[^<]*/g)).toEqual(["<title>Error: A report"]);
});

test("the server renders what is inside whatever the mark is", () => {
  expect(renderToStaticMarkup(<RenewedWith mark={7}>kept</RenewedWith>)).toBe("kept");
});
