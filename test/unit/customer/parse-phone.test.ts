import { describe, expect, it } from 'vitest';
import type { DialPlan } from '../../../electron/common/customer/dial-plan.ts';
import { parsePhone } from '../../../electron/common/customer/parse-phone.ts';

/** What a text must give: an E.164 number, or a class with its display. */
type Row = readonly [raw: string, wanted: string, country?: string, dialPlan?: DialPlan];

const kyiv = '+380441234567';
const mobile = '+380501112233';

/** `+380… ext. 7 | others` for e164, else the class. */
function summarise(raw: string, country: string | undefined, dialPlan: DialPlan | undefined): string {
  const parsed = parsePhone(raw, { country, dialPlan });
  if (parsed.class === 'extension') return `extension ${parsed.extension ?? ''}`;
  if (parsed.class !== 'e164') return parsed.class;
  const extension = parsed.extension === undefined ? '' : ` ext. ${parsed.extension}`;
  const others = parsed.others === undefined ? '' : ` | ${parsed.others.join(' ')}`;
  return `${parsed.e164 ?? ''}${extension}${others}`;
}

function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    const cases = rows.map(([raw, wanted, country = 'UA', dialPlan]) => ({ raw, wanted, country, dialPlan }));
    it.each(cases)('$raw gives $wanted', ({ raw, wanted, country, dialPlan }) => {
      expect(summarise(raw, country, dialPlan)).toBe(wanted);
    });
  });
}

table('P1 one spelling for every sign', [
  ['۰۵۰ ۱۱۱ ۲۲ ۳۳', mobile],
  ['٠٥٠١١١٢٢٣٣', mobile],
  ['\uFF0B３８０５０１１１２２３３', mobile],
  ['\u202A050\u200F 111\u00AD 22\uFEFF33\u202C', mobile],
  ['050\u2013111\u2014\u201022\u221233', mobile],
  ['050\u00A0111\u2003\t22  33', mobile],
  ['0501112233، 0671112233', `${mobile} | +380671112233`],
  ['0501112233؛ 0671112233', `${mobile} | +380671112233`],
  ["'0501112233", mobile],
  ['"0501112233"', mobile],
  ['  050 111 22 33  ', mobile],
]);

table('P2 withheld in every language of the desk', [
  ['', 'withheld'],
  [' \u200E ', 'withheld'],
  ['Anonymous', 'withheld'],
  ['"ANONYMOUS"', 'withheld'],
  ['(Private number).', 'withheld'],
  ['[No Caller ID]', 'withheld'],
  ['<unknown>', 'withheld'],
  ['номер приховано', 'withheld'],
  ['Анонімний\u00A0номер', 'withheld'],
  ['При\u0445ований', 'withheld'],
  ['Скрытыи\u0306 номер', 'withheld'],
  ['Număr ascuns', 'withheld'],
  ['numar privat', 'withheld'],
  ['شماره ناشناس', 'withheld'],
  ['خصوصی', 'withheld'],
  ['anonymous caller', 'invalid'],
  ['n/a', 'invalid'],
  ['.', 'invalid'],
]);

table('P3 telephone URIs', [
  ['tel:+380-44-123-45-67;ext=12', `${kyiv} ext. 12`],
  ['TEL:0441234567', kyiv],
  ['callto://+380441234567', kyiv],
  ['sip:0441234567@10.0.0.5:5060;transport=tls', kyiv],
  ['SIPS:%2B380441234567@pbx.example?Subject=x', kyiv],
  ['"Коваль, Ірина" <sip:0441234567@pbx.example>;tag=1', kyiv],
  ['"380501112233" <sip:101@pbx.example>', 'short'],
  ['"Anonymous" <sip:anonymous@anonymous.invalid>', 'withheld'],
  ['sip:0441234567@anonymous.INVALID', 'withheld'],
  ['<sip:0441234567@invalid;user=phone>', 'withheld'],
  ['sip:Restricted@10.0.0.5', 'withheld'],
  ['Anonymous <0441234567>', kyiv],
  ['Коваль <anonymous>', 'withheld'],
  ['sip:0441234567', 'invalid'],
  ['sip:iryna@pbx.example', 'invalid'],
  ['sip:a@b@pbx.example', 'invalid'],
  ['tel:', 'invalid'],
  ['tel:501112233;phone-context=+380', mobile],
  ['tel:+380501112233;phone-context=+1', mobile],
  ['tel:0501112233;phone-context=pbx.example', mobile],
  ['tel:311;phone-context=pbx.example', 'extension 311', 'UA', { extensionLength: 3 }],
  ['tel:0441234567,0501112233', 'invalid'],
  ['sip:%zz@pbx.example', 'invalid'],
  ['sip:%ff0441234567@pbx.example', 'invalid'],
]);

