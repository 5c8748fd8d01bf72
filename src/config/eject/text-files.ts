export function lines(...all: string[]): string {
  return `${all.join('\n')}\n`;
}

export function json(value: unknown): string {
  return lines(JSON.stringify(value, undefined, 2));
}
