import { describe, expect, it } from 'vitest';
import { foldName } from '../../../electron/common/customer/fold-name.ts';
import { matchName } from '../../../electron/common/customer/match-name.ts';
import { makeNameKey } from '../../../electron/common/customer/name-key.ts';

describe('N1 to N5: folding', () => {
  it.each([
    ['Рум’янцев', 'румянцев'],
    ['Мар`яна', 'маряна'],
    ['О\u02BCНіл', 'онил'],
    ['O’Neill', 'oneill'],
    ['№5', '5'],
    ['Олексій Ґудзь', 'олексии гудз'],
    ['Олексии\u0306', 'олексии'],
    ['Їжак', 'ижак'],
    ['Семёнов', 'семенов'],
    ['Эйнгорн Объедков', 'еингорн обедков'],
    ['Выборный', 'виборнии'],
    ['Єва', 'ева'],
    ['Ștefănescu Țurcanu', 'stefanescu turcanu'],
    ['Brînză', 'brinza'],
    ['Straße Łódź Ærø Œuvre', 'strasse lodz aero oeuvre'],
    ['İpek Kılıç', 'ipek kilic'],
    ['Þór Ðuro', 'thor duro'],
    ['ﬁnance Ⅷ', 'finance viii'],
    ['علي كريم', 'علی کریم'],
    ['فاطمة', 'فاطمه'],
    ['آرش أحمد إيمان', 'ارش احمد ایمان'],
    ['رؤیا ئاس', 'رویا یاس'],
    ['حسین\u200Cپور', 'حسینپور'],
    ['مُحَمَّد', 'محمد'],
    ['محـــمد', 'محمد'],
    ['ثناء', 'ثنا'],
    ['ٱلله', 'الله'],
    ['ده ۱۲ ٣', 'ده 12 3'],
    ['१२ ４', '12 4'],
    ['Ilinca-Teodora "Ana" I.', 'ilinca teodora ana i'],
    ['ь', ''],
  ])('%s becomes %s', (text, folded) => {
    expect(foldName(text).join(' ')).toBe(folded);
  });

  it('mends Latin look-alikes in a Cyrillic word', () => {
    expect(foldName('Kовaль Тopик')).toEqual(['ковал', 'торик']);
    expect(foldName('Koval')).toEqual(['koval']);
  });
});

describe('N7: keys', () => {
  it.each([
    ['sofia', ['Sofiia', 'Sofia', 'Софія', 'София']],
    ['efremov', ['Yefremov', 'Efremov', 'Єфремов', 'Ефремов']],
    ['matvenko', ['Matviienko', 'Matvienko', 'Матвієнко']],
    ['xerbak', ['Shcherbak', 'Щербак', 'Scherbak']],
    ['julia', ['Жулія', 'Zhulia']],
    ['iuri', ['Юрій', 'Yurii', 'Iurii', 'Юрий']],
    ['cimbal', ['Цимбал', 'Tsymbal', 'Tzymbal']],
    ['hmelnicki', ['Хмельницький', 'Khmelnytskyi', 'Хмельницкий']],
    ['qornovil', ['Чорновіл', 'Chornovil']],
    ['haliq', ['Галич', 'Halych', 'Galych', 'Ґалич']],
    ['maks', ['Макс', 'Max', 'Maks']],
    ['filip', ['Філіп', 'Philip', 'Filipp']],
    ['11', []],
  ])('%s', (key, spellings) => {
    for (const spelling of spellings)
      expect([spelling, ...foldName(spelling).map(makeNameKey)]).toEqual([spelling, key]);
  });

  it('belongs to words of one of the two alphabets only', () => {
    expect(makeNameKey('احمد')).toBeUndefined();
    expect(makeNameKey('42')).toBeUndefined();
    expect(makeNameKey('жz')).toBeUndefined();
  });
});

describe('N6 and N7: matching', () => {
  it.each([
    ['кра мар', 'Марина Кравчук'],
    ['Бойко І. П.', 'Бойко Ірина Павлівна'],
    ['петренко-иванова', 'Іванова Петренко'],
    ['حسین پور', 'علی حسینپور'],
    ['حسينپور', 'حسین پور'],
    ['ilincateodora', 'Ilinca-Teodora Popescu'],
    ['ilinca pop', 'Ilinca-Teodora Popescu'],
    ['حسین‌پور', 'حسین پور'],
    ['koval iry', 'Коваль Ірина'],
    ['коваль', 'Iryna Koval'],
    ['matvi', 'Матвієнко'],
    ['матві', 'Matviienko'],
    ['shch', 'Щербак'],
    ['sh', 'Шевченко'],
    ['румянцев вячеслав', "Рум'янцев В’ячеслав"],
    ['фекла ежова', 'Ёжова Фёкла'],
    ['کریم', 'كريم'],
    ['ольга ол', 'Ольга Олегівна'],
    ['анна мар', 'Анна-Марія'],
    ['мар анна', 'Анна-Марія'],
    ['annamaria popescu', 'Popescu Anna-Maria'],
  ])('%s finds %s', (query, name) => {
    expect(matchName(query, name)).toBe(true);
  });

  it.each([
    ['валь', 'Коваль Ірина'],
    ['вчук', 'Марина Кравчук'],
    ['ольга ольга', 'Ольга Бойко'],
    ['Бойко Ірина Павлівна', 'Бойко Ірина'],
    ['І П', 'Ірина Павлівна'],
    ['і', 'Ірина'],
    ['', 'Ірина'],
    ['--', 'Ірина'],
    ['s', 'Шевченко'],
    ['Sofia', 'Sofiia'],
    ['ahmad', 'احمد'],
    ['ковалъx', 'Коваль'],
    ['анна марія бойко', 'Анна-Марія'],
    ['ковалс', 'Коваль'],
    ['а б', ''],
  ])('%s does not find %s', (query, name) => {
    expect(matchName(query, name)).toBe(false);
  });

  it('joins two words and never three', () => {
    expect(matchName('анна марія', 'Аннамарія')).toBe(true);
    expect(matchName('ан на марія', 'Аннамарія')).toBe(false);
    expect(matchName('аннамаріялуїза', 'Анна Марія Луїза')).toBe(false);
  });

  it('lets a joined reading give way to another word', () => {
    // "ab" alone would take the only word that "abc" can begin; the pair must be found instead.
    expect(matchName('аб абв', 'Абвг Абґ')).toBe(true);
    expect(matchName('абв аб', 'А Бв Абг')).toBe(true);
  });
});
