export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M7 21c6 0 6-10 12-10h6" />
      <path class="mark-second" d="M7 11c3 0 4.5 2 6 4.5M17.5 18.500C19 20 20.5 21 25 21" />
    </svg>
  );
}
