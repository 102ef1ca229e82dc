import { useEffect, useState } from 'react';

/** The value once it has stayed the same for that long; the one before, at first `initial`, until then. */
export function useSettled<T>(value: T, milliseconds: number, initial = value): T {
  const [settled, setSettled] = useState(initial);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
