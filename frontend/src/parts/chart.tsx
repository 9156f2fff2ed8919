import * as Plot from "@observablehq/plot";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface Shown {
  title: string;
  note?: string | undefined;
  /** What the chart says, for those who do not see it. */
  summary: string;
  options: ((width: number) => Plot.PlotOptions) | Plot.PlotOptions | null;
  /** The same figures as rows; the first row names the columns. */
  table: readonly (readonly string[])[];
  children?: ComponentChildren;
}

/** A chart with its title, what it says in words, and its figures as a table. */
export function Chart({ title, note, summary, options, table, children }: Shown) {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = holder.current;
    if (!element || !options || width === 0) return;
    const drawn = Plot.plot({ ...(typeof options === "function" ? options(width) : options), width });
    // The library brings its styles along in an element that the content security policy forbids; ours are in the sheet.
    for (const style of drawn.querySelectorAll("style")) style.remove();
    for (const part of drawn.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label"); // the whole has a name
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", summary);
    drawn.setAttribute("class", "plot");
    element.replaceChildren(drawn);
  }, [options, width, summary]);
  const [head, ...rows] = table;
  return (
    <figure class="chart">
      <figcaption>
        <h2>{title}</h2>
        {note && <p class="hint">{note}</p>}
      </figcaption>
      {children}
      <div ref={holder} class="plot-holder" />
      <details>
        <summary>As a table</summary>
        <div class="table-scroll">
          <table class="figures">
            <thead>
              <tr>
                {head?.map((cell) => (
                  <th key={cell} scope="col">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([first, ...cells]) => (
                <tr key={first}>
                  <th scope="row">
                    <bdi>{first}</bdi>
                  </th>
                  {cells.map((cell, index) => (
                    <td key={head?.[index + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