table('P4 spreadsheet damage', [
  ['3.8E+11', 'invalid'],
  ['3,80501E+11', 'invalid'],
  ['380501112233.0', mobile],
  ['380501112233.0; 380671112233.0', `${mobile} | +380671112233`],
  ['101.0', 'invalid'],
]);

table('P5 several numbers in one cell', [
  ['0441234567; 0501112233', `${kyiv} | ${mobile}`],
  ['0441234567|0501112233', `${kyiv} | ${mobile}`],
  ['0441234567\n0501112233\r\n0671112233', `${kyiv} | ${mobile} +380671112233`],
  ['0441234567 або 0501112233', `${kyiv} | ${mobile}`],
  ['0441234567 чи 0501112233', `${kyiv} | ${mobile}`],
  ['0441234567 ИЛИ 0501112233', `${kyiv} | ${mobile}`],
  ['0441234567 sau 0501112233', `${kyiv} | ${mobile}`],
  ['0441234567 or 0501112233', `${kyiv} | ${mobile}`],
  ['02188776655 یا 09121234567', '+982188776655 | +989121234567', 'IR'],
  ['0441234567, 0441234567, +380 44 123 45 67', kyiv],
  ['0441234567, доб. 5', `${kyiv} ext. 5`],
  ['0441234567; #5; 0501112233', `${kyiv} ext. 5 | ${mobile}`],
  ['немає, 0441234567', kyiv],
  ['101, 0441234567', kyiv],
  ['немає; —', 'invalid'],
  ['311; 312', 'extension 311', 'UA', { extensionLength: 3 }],
  ['12345, 0', 'extension 12345'],
  ['030/123456', '+4930123456', 'DE'],
  ['044 123-45-67/68', kyiv],
  ['0441234567\\0501112233', `${kyiv} | ${mobile}`],
  ['311/312', 'extension 311', 'UA', { extensionLength: 3 }],
]);

table('P6 extensions and labels', [
  ['8 (050) 111-22-33 доб. 7', `${mobile} ext. 7`],
  ['0441234567 ext 12', `${kyiv} ext. 12`],
  ['0441234567 Extn:12', `${kyiv} ext. 12`],
  ['0441234567 EXTENSION=12', `${kyiv} ext. 12`],
  ['0441234567x12', `${kyiv} ext. 12`],
  ['0441234567#12', `${kyiv} ext. 12`],
  ['0441234567 добавочный 12', `${kyiv} ext. 12`],
  ['0441234567 (вн. 12)', `${kyiv} ext. 12`],
  ['0441234567 внутр.12', `${kyiv} ext. 12`],
  ['0441234567 внутренний: 12', `${kyiv} ext. 12`],
  ['0441234567 дод.12', `${kyiv} ext. 12`],
  ['0441234567 Додатковий 1234567', `${kyiv} ext. 1234567`],
  ['022 123456 int. 12', '+37322123456 ext. 12', 'MD'],
  ['022 123456 interior 12', '+37322123456 ext. 12', 'MD'],
  ['۰۲۱ ۸۸۷۷ ۶۶۵۵ داخلی ۱۲', '+982188776655 ext. 12', 'IR'],
  ['02188776655 داخلي 12', '+982188776655 ext. 12', 'IR'],
  ['+380441234567 доб. 12', `${kyiv} ext. 12`],
  ['доб. 12', 'extension 12'],
  ['(вн. 12)', 'extension 12'],
  ['#12', 'extension 12'],
  ['x 1234567', 'extension 1234567'],
  ['тел. 044 123 45 67', kyiv],
  ['тел./факс: (044) 123-45-67', kyiv],
  ['Моб: +380 50 111 22 33 (Ірина)', mobile],
  ['050 111 22 33 мама', mobile],
  ['050 111 22 33 (дім) (увечері)', mobile],
  ['050 кв 111 22 33', 'invalid'],
  ['0441234567 (2 поверх)', 'invalid'],
  ['101 ext 5', 'invalid'],
]);

