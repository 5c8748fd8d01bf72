export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** In the order in which their keys first come. */
export function groupsBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) { groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]); }
  return [...groups.values()];
}
