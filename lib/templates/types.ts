import type { Move } from "../reports/state";

export type TemplateView = {
  /** In addresses. */
  id: string;
  title: string;
  body: string;
  /** The move that it belongs to; null: any message. */
  move: Move | null;
  language: string;
  rev: number;
  changedAt: string;
  retired: boolean;
};

export type TemplateRoom = {
  programSlug: string;
  mayChange: boolean;
  zone: string;
  templates: TemplateView[];
};

/** A template filled in for one report: what one would begin with. */
export type ReadyText = {
  id: string;
  title: string;
  move: Move | null;
  language: string;
  text: string;
};
