import { useEffect, useRef, useState } from "preact/hooks";
import { useAnswer } from "../answers";
import { useCodebook } from "../codebook";
import { dayText } from "../pure/days";
import { numberText } from "../pure/figures";
import { type Filters, howMany, type ListFilter, LISTS, NO_FILTERS, toggled } from "../pure/filters";
import { countryText } from "../pure/places";
import { outletsOf, type SourcesTold, UNNAMED } from "../pure/sources";
import { capitalised, groupOf, GROUPS, kindText } from "../pure/terms";
import type { CountryCounted, SideCounted, Term } from "../wire";
import { Sign } from "./sign";

interface Shown {
  filters: Filters;
  change: (filters: Filters) => void;
}

interface Choice {
  id: string;
  label: string;
  count?: number | undefined;
  kind?: string;
}

const NAMES: Record<ListFilter, string> = {
  kind: "Kind",
  status: "Status",
  grade: "Grade",
  country: "Country",
  side: "Side",
  outlet: "Outlet",
};
const TYPING = 350; // milliseconds of quiet before a typed word is asked for

/** The filters as one bar; each list opens below its name. On a phone they fold behind one button. */
export function FilterBar({ filters, change }: Shown) {
  const [open, setOpen] = useState(false);
  const choices = useChoices();
  const set = howMany(filters);
  return (
    <section class="filters" aria-label="Filters" data-open={open}>
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        Filters{set ? ` (${set})` : ""}
      </button>
      <div class="filter-row">
        <Search text={filters.text} change={(text) => change({ ...filters, text })} />
        {LISTS.map((name) => (
          <Menu
            key={name}
            label={NAMES[name]}
            chosen={filters[name]}
            choices={choices[name]}
            toggle={(value) => change(toggled(filters, name, value))}
          />
        ))}
        <label class="inline">
          Background
          <select
            value={filters.background}
            onChange={(event) => change({ ...filters, background: event.currentTarget.value as Filters["background"] })}
          >
            <option value="without">left out</option>
            <option value="also">shown too</option>
            <option value="only">alone</option>
          </select>
        </label>
        <label class="inline">
          <input
            type="checkbox"
            checked={filters.conflicts}
            onChange={(event) => change({ ...filters, conflicts: event.currentTarget.checked })}
          />
          Sources differ
        </label>
      </div>
      {set > 0 && <Chips filters={filters} change={change} choices={choices} />}
    </section>
  );
}

function Search({ text, change }: { text: string; change: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const asked = useRef(text);
  useEffect(() => {
    if (text !== asked.current) {
      asked.current = text;
      setTyped(text);
    }
  }, [text]);
  useEffect(() => {
    if (typed.trim() === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = typed.trim();
      change(typed.trim());
    }, TYPING);
    return () => clearTimeout(timer);
  }, [typed, change]);
  return (
    <label class="search">
      <span class="unseen">Words in place, sides, targets, weapons or titles</span>
      <input
        type="search"
        placeholder="Place, side, weapon …"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </label>
  );
}

interface MenuShown {
  label: string;
  chosen: string[];
  choices: Choice[];
  toggle: (value: string) => void;
}

function Menu({ label, chosen, choices, toggle }: MenuShown) {
  const element = useRef<HTMLDetailsElement>(null);
  useClosing(element);
  const [sought, setSought] = useState("");
  const long = choices.length > 12;
  const shown = choices.filter((choice) => choice.label.toLowerCase().includes(sought.toLowerCase()));
  return (
    <details ref={element} class="menu">
      <summary data-set={chosen.length > 0}>
        {label}
        {chosen.length > 0 && <b> {chosen.length}</b>}
      </summary>
      <fieldset class="menu-body">
        <legend class="unseen">{label}</legend>
        {long && (
          <input
            type="search"
            aria-label={`Find in ${label.toLowerCase()}`}
            placeholder="Find …"
            value={sought}
            onInput={(event) => setSought(event.currentTarget.value)}
          />
        )}
        {shown.map((choice) => (
          <label key={choice.id}>
            <input type="checkbox" checked={chosen.includes(choice.id)} onChange={() => toggle(choice.id)} />
            {choice.kind && <Sign kind={choice.kind} />}
            <bdi>{choice.label}</bdi>
            {choice.count !== undefined && <small> {numberText(choice.count)}</small>}
          </label>
        ))}
        {shown.length === 0 && <p class="hint">{choices.length ? "None is called so." : "There are none yet."}</p>}
      </fieldset>
    </details>
  );
}

