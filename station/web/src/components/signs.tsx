/** Signs drawn in the text's colour; each stands beside a word. */
function Sign({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
      <path d={path} />
    </svg>
  );
}

export const CheckSign = () => <Sign path="M2.5 8.5l3.5 3.5 7.5-8" />;
export const NeedsSign = () => <Sign path="M8 1.5l7 12.5H1zM8 6v4M8 12v.2" />;
export const WaitSign = () => <Sign path="M8 1.5a6.5 6.5 0 1 0 .01 0M8 4.5V8l2.5 2" />;
export const BlockedSign = () => <Sign path="M4 7.5h8v6.5H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />;
