/** Figures as people read them. */
export const figures = {
  count: (value: number) => value.toLocaleString('en-GB'),

  /** Milliseconds; a dash where there are none. */
  milliseconds(value: number | null): string {
    if (value === null) return '–';
    if (value < 1000) return `${Math.round(value)} ms`;
    return figures.seconds(value / 1000);
  },

  seconds(value: number | null): string {
    if (value === null) return '–';
    if (value < 10) return `${value.toFixed(1)} s`;
    if (value < 90) return `${Math.round(value)} s`;
    if (value < 5400) return `${Math.round(value / 60)} min`;
    return `${(value / 3600).toFixed(1)} h`;
  },

  perSecond: (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)}/s`,

  bytes(value: number): string {
    if (value < 1024) return `${value} B`;
    if (value < 1024 ** 2) return `${Math.round(value / 1024)} kB`;
    return `${(value / 1024 ** 2).toFixed(1)} MB`;
  },

  /** A moment in local time, to the second. @param value a Date, or microseconds since 1970 */
  moment(value: Date | number | null): string {
    if (value === null) return '–';
    const date = typeof value === 'number' ? new Date(value / 1000) : value;
    const two = (part: number) => String(part).padStart(2, '0');
    const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  },
};
