// Small things kept on this device. When storage is closed or full, nothing is kept and nothing breaks.
export function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

export function keep(key, value) {
  try {
    if (value === null || value === "") localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch { return false; }
}
