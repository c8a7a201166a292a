import type { ComponentChildren } from "preact";

interface TableProps {
  readonly caption: string;
  /** Columns whose name begins with "#" hold numbers. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** The row to make stand out. */
  readonly marked?: number;
}

export function Table({ caption, head, rows, marked }: TableProps) {
  const isNumber = head.map((name) => name.startsWith("#"));
  return (
    <div class="table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name, at) => (
              <th scope="col" class={isNumber[at] === true ? "n" : undefined}>
                {name.replace("#", "")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr class={at === marked ? "marked" : undefined}>
              {row.map((cell, column) => (column === 0 ? <th scope="row">{cell}</th> : <td class={isNumber[column] === true ? "n" : undefined}>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
