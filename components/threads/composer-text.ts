import { fieldId } from "@/components/ui/field-ids";

/** The id of the box in which a reply is written; one stands on a page. */
export const COMPOSER_TEXT = fieldId("message-text");
