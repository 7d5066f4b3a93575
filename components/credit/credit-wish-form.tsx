"use client";

import { type ReactNode, useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { RadioField, SelectField, TextField } from "@/components/forms/fields";
import { typedText, useFormContextValue } from "@/components/forms/form-context";
import { SubmitButton } from "@/components/forms/submit-button";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { CREDIT_ROLE_LABELS, CREDIT_ROLES } from "@/lib/credit/roles";
import type { CreditDisplay } from "@/lib/credit/schema";
import type { CreditView } from "@/lib/reports/types";
import { CreditPreview } from "./credit-preview";

export type CreditWishFormProps = {
  action: FormAction<undefined>;
  wish: CreditView["wish"];
  display: CreditDisplay;
  /** The roles of this credit; left out where there is no report yet. */
  roles?: readonly string[] | undefined;
  /** What "decide later" means here. */
  laterLabel: string;
  submit: string;
  title: string;
  reloadHref: string;
  children?: ReactNode;
};

const named = (wish: string | undefined) => wish === "name" || wish === "alias";

/** How somebody wants to be credited, with every line as it would print: live with scripts, as saved without. */
export function CreditWishForm({ action, title, reloadHref, children, ...content }: CreditWishFormProps) {
  return (
    <ActionForm action={action} titleIfWrong={title} className="group/wish flex flex-col gap-8">
      {children}
      <ReloadAfterConflict href={reloadHref} />
      <WishFields {...content} />
    </ActionForm>
  );
}

type Typed = { wish: string; text: string; organisation: string; url: string; role: string };

function WishFields({
  wish,
  display,
  roles,
  laterLabel,
  submit,
}: Pick<CreditWishFormProps, "wish" | "display" | "roles" | "laterLabel" | "submit">) {
  const { values } = useFormContextValue();
  const [live, setLive] = useState<Typed>();
  // Several roles were set by the team; one select cannot show them, so it offers to keep them.
  const several = roles !== undefined && roles.length > 1;
  const sent = (name: keyof Typed, otherwise: string) => typedText(values, name) ?? otherwise;
  const typed = live ?? {
    wish: sent("wish", wish),
    text: sent("text", display.text),
    organisation: sent("organisation", display.organisation),
    url: sent("url", display.url),
    role: sent("role", several ? "" : (roles?.[0] ?? "finder")),
  };

  return (
    <div
      className="flex flex-col gap-8"
      onInput={(event) => {
        const form = event.currentTarget.closest("form");
        if (form) setLive(read(new FormData(form)));
      }}
    >
      <RadioField
        name="wish"
        label="How do you want to be credited?"
        hint="Used only if a CVE record or an advisory is published"
        defaultValue={wish}
        options={[
          { value: "name", label: "By name" },
          { value: "alias", label: "By an alias" },
          { value: "no", label: "Not at all" },
          { value: "later", label: laterLabel },
        ]}
      />
      <div className="flex flex-col gap-6 border-s-2 border-line-strong ps-4 group-has-[[value=later]:checked]/wish:hidden group-has-[[value=no]:checked]/wish:hidden">
        <TextField
          name="text"
          label="Text to print"
          hint="Exactly as it should appear; no e-mail address, no HTML"
          defaultValue={display.text}
          autoComplete="off"
        />
        <TextField
          name="organisation"
          label="Organisation"
          hint="Printed after the name"
          optional
          defaultValue={display.organisation}
          autoComplete="off"
        />
        <TextField
          name="url"
          label="Address"
          hint="Starts with https://"
          optional
          defaultValue={display.url}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
        />
        {roles === undefined ? null : (
          <SelectField
            name="role"
            label="What was your part?"
            hint="The words that CVE records use"
            defaultValue={several ? "" : (roles[0] ?? "finder")}
            options={[
              ...(several ? [{ value: "", label: `As set: ${roles.map(roleWord).join(", ")}` }] : []),
              ...CREDIT_ROLES.map((role) => ({ value: role, label: CREDIT_ROLE_LABELS[role] })),
            ]}
          />
        )}
        <CreditPreview
          id="line-preview"
          title="Preview"
          credit={
            named(typed.wish) && typed.text.trim() !== ""
              ? {
                  text: typed.text.trim(),
                  organisation: typed.organisation.trim(),
                  url: typed.url.trim(),
                  roles: typed.role === "" && several ? roles : [typed.role || "finder"],
                }
              : null
          }
        />
      </div>
      <div>
        <SubmitButton pendingText="Saving…">{submit}</SubmitButton>
      </div>
    </div>
  );
}

function roleWord(role: string): string {
  return role.replaceAll("_", " ");
}

function read(form: FormData): Typed {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    wish: text("wish"),
    text: text("text"),
    organisation: text("organisation"),
    url: text("url"),
    role: text("role"),
  };
}
