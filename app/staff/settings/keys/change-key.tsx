import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField, RadioField, TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { Disclosure } from "@/components/ui/disclosure";
import type { StepUpMeans } from "@/lib/accounts/types";
import type { KeySettings, ProgramKey } from "@/lib/program-keys/types";
import { endKey, saveProgramKey } from "./actions";

/** Puts a key in use, extends it, replaces it, or ends it. `title`: of the page, for what was refused. */
export function ChangeKey({
  settings,
  current,
  title,
}: {
  settings: KeySettings;
  current: ProgramKey | null;
  title: string;
}) {
  const form = (
    <ActionForm
      action={saveProgramKey.bind(null, settings.programSlug)}
      hidden={{ current: current?.fingerprint ?? "" }}
      titleIfWrong={title}
      scope="change"
    >
      <TextAreaField
        name="armored"
        label="Public key block"
        hint="Made and kept away from this portal; only the public half, at least RSA 3072 or Curve25519"
        rows={8}
        mono
        spellCheck={false}
        autoComplete="off"
      />
      <StepUpFields means={settings.stepUp} />
      <div>
        <SubmitButton pendingText="Saving…">{current ? "Use this key from now on" : "Use this key"}</SubmitButton>
      </div>
    </ActionForm>
  );
  if (!current) return form;
  return (
    <>
      <Disclosure summary="Extend or replace it">
        <p className="mb-4 text-ink-soft">
          The same key with a new end is taken as an extension. Another key replaces this one, which is then shown as
          replaced; messages to it are still accepted.
        </p>
        {form}
      </Disclosure>
      <EndKey programSlug={settings.programSlug} ended={current} stepUp={settings.stepUp} title={title} />
    </>
  );
}

export function EndKey({
  programSlug,
  ended,
  stepUp,
  title,
  revokeOnly = false,
}: {
  programSlug: string;
  ended: ProgramKey;
  stepUp: StepUpMeans;
  title: string;
  revokeOnly?: boolean;
}) {
  return (
    <Disclosure summary={revokeOnly ? "Revoke it" : "Take it out of use"}>
      <ActionForm
        action={endKey.bind(null, programSlug)}
        hidden={{ fingerprint: ended.fingerprint, ...(revokeOnly ? { how: "revoke" } : {}) }}
        titleIfWrong={title}
        scope={`end-${ended.fingerprint}`}
      >
        {revokeOnly ? null : (
          <RadioField
            name="how"
            label="Why?"
            options={[
              { value: "retire", label: "It is no longer used", hint: "Messages to it can still be read" },
              {
                value: "revoke",
                label: "It is not to be trusted any more",
                hint: "Lost or in other hands: messages to it are refused",
              },
            ]}
          />
        )}
        <CheckboxField
          name="confirmed"
          label="This cannot be undone for this key"
          hint="The public page says so from the next moment on"
        />
        <StepUpFields means={stepUp} />
        <div>
          <SubmitButton variant="danger">{revokeOnly ? "Revoke the key" : "Take the key out of use"}</SubmitButton>
        </div>
      </ActionForm>
    </Disclosure>
  );
}
