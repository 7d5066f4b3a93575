import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import type { KeySettings } from "@/lib/program-keys/types";
import { dropSignedFile, saveSignedFile } from "./actions";

/** Whether security.txt is signed, and the forms to sign it. */
export function Signature({
  settings: { programSlug, toSign, signature, mayChange, keys, stepUp },
  title,
}: {
  settings: KeySettings;
  title: string;
}) {
  if (toSign === null) return null;
  return (
    <section aria-labelledby="signature" className="flex flex-col gap-4">
      <h2 id="signature" className="text-lg font-semibold">
        Signature of security.txt
      </h2>
      {signature === "stale" ? (
        <Notice kind="warning" title="The signature no longer fits">
          The file says something else now, its date is over, or the key changed. It is served without a signature until
          somebody signs it again.
        </Notice>
      ) : (
        <p>
          {signature === "served"
            ? "Served with a signature of the key."
            : "Served without a signature. One is optional."}
        </p>
      )}
      {mayChange && keys.current ? (
        <>
          <Disclosure summary={signature === "none" ? "Sign it" : "Sign it again"}>
            <div className="flex flex-col gap-4">
              <p>
                Save this text as security.txt, sign it where the private key is kept with{" "}
                <code className="font-mono text-xs break-all">
                  gpg --clearsign -u {keys.current.fingerprint} security.txt
                </code>
                , and paste security.txt.asc.
              </p>
              <pre
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
                tabIndex={0}
                className="overflow-auto rounded-md bg-sunken p-3 font-mono text-xs"
              >
                {toSign}
              </pre>
              <ActionForm action={saveSignedFile.bind(null, programSlug)} titleIfWrong={title} scope="sign">
                <TextAreaField name="signed" label="Signed file" rows={8} mono spellCheck={false} autoComplete="off" />
                <StepUpFields means={stepUp} />
                <div>
                  <SubmitButton pendingText="Checking…">Serve the signed file</SubmitButton>
                </div>
              </ActionForm>
            </div>
          </Disclosure>
          {signature !== "none" ? (
            <ActionForm action={dropSignedFile.bind(null, programSlug)} titleIfWrong={title} scope="unsign">
              <StepUpFields means={stepUp} />
              <div>
                <SubmitButton variant="secondary" size="compact">
                  Remove the signature
                </SubmitButton>
              </div>
            </ActionForm>
          ) : null}
        </>
      ) : null}
    </section>
  );
}
