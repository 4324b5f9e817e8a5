import { composeSurnames, readGivenNames, readList, readSurnames, type Region } from './region.ts';

export const persianRegion: Region = {
  language: 'fa',
  currency: 'IRR',
  share: 8,
  order: 'given-first',
  women: readGivenNames(
    `فاطمه:fatemeh, زهرا:zahra, مریم:maryam, لیلا:leila, نرگس:narges, سارا:sara, مهناز:mahnaz, شیرین:shirin,
     پروین:parvin, آزاده:azadeh, نگار:negar, الهام:elham, معصومه:masoumeh, رؤیا:roya, یاسمن:yasaman, ثریا:soraya,
     گل‌ناز:golnaz, مینا:mina, هدیه:hedieh, ژاله:zhaleh`,
  ),
  men: readGivenNames(
    `محمد:mohammad, علی:ali, حسین:hossein, رضا:reza, مهدی:mahdi, امیر:amir, حسن:hasan, احمد:ahmad, کریم:karim,
     سعید:saeed, مجید:majid, آرش:arash, بهرام:bahram, فرهاد:farhad, کاوه:kaveh, یوسف:yousef, امیرعلی:amirali,
     محمدرضا:mohammadreza, عبدالله:abdollah, سیاوش:siavash, بیژن:bijan`,
  ),
  surnames: [
    ...readSurnames(
      `احمدی, محمدی, حسینی, رضایی, کریمی, موسوی, جعفری, حسین‌پور, علی‌زاده, حاجی‌زاده, رستمی, قاسمی, صادقی, مرادی,
       نوروزی, شریفی, کاظمی, اکبری, عباسی, یزدانی, کیانی, فرهادی, سلیمانی, هاشمی, ابراهیمی, اسماعیلی, تهرانی, شیرازی,
       کرمانی, آقایی, مؤذنی, ناصری, پورمحمد, کریم‌خانی, گل‌محمدی, بهرامی, جمشیدی, خسروی, زارعی, طاهری`,
    ),
    ...composeSurnames(
      'کریم, رحیم, حسن, اکبر, عباس, قاسم, صادق, تقی, یوسف, ابراهیم, محمود, نوروز, بهرام, جمشید, فرهاد, رستم, مهدی, نبی',
      '\u200Cزاده, \u200Cپور, \u200Cنژاد, \u200Cفر',
    ),
  ],
  towns: readList(
    'تهران, مشهد, اصفهان, شیراز, تبریز, کرج, اهواز, قم, کرمان, رشت, یزد, همدان, ساری, قزوین, زنجان',
  ),
  streets: readList(
    'آزادی, انقلاب, ولی‌عصر, فردوسی, سعدی, حافظ, بهار, گلستان, شهید بهشتی, کارگر, نیلوفر, لاله, یاس, سرو, چمران',
  ),
  addressForm: 'خیابان {street}، پلاک {house}، واحد {flat}',
  houseForm: 'خیابان {street}، پلاک {house}',
  tariffs: readList('خانگی, خانگی سه‌زمانه, تجاری کوچک, گرمایش برقی'),
  monthMinor: 120_000_000,
  phones: [
    {
      code: '98',
      beginnings: ['912', '919', '935', '936', '901'],
      length: 10,
      label: 'mobile',
      form: '0999 999 9999',
      weight: 4,
    },
    {
      code: '98',
      beginnings: ['21', '31', '71', '51'],
      length: 10,
      label: 'home',
      form: '099-99999999',
      weight: 1,
    },
  ],
};
