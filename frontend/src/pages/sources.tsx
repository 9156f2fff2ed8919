export function SourcesPage(_: { id: string }) { return <p>…</p>; }
