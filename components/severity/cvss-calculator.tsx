"use client";

import { METRIC_WORDS } from "@/lib/severity/plain-words";
import {
  CVSS_VERSIONS,
  type CvssVersion,
  carriedOver,
  metricsOf,
  metricsSoFar,
  writeVector,
} from "@/lib/severity/vector";

export type CvssCalculatorProps = {
  /** Prefix of the ids and names inside: unique on the page. */
  id: string;
  /** The text of the vector box, finished or not. */
  vector: string;
  onChange: (vector: string) => void;
  /** The score in words, or what is missing. */
  sentence: string;
};

/**
 * The base metrics as native radios with one plain line each. The vector is the only state: a choice rewrites it, and
 * what is typed into it moves the radios. Threat and environment metrics that it already has are kept.
 */
export function CvssCalculator({ id, vector, onChange, sentence }: CvssCalculatorProps) {
  const read = metricsSoFar(vector.trim());
  const version = read?.version ?? "4.0";
  const metrics = read?.metrics ?? {};
  const base = metricsOf(version).filter(({ mandatory }) => mandatory);

  const choose = (name: string, value: string) => onChange(writeVector(version, { ...metrics, [name]: value }));
  const change = (to: CvssVersion) => onChange(writeVector(to, carriedOver(metrics, to)));

  return (
    <div className="flex flex-col gap-6 border-s-2 border-line-strong ps-4">
      <Choices
        name={`${id}-version`}
        legend="Version"
        asks="4.0 is the newer one; the vector follows"
        chosen={version}
        options={CVSS_VERSIONS.map((known) => ({ value: known, label: `CVSS ${known}`, means: "" }))}
        onChoose={(value) => change(value as CvssVersion)}
      />
      {base.map(({ name, values }) => {
        const words = METRIC_WORDS[version][name];
        return (
          <Choices
            key={`${version}-${name}`}
            name={`${id}-${name}`}
            legend={`${words?.label ?? name} (${name})`}
            asks={words?.asks ?? ""}
            chosen={metrics[name]}
            options={values.map((value) => {
              const [label, means] = words?.values[value] ?? [value, ""];
              return { value, label, means };
            })}
            onChoose={(value) => choose(name, value)}
          />
        );
      })}
      {/* The status beside the box says it to a screen reader; here it is in sight of the last question. */}
      <p aria-hidden className="sticky bottom-0 border-t border-line bg-paper py-2 font-semibold">
        {sentence || "No answer yet"}
      </p>
    </div>
  );
}

type Option = { value: string; label: string; means: string };

function Choices({
  name,
  legend,
  asks,
  chosen,
  options,
  onChoose,
}: {
  name: string;
  legend: string;
  asks: string;
  chosen: string | undefined;
  options: readonly Option[];
  onChoose: (value: string) => void;
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="font-semibold">{legend}</legend>
      <p id={`${name}-asks`} className="text-ink-soft">
        {asks}
      </p>
      <div className="mt-2 flex flex-col gap-1">
        {options.map(({ value, label, means }) => (
          <label key={value} className="flex items-start gap-2.5 py-1 pointer-coarse:min-h-11">
            {/* Of no form: the vector is what is sent. */}
            <input
              type="radio"
              form=""
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => onChoose(value)}
              aria-describedby={`${name}-asks`}
              className="size-6 shrink-0"
            />
            <span>
              {label}
              {means === "" ? null : <span className="text-ink-soft">: {means}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