table('P7 the plus', [
  ['+380 (44) 123-45-67', kyiv],
  ['++380441234567', kyiv],
  ['(+380) 44 123 45 67', kyiv],
  ['380441234567+', kyiv],
  ['+380441234567+', 'invalid'],
  ['38+0441234567', 'invalid'],
  ['+49 (0)30 123456', '+4930123456'],
  ['+39 06 6982', '+39066982'],
  ['+101', 'invalid'],
  ['+0441234567', 'invalid'],
  ['+', 'invalid'],
]);

table('P8 short codes and extensions', [
  ['112', 'short'],
  ['112', 'short', 'UA', { extensionLength: 3 }],
  ['101', 'short'],
  ['101', 'extension 101', 'UA', { extensionLength: 3 }],
  ['125', 'short', 'IR'],
  ['110', 'short', 'DE'],
  ['999', 'short', 'GB'],
  ['911', 'short', 'US'],
  ['999', 'extension 999', 'UA'],
  ['7700', 'short', 'UA', { shortCodes: ['7700'] }],
  ['*55#', 'short', 'UA', { shortCodes: ['*55#'], extensionLength: 4 }],
  ['*100#', 'invalid'],
  ['*31#0501112233', 'invalid'],
  ['4321', 'extension 4321', 'UA', { extensionLength: [3, 4] }],
  ['54321', 'invalid', 'UA', { extensionLength: [3, 4] }],
  ['54', 'extension 54'],
  ['5', 'invalid'],
  ['1-0-1', 'invalid'],
  ['311', 'extension 311', ''],
]);

table('P9 candidates in their order', [
  ['044 123 45 67', kyiv],
  ['44 123 45 67', kyiv],
  ['380441234567', kyiv],
  ['00380441234567', kyiv],
  ['8 (050) 111 22 33', mobile],
  ['80441234567', kyiv],
  ['8 050 111 22 33', 'invalid', 'UA', { trunkPrefixes: [] }],
  ['8 916 123 45 67', '+79161234567', 'RU'],
  ['0038044 123 45 67', kyiv, 'RU'],
  ['810 380 44 123 45 67', kyiv, 'RU'],
  ['9 044 123 45 67', kyiv, 'UA', { outsidePrefix: '9' }],
  ['916 123 45 67', '+79161234567', 'RU', { outsidePrefix: '9' }],
  ['9 00 49 30 123456', '+4930123456', 'UA', { outsidePrefix: '9' }],
  ['9 8 050 111 22 33', mobile, 'UA', { outsidePrefix: '9' }],
  ['5 050 111 22 33', mobile, 'UA', { trunkPrefixes: ['4', '5'] }],
  ['4930123456', 'invalid'],
  ['442079460123', '+442079460123'],
  ['380501112233', mobile, ''],
  ['00380501112233', mobile, ''],
  ['0501112233', 'invalid', ''],
  ['0501112233', 'invalid', 'XX'],
  ['0501112233', mobile, 'ua'],
]);

describe('P10 display', () => {
  it.each([
    ['8 (050) 111-22-33 доб. 7', '+380 50 111 2233 ext. 7'],
    ['۰۵۰۱۱۱۲۲۳۳', '+380 50 111 2233'],
    ['доб. 12', '12'],
    ['112', '112'],
    ['Анонім', ''],
    [' хтозна  1 ', 'хтозна 1'],
  ])('%j is shown as %j', (raw, display) => {
    expect(parsePhone(raw, { country: 'UA' }).display).toBe(display);
  });

  it('keeps keys away that do not belong to the class', () => {
    expect(parsePhone('311', { dialPlan: { extensionLength: 3 } })).toEqual({
      class: 'extension',
      extension: '311',
      display: '311',
    });
    expect(parsePhone('0441234567', { country: 'UA' })).toEqual({
      class: 'e164',
      e164: kyiv,
      display: '+380 44 123 4567',
    });
  });
});
