export function MethodPage(_: { id: string }) { return <p>…</p>; }
