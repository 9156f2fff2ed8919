export function ReviewPage(_: { id: string }) { return <p>…</p>; }
