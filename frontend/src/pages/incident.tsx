export function IncidentPage(_: { id: string }) { return <p>…</p>; }
