import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { When } from "@/components/ui/when";
import { FormPanel } from "./form-panel";

type Lesson = { marked: boolean; markedAt: string | null; text: string | null; mayMark: boolean };

/** Marks a closed report for the next review of the policy. Its reporter never sees this. */
export function LessonForm({ lesson, zone, action }: { lesson: Lesson; zone: string; action: FormAction<undefined> }) {
  if (lesson.marked) {
    return (
      <div className="flex flex-col gap-3">
        <p>
          Marked {lesson.markedAt ? <When at={lesson.markedAt} zone={zone} style="date" /> : null}: the next review of
          the policy lists it.
        </p>
        {lesson.text ? <p className="max-w-measure whitespace-pre-line">{lesson.text}</p> : null}
        {lesson.mayMark ? (
          <ActionForm action={action} hidden={{ marked: "no" }} className="contents">
            <div>
              <SubmitButton variant="secondary" size="compact">
                It is no lesson
              </SubmitButton>
            </div>
          </ActionForm>
        ) : null}
      </div>
    );
  }
  return (
    <ActionForm action={action} hidden={{ marked: "yes" }} className="flex flex-col gap-3">
      <FormPanel label="Mark it for the next review">
        <TextAreaField
          name="lesson"
          label="What the policy can learn from it"
          hint="For staff who read reports. The policy owner sees the reference alone; the reporter sees nothing."
          optional
          rows={3}
          limit={1000}
        />
        <div>
          <SubmitButton size="compact">Mark it</SubmitButton>
        </div>
      </FormPanel>
    </ActionForm>
  );
}
