import type { Answers } from "./answers";
import type { StepForm } from "./fields";
import { answerInWords } from "./summary";

/**
 * Steps 4 to 6 as the text that a browser encrypts: one heading a question, each answer exactly as it was typed.
 * What was left blank is left out.
 */
export function plaintextOf(forms: readonly StepForm[], answers: Answers): string {
  const parts = forms.flatMap(({ title, fields }) => {
    const given = fields.flatMap((field) => {
      const value = answers[field.name];
      if (value === undefined || value.length === 0) return [];
      const words = Array.isArray(value)
        ? value.join("\n")
        : field.kind === "text"
          ? value
          : answerInWords(field, value);
      return [`## ${field.label}\n\n${words}`];
    });
    return given.length > 0 ? [`# ${title}`, ...given] : [];
  });
  return `${parts.join("\n\n")}\n`;
}
