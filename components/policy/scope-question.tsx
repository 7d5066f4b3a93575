import { Button } from "@/components/ui/button";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { exclusionsOf, productsOf } from "@/lib/policy/document";
import { scopePath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import { type AskedScope, NONE_OF_THESE, SOMETHING_ELSE } from "@/lib/policy/scope/question";

/** The question as a plain GET form: its address is the question, and can be kept and sent on. */
export function ScopeQuestionForm({ document, asked }: { document: PolicyDocument; asked: AskedScope }) {
  const typed = asked.state === "unasked" ? null : asked.typed;
  const errors = asked.state === "invalid" ? asked.errors : {};
  const exclusions = exclusionsOf(document);
  return (
    <form
      action={`${scopePath(document.program)}#answer`}
      className="flex max-w-form flex-col gap-6"
      data-print="no"
      noValidate
    >
      <Select
        name="product"
        label="What do you want to test?"
        error={errors.product}
        defaultValue={typed?.product ?? ""}
        options={[
          { value: "", label: "Choose" },
          ...productsOf(document).map(({ key, name }) => ({ value: key, label: name })),
          { value: SOMETHING_ELSE, label: "Something else" },
        ]}
      />
      <TextInput
        name="other"
        label="Something else, in your words"
        hint="Only when the list does not name it"
        optional
        error={errors.other}
        defaultValue={typed?.other ?? ""}
      />
      <CheckboxGroup
        name="activity"
        label="Does any of these describe what you want to do?"
        error={errors.activity}
        defaultValue={typed?.activity ?? []}
        options={[
          ...exclusions.map(({ id, label }) => ({ value: id, label })),
          { value: NONE_OF_THESE, label: "None of these", exclusive: true },
        ]}
      />
      <TextInput
        name="words"
        label="What you want to do, in your words"
        hint="Words can lead to an exclusion, never to a permission"
        optional
        error={errors.words}
        defaultValue={typed?.words ?? ""}
      />
      <TextInput
        name="cwe"
        label="Kind of weakness"
        hint="A CWE number such as CWE-79"
        optional
        width="short"
        error={errors.cwe}
        defaultValue={typed?.cwe ?? ""}
      />
      <Button type="submit">Ask the policy</Button>
    </form>
  );
}
