import type { ComponentChildren } from "preact";

interface SectionProps {
  readonly number: number;
  readonly title: string;
  /** One sentence with the figures in it. */
  readonly finding: string;
  readonly children: ComponentChildren;
}

export function Section({ number, title, finding, children }: SectionProps) {
  return (
    <section id={`section-${number}`} aria-labelledby={`title-${number}`}>
      <h2 id={`title-${number}`}>
        <span class="number">{number}</span> {title}
      </h2>
      <p class="finding">{finding}</p>
      {children}
    </section>
  );
}
