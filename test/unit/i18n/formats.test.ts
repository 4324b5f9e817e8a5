import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormats } from '../../../renderer/i18n/formats.ts';

const at = Date.UTC(2026, 10, 22, 14, 2, 0);

describe('formats for people', () => {
  it('shows a stretch of time as minutes and seconds, and hours from the first one on', () => {
    const { duration } = createFormats('en');
    expect(duration(0)).toBe('0:00');
    expect(duration(7_999)).toBe('0:07');
    expect(duration(61_000)).toBe('1:01');
    expect(duration(3_723_000)).toBe('1:02:03');
    expect(duration(-500)).toBe('0:00');
  });

  it('never shows sixty seconds or minutes', () => {
    const { duration } = createFormats('en');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000_000 }), (ms) => {
        const parts = duration(ms).split(':').map(Number).reverse();
        expect(parts[0]).toBeLessThan(60);
        if (parts.length === 3) expect(parts[1]).toBeLessThan(60);
        const total = (parts[0] ?? 0) + (parts[1] ?? 0) * 60 + (parts[2] ?? 0) * 3_600;
        expect(total).toBe(Math.floor(ms / 1_000));
      }),
    );
  });

  it('uses Persian digits for times, counts and the Solar Hijri calendar', () => {
    const formats = createFormats('fa', 'UTC');
    expect(formats.duration(83_000)).toBe('۱:۲۳');
    expect(formats.clock(at)).toBe('۱۴:۰۲');
    expect(formats.number(1_402)).toBe('۱٬۴۰۲');
    expect(formats.day(at, at)).toBe('۱ آذر');
  });

  it('shows the year only when it is another one', () => {
    const { day } = createFormats('en', 'UTC');
    expect(day(at, at)).toBe('22 Nov');
    expect(day(Date.UTC(2025, 0, 3), at)).toBe('3 Jan 2025');
  });

  it('reads money from minor units by the currency', () => {
    const { money } = createFormats('en');
    expect(money(123_456, 'UAH')).toBe('₴1,234.56');
    expect(money(500, 'JPY')).toBe('¥500');
    expect(money(-990, 'MDL')).toMatch(/^-.*9\.90$/u);
  });

  it('leaves alone what is not a date or a language', () => {
    const formats = createFormats('ru');
    expect(formats.date('soon')).toBe('soon');
    expect(formats.date('2026-10-01')).toBe('1 окт. 2026 г.');
    expect(formats.languageName('uk')).toBe('украинский');
    expect(formats.languageName('not a tag!')).toBe('not a tag!');
  });
});