function Chips({ filters, change, choices }: Shown & { choices: Record<ListFilter, Choice[]> }) {
  const chips: { key: string; label: string; without: Filters }[] = LISTS.flatMap((name) =>
    filters[name].map((value) => ({
      key: `${name}-${value}`,
      label: `${NAMES[name]}: ${choices[name].find((choice) => choice.id === value)?.label ?? value}`,
      without: toggled(filters, name, value),
    })),
  );
  if (filters.since)
    chips.push({ key: "since", label: `From ${dayText(filters.since)}`, without: { ...filters, since: null } });
  if (filters.until)
    chips.push({ key: "until", label: `Until ${dayText(filters.until)}`, without: { ...filters, until: null } });
  if (filters.text) chips.push({ key: "text", label: `“${filters.text}”`, without: { ...filters, text: "" } });
  if (filters.conflicts)
    chips.push({ key: "conflicts", label: "Sources differ", without: { ...filters, conflicts: false } });
  if (filters.placeless)
    chips.push({ key: "placeless", label: "No place shown", without: { ...filters, placeless: false } });
  if (filters.background !== "without") {
    chips.push({
      key: "background",
      label: filters.background === "only" ? "Background alone" : "With background",
      without: { ...filters, background: "without" },
    });
  }
  return (
    <ul class="chips" aria-label="Filters that are set">
      {chips.map((chip) => (
        <li key={chip.key}>
          <button type="button" onClick={() => change(chip.without)}>
            <span class="unseen">Take away </span>
            <bdi>{chip.label}</bdi> <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="plain" onClick={() => change(NO_FILTERS)}>
          Clear all
        </button>
      </li>
    </ul>
  );
}

function useChoices(): Record<ListFilter, Choice[]> {
  const { kinds, statuses, grades } = useCodebook().codebook;
  const sides = useAnswer<SideCounted[]>("sides");
  const countries = useAnswer<CountryCounted[]>("countries");
  const sources = useAnswer<SourcesTold>("sources");
  const outlets = outletsOf(sources.answer?.data).map((one) => one.outlet);
  return {
    kind: inGroups(listed(kinds)).map(({ id }) => ({ id, label: kindText(id), kind: id })),
    status: listed(statuses).map(({ id, label }) => ({ id, label: capitalised(label) })),
    grade: listed(grades).map(({ id, label }) => ({ id, label: capitalised(label) })),
    country: listed(countries.answer?.data).map((one) => ({
      id: one.id,
      label: countryText(one.id),
      count: one.incidents,
    })),
    side: listed(sides.answer?.data).map((one) => ({ id: one.id ?? one.name, label: one.name, count: one.incidents })),
    outlet: outlets
      .filter(({ name }) => name !== UNNAMED)
      .map(({ name, reports }) => ({ id: name, label: name, count: reports }))
      .sort((a, b) => a.label.localeCompare(b.label)),
  };
}

/** Kinds that are drawn alike stand together. */
function inGroups(kinds: Term[]): Term[] {
  const place = ({ id }: Term): number => GROUPS.findIndex((group) => group === groupOf(id));
  return [...kinds].sort((a, b) => place(a) - place(b));
}

function listed<T>(data: T[] | undefined): T[] {
  return Array.isArray(data) ? data : [];
}

/** A menu closes on Escape, with the focus back on its name, and when somebody presses outside. */
function useClosing(element: { current: HTMLDetailsElement | null }): void {
  useEffect(() => {
    const onPress = (event: Event): void => {
      const menu = element.current;
      if (menu?.open && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    };
    const onKey = (event: KeyboardEvent): void => {
      const menu = element.current;
      if (event.key !== "Escape" || !menu?.open) return;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", onPress);
    document.addEventListener("focusin", onPress);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPress);
      document.removeEventListener("focusin", onPress);
      document.removeEventListener("keydown", onKey);
    };
  }, [element]);
}
