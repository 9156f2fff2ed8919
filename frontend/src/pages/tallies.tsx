export function TalliesPage(_: { id: string }) { return <p>…</p>; }
