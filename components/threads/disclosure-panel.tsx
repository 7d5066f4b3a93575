import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { RadioField, TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { Disclosure as Fold } from "@/components/ui/disclosure";
import { When } from "@/components/ui/when";
import { MESSAGE_MAX } from "@/lib/reports/moves";
import type { Disclosure } from "@/lib/threads/disclosure/types";

export const ASK_SCOPE = "ask-disclosure";
export const ANSWER_SCOPE = "answer-disclosure";

type Action = FormAction<undefined>;
type Props = { disclosure: Disclosure; zone: string; title: string };

function Standing({ disclosure, zone, reader }: Pick<Props, "disclosure" | "zone"> & { reader: "reporter" | "staff" }) {
  const { state, plannedOn, agreedFrom, askedAt, answeredAt } = disclosure;
  if (state === null || state === "withdrawn" || askedAt === null) return null;
  const [who, whom] = reader === "reporter" ? ["You", "the team"] : ["The reporter", "the program"];
  return (
    <p className="max-w-measure">
      {who} asked whether {reader === "reporter" ? "you" : "they"} may tell others <When at={askedAt} zone={zone} />
      {plannedOn === null ? null : (
        <>
          {" "}
          (planned for <When at={plannedOn} zone={zone} style="date" />)
        </>
      )}
      . {state === "asked" ? `It waits for ${whom}'s answer.` : null}
      {state === "declined" && answeredAt ? (
        <>
          {whom === "the team" ? "The team" : "The program"} did not agree <When at={answeredAt} zone={zone} />; the
          messages say why.
        </>
      ) : null}
      {state === "agreed" && answeredAt ? (
        <>
          {whom === "the team" ? "The team" : "The program"} agreed <When at={answeredAt} zone={zone} />
          {agreedFrom === null ? null : (
            <>
              , from <When at={agreedFrom} zone={zone} style="date" /> on
            </>
          )}
          .
        </>
      ) : null}
    </p>
  );
}

/** The reporter's question whether they may tell others, and what became of it. */
export function AskDisclosure({ disclosure, zone, title, ask, withdraw }: Props & { ask: Action; withdraw: Action }) {
  const name = (field: string) => fieldName(ASK_SCOPE, field);
  return (
    <div className="flex flex-col gap-4">
      <Standing disclosure={disclosure} zone={zone} reader="reporter" />
      {disclosure.state === "asked" ? (
        <ActionForm action={withdraw} className="inline-flex">
          <SubmitButton variant="secondary" size="compact">
            Take the question back
          </SubmitButton>
        </ActionForm>
      ) : null}
      {disclosure.mayAsk ? (
        <Fold summary={disclosure.state === null ? "Ask whether you may tell others" : "Ask again"}>
          <ActionForm action={ask} titleIfWrong={title} className="flex flex-col gap-4">
            <TextAreaField
              name={name("text")}
              label="What do you want to publish, and where?"
              hint="The team reads this as a message of yours"
              rows={4}
              limit={MESSAGE_MAX}
            />
            <TextField name={name("plannedOn")} label="The day that you have in mind" optional type="date" />
            <div>
              <SubmitButton pendingText="Asking…">Ask the team</SubmitButton>
            </div>
          </ActionForm>
        </Fold>
      ) : null}
    </div>
  );
}

/** The same for the program: what was asked, and for its coordinator the answer. */
export function AnswerDisclosure({ disclosure, zone, title, answer }: Props & { answer: Action }) {
  const name = (field: string) => fieldName(ANSWER_SCOPE, field);
  if (disclosure.state === null) return <p className="text-ink-soft">The reporter has not asked to tell others.</p>;
  return (
    <div className="flex flex-col gap-4">
      <Standing disclosure={disclosure} zone={zone} reader="staff" />
      {disclosure.mayAnswer ? (
        <ActionForm action={answer} titleIfWrong={title} className="flex flex-col gap-4 border-s-2 border-accent ps-4">
          <RadioField
            name={name("answer")}
            label="Does the program agree?"
            options={[
              { value: "agreed", label: "It agrees" },
              { value: "declined", label: "It does not agree" },
            ]}
          />
          <TextField name={name("agreedFrom")} label="From which day on, if it agrees" optional type="date" />
          <TextAreaField
            name={name("text")}
            label="Your reasons, or your wishes for the text"
            rows={3}
            limit={MESSAGE_MAX}
          />
          <p className="text-sm text-ink-soft">
            The reporter reads this as a message. The answer is recorded for good.
          </p>
          <div>
            <SubmitButton pendingText="Answering…">Answer the reporter</SubmitButton>
          </div>
        </ActionForm>
      ) : null}
    </div>
  );
}
