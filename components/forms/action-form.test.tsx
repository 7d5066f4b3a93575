import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ActionForm, type FormState } from "./action-form";
import { CheckboxesField, CheckboxField, RadioField, SelectField, TextAreaField, TextField } from "./fields";
import { formValues } from "./form-values";
import { messagesByField } from "./schema-problems";
import { SubmitButton } from "./submit-button";

const nothing = async (): Promise<FormState<undefined>> => null;

const refused: FormState<undefined> = {
  ok: false,
  code: "INVALID",
  message: "There is a problem",
  fieldErrors: { title: ["Enter a title of 10 to 150 characters"], outOfScope: ["Select at least one"] },
  values: { title: "short", details: "How & why", platform: "ios", exposed: "no", outOfScope: ["spam", "dos"] },
};

function page(initialState: FormState<undefined>) {
  return renderToStaticMarkup(
    <ActionForm action={nothing} initialState={initialState} title="The vulnerability" hidden={{ _rev: "3" }}>
      <TextField name="title" label="Title" hint="Name the flaw and the place" />
      <TextField name="password" type="password" label="Password" />
      <TextAreaField name="details" label="Details" limit={20_000} />
      <SelectField
        name="platform"
        label="Platform"
        options={[
          { value: "web", label: "Web" },
          { value: "ios", label: "iOS" },
        ]}
      />
      <RadioField
        name="exposed"
        label="Did you see data?"
        options={[
          { value: "yes", label: "Yes", reveal: <p>Which kind</p> },
          { value: "no", label: "No" },
        ]}
      />
      <CheckboxesField
        name="outOfScope[]"
        label="Scope"
        options={[
          { value: "dos", label: "Denial of service" },
          { value: "none", label: "None of these", exclusive: true },
        ]}
      />
      <CheckboxField name="accepted" label="I have read it" defaultChecked />
      <SubmitButton>Continue</SubmitButton>
    </ActionForm>,
  );
}

describe("ActionForm before it is sent", () => {
  const html = page(null);

  it("is a form of its own words, without the browser's bubbles or limits", () => {
    expect(html).toMatch(/<form[^>]* noValidate=""/);
    expect(html).not.toMatch(/maxlength|required=|disabled|style=/i);
    expect(html).not.toContain("There is a problem");
    expect(html).toContain('<input type="hidden" name="_rev" value="3"/>');
  });

  it("ties label and hint to the control and says the limit without scripts", () => {
    expect(html).toContain('<label for="title"');
    expect(html).toMatch(/id="title"[^>]*aria-describedby="title-hint"/);
    expect(html).toContain("You can enter up to 20,000 characters");
    expect(html).toMatch(/id="details"[^>]*aria-describedby="details-count"/);
  });

  it("shows what a choice reveals", () => {
    expect(html).toContain("Which kind");
  });
});

describe("ActionForm after a refusal", () => {
  const html = page(refused);

  it("lists each message once on top, in the words of the field, and takes the focus", () => {
    expect(html).toMatch(/<section[^>]*tabindex="-1"[^>]*autofocus=""/i);
    expect(html.match(/Enter a title of 10 to 150 characters/g)).toHaveLength(2);
    expect(html).toContain('href="#title"');
    expect(html).toContain('href="#outOfScope"');
    expect(html).toContain('id="outOfScope"');
  });

  it("marks the field", () => {
    expect(html).toMatch(/id="title"[^>]*aria-invalid="true"[^>]*aria-describedby="title-hint title-error"/);
    expect(html).toContain('id="title-error"');
  });

  it("puts the error into the title", () => {
    expect(html).toContain("<title>Error: The vulnerability</title>");
  });

  it("keeps what was typed, ticked and left alone", () => {
    expect(html).toMatch(/name="title"[^>]*value="short"/);
    expect(html).toContain("How &amp; why</textarea>");
    expect(html).toContain('<option value="ios" selected="">');
    expect(html).toMatch(/<input id="exposed-2"[^>]*checked=""[^>]*value="no"/);
    expect(html).toMatch(/<input id="outOfScope"[^>]*checked=""[^>]*value="dos"/);
    expect(html).not.toMatch(/<input id="outOfScope-2"[^>]*checked/);
    expect(html).not.toMatch(/<input id="accepted"[^>]*checked/);
  });

  it("never sends a password back", () => {
    expect(page({ ...refused, values: { password: "correct horse" } })).not.toContain("correct horse");
  });

  it("shows the message when it belongs to no field", () => {
    const whole = page({ ok: false, code: "FAILED", message: "Something went wrong on our side. Nothing was saved." });
    expect(whole).toContain("There is a problem");
    expect(whole).toContain("Something went wrong on our side. Nothing was saved.");
  });
});

describe("two forms of one page with fields of the same names", () => {
  const form = (scope: string) => (
    <ActionForm action={nothing} initialState={refused} scope={scope}>
      <TextField name="title" label="Title" hint="Name the flaw and the place" />
      <TextAreaField name="details" label="Details" limit={20_000} />
      <SelectField name="platform" label="Platform" options={[{ value: "ios", label: "iOS" }]} />
      <RadioField
        name="exposed"
        label="Did you see data?"
        hint="Any at all"
        options={[{ value: "no", label: "No", hint: "None" }]}
      />
      <CheckboxesField
        name="outOfScope[]"
        label="Scope"
        options={[
          { value: "dos", label: "Denial of service" },
          { value: "spam", label: "Spam" },
        ]}
      />
      <CheckboxField name="accepted" label="I have read it" hint="All of it" />
    </ActionForm>
  );
  const html = renderToStaticMarkup(
    <>
      {form("first")}
      {form("second")}
    </>,
  );

  it("have ids of their own", () => {
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toContain("second-accepted-meaning");
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("send the same names, and keep errors and what was typed", () => {
    expect(html.match(/name="title"/g)).toHaveLength(2);
    expect(html.match(/name="outOfScope\[\]"/g)).toHaveLength(4);
    expect(html).not.toMatch(/name="(first|second)/);
    expect(html).toContain('href="#second-title"');
    expect(html).toMatch(
      /id="second-title"[^>]*aria-describedby="second-title-hint second-title-error"[^>]*value="short"/,
    );
    expect(html).toMatch(/for="second-outOfScope-2"/);
  });
});

describe("formValues", () => {
  it("keeps texts and lists apart, and drops files and React's fields", () => {
    const data = new FormData();
    data.append("$ACTION_ID_abc", "");
    data.append("title", "One");
    data.append("kinds[]", "health");
    data.append("urls", "a");
    data.append("urls", "b");
    data.append("file", new Blob(["x"]), "x.txt");
    expect(formValues(data, ["coFinders"])).toEqual({
      title: "One",
      "kinds[]": ["health"],
      urls: ["a", "b"],
      coFinders: [],
    });
  });
});

describe("messagesByField", () => {
  it("takes the first message of a nested field", () => {
    expect(
      messagesByField({
        title: { type: "too_small", message: "Enter a title", ref: {} },
        urls: [undefined, { type: "custom", message: "Line 2 is not a full address" }],
      }),
    ).toEqual({ title: ["Enter a title"], urls: ["Line 2 is not a full address"] });
  });
});
