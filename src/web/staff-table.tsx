/** A table of texts that scrolls by itself on a narrow screen; its children are the rows. */
import type { Children } from "@kitajs/html";

export interface Heading {
  readonly text: string;
  readonly figure?: boolean | undefined;
}

interface StaffTableProps {
  readonly label: string;
  readonly headings: readonly Heading[];
  /** Rows become lines under each other on a narrow screen; cells say by `data-label` what they are. */
  readonly stacked?: boolean | undefined;
  readonly children?: Children;
}

export function StaffTable({ label, headings, stacked = false, children }: StaffTableProps): JSX.Element {
  return (
    <div class={stacked ? "scroll stacked" : "scroll"} tabindex="0" role="region" aria-label={label}>
      <table class="dense">
        <thead>
          <tr>
            {headings.map(({ text, figure = false }) => (
              <th scope="col" class={figure ? "figure" : ""} safe>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
