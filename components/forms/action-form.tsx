"use client";

import {
  type FormEvent,
  type ReactNode,
  startTransition,
  useActionState,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Notice } from "@/components/ui/notice";
import type { Result } from "@/lib/result";
import { type FieldErrors, FormContext, summaryMessages } from "./form-context";
import { submittedData } from "./form-values";

export type FormState<T> = Result<T> | null;
export type FormAction<T> = (state: FormState<T>, data: FormData) => Promise<FormState<T>>;

export type ActionFormProps<T> = {
  action: FormAction<T>;
  /** Put the h1 in here too, so that the error summary stands above it. */
  children: ReactNode;
  /**
   * The page's whole title; with errors it reads "Error: …", without scripts too. The page then leaves its own empty
   * (`metadata = { title: { absolute: "" } }`), for the first title in a document wins.
   */
  title?: string | undefined;
  /**
   * The same on a page with several forms, of which any may be refused: this one says its title only with "Error: "
   * before it, and the page says its own in a <title> after them.
   */
  titleIfWrong?: string | undefined;
  /** Hidden fields: idempotency key, revision, token. */
  hidden?: Readonly<Record<string, string>> | undefined;
  /** Runs in the browser before sending; a submit button with `formNoValidate` skips it. */
  validate?: ((data: FormData) => Promise<FieldErrors | null>) | undefined;
  /** Said after a success that stays on the page. */
  successMessage?: string | undefined;
  /** Empties the fields after a success that stays on the page. */
  resetOnSuccess?: boolean | undefined;
  initialState?: FormState<T>;
  /** Takes the form's place after a success that is shown here and nowhere else. */
  done?: ((data: T) => ReactNode) | undefined;
  className?: string | undefined;
  id?: string | undefined;
  /** Goes before the ids of its fields: another form of the page has fields of the same names. */
  scope?: string | undefined;
};

const ERROR_PREFIX = "Error: ";

/**
 * The bridge between a form and a server action that works with and without scripts. Without: a plain POST whose answer is
 * the same page with errors and typed values. With: the same action in a transition, focus on the error summary, one
 * request at a time. Fields inside (fields.tsx) read their error and value from context, so a server page may pass them as
 * children. For checks in the browser by the action's own zod schema use ValidatedForm.
 */
export function ActionForm<T = undefined>({
  action,
  children,
  title,
  titleIfWrong,
  hidden = {},
  validate,
  successMessage,
  resetOnSuccess = false,
  initialState = null,
  done,
  className,
  id,
  scope,
}: ActionFormProps<T>) {
  const [state, dispatch, pending] = useActionState(action, initialState);
  const [found, setFound] = useState<{ errors: FieldErrors; against: FormState<T> }>();
  const form = useRef<HTMLFormElement>(null);
  const sending = useRef(false);
  const summaryId = `${useId()}summary`;

  // Errors found in the browser count until the server has answered again.
  const local = found?.against === state ? found.errors : undefined;
  const refused = state !== null && !state.ok ? state : undefined;
  const errors = useMemo(() => local ?? refused?.fieldErrors ?? {}, [local, refused]);
  const message = local ? undefined : refused && summaryMessages(errors).length === 0 ? refused.message : undefined;
  const wrong = summaryMessages(errors).length > 0 || message !== undefined;

  useEffect(() => {
    if (!pending) sending.current = false;
  }, [pending]);

  useEffect(() => {
    const bare = document.title.startsWith(ERROR_PREFIX) ? document.title.slice(ERROR_PREFIX.length) : document.title;
    document.title = wrong ? ERROR_PREFIX + bare : bare;
  }, [wrong]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new answer moves the focus, even when it repeats the last one
  useEffect(() => {
    if (wrong) document.getElementById(summaryId)?.focus();
  }, [state, found, wrong, summaryId]);

  useEffect(() => {
    if (state?.ok && resetOnSuccess) form.current?.reset();
  }, [state, resetOnSuccess]);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sending.current) return;
    sending.current = true;
    const submitter = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null;
    const data = submittedData(event.currentTarget, submitter);
    const skips = submitter instanceof HTMLButtonElement && submitter.formNoValidate;
    const problems = skips ? null : ((await validate?.(data)) ?? null);
    if (problems) {
      sending.current = false;
      setFound({ errors: problems, against: state });
      return;
    }
    startTransition(() => dispatch(data));
  }

  const context = useMemo(
    () => ({ scope, errors, values: refused?.values ?? {}, pending, code: refused?.code }),
    [scope, errors, refused, pending],
  );

  if (state?.ok && done) return done(state.data);
  return (
    <form
      ref={form}
      id={id}
      action={dispatch}
      onSubmit={(event) => {
        void send(event);
      }}
      noValidate
      aria-busy={pending || undefined}
      className={className ?? "flex flex-col gap-8"}
    >
      {title && !wrong ? <title>{title}</title> : null}
      {wrong && (title ?? titleIfWrong) ? <title>{ERROR_PREFIX + (title ?? titleIfWrong)}</title> : null}
      <ErrorSummary id={summaryId} errors={summaryMessages(errors, scope)} message={message} />
      {state?.ok && successMessage ? <Notice kind="success" live="status" title={successMessage} /> : null}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FormContext value={context}>{children}</FormContext>
    </form>
  );
}
