import { describe, expect, it } from 'vitest';
import { findInformal } from '../../../electron/common/script/informal-address.ts';

describe('informal forms', () => {
  it.each([
    ['uk', 'Що ТИ кажеш?', 'ти'],
    ['uk', 'Зачекай, будь ласка.', 'зачекай'],
    ['uk-UA', 'для тебе', 'тебе'],
    ['uk', 'ти\u0301 сам', 'ти'],
    ['ru', 'Чего ты ждёшь?', 'ты'],
    ['ru', 'Твоё имя', 'твое'],
    ['ru', 'тебе-то', 'тебе'],
    ['ro', 'Îţi mulţumesc', 'îți'],
    ['ro', 'Ce doreşti?', 'dorești'],
    ['ro', 'Spune-ți numele', 'ți'],
    ['fa', 'چه می‌خواهی؟', 'میخواهی'],
    ['fa', 'چه مي‌خواهي؟', 'میخواهی'],
    ['fa', 'تُو چه گفتید', 'تو'],
    ['fa', 'بـگـو', 'بگو'],
    ['en', 'Hey there', 'hey'],
    ['en', "You're gonna like it", 'gonna'],
  ])('%s: finds the form in "%s"', (language, text, word) => {
    expect(findInformal(text, language)).toBe(word);
  });

  it.each([
    ['uk', 'У тилу тихо, тітка, статистика.'],
    ['ru', 'Тыл, стыдно, Вы и Ваш счёт.'],
    ['ro', 'Un text autentic, atunci, patru.'],
    ['ro', "l-am văzut pe d'tu"],
    ['fa', 'توازن و توضیح شما؛ گفت‌وگو کنید'],
    ['en', 'The monkey and the mating palace'],
    ['en', 'tu ești'],
    ['de', 'du und ti'],
    ['uk', 'Дякую {{ customer.name | default: "тебе" }}'],
    ['uk', '## ти\nслова'],
  ])('%s: leaves "%s" alone', (language, text) => {
    expect(findInformal(text, language)).toBeNull();
  });
});
