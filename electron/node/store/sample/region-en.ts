import { composeSurnames, readGivenNames, readList, readSurnames, type Region } from './region.ts';

export const englishRegion: Region = {
  language: 'en',
  currency: 'GBP',
  share: 10,
  order: 'given-first',
  women: readGivenNames(
    `Olivia:olivia, Emily:emily, Sarah:sarah, Jessica:jessica, Charlotte:charlotte, Margaret:margaret, Susan:susan,
     Chloë:chloe, Zoë:zoe, Helen:helen, Linda:linda, Rebecca:rebecca, Hannah:hannah, Priya:priya, Aoife:aoife,
     Siân:sian, Fiona:fiona, Mary-Anne:mary.anne, Patricia:patricia, Grace:grace, Amelia:amelia, Ruth:ruth`,
  ),
  men: readGivenNames(
    `James:james, John:john, Robert:robert, Michael:michael, William:william, David:david, Thomas:thomas,
     Daniel:daniel, George:george, Harry:harry, Oliver:oliver, Jack:jack, Rhys:rhys, Seán:sean, Duncan:duncan,
     Ahmed:ahmed, Philip:philip, Stephen:stephen, Christopher:christopher, André:andre, Paul:paul, Colin:colin`,
  ),
  surnames: [
    ...readSurnames(
      `Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Patel, Robinson, Wright, Thompson, Evans, Walker,
       White, Roberts, Green, Hall, Wood, Jackson, Clarke, O’Neill, O’Connor, MacDonald, McCarthy, Smith-Jones,
       Fitzgerald, Hughes, Edwards, Turner, Cooper, Harrison, Ward, Bennett, Shaw, Murphy, Kelly, Fletcher, Ashworth,
       Whitfield, Blackwood, Lloyd-Evans, Brontë, Fairweather, Sutcliffe, Pemberton`,
    ),
    ...composeSurnames(
      'Ash, Hart, Wood, Black, Mil, Har, Brad, Stan, West, Nor, Thorn, Win, Lang, Mar, Ald, Red, Whit, Cran',
      'ley, ford, ton, field, well, worth, burn',
    ),
  ],
  towns: readList(
    `London, Leeds, Sheffield, Leicester, Bristol, Reading, Birmingham, Edinburgh, Glasgow, Liverpool, Manchester,
     Newcastle, Belfast, Cardiff, York, Bath, Durham, Norwich`,
  ),
  streets: readList(
    `High Street, Station Road, Church Lane, Victoria Road, Mill Lane, Park Avenue, Queensway, The Crescent, Green Lane,
     Kings Road, Orchard Close, Meadow View, Chapel Street, Springfield Road, Windsor Drive, Elm Grove`,
  ),
  addressForm: 'Flat {flat}, {house} {street}',
  houseForm: '{house} {street}',
  tariffs: readList('Standard variable, Economy 7, Fixed 12 months, Small business'),
  monthMinor: 9_400,
  // Ofcom keeps these for drama: they ring nobody. Its mobile range 07700 900 is refused by libphonenumber.
  phones: [
    {
      code: '44',
      beginnings: [
        '2079460',
        '1134960',
        '1144960',
        '1164960',
        '1174960',
        '1184960',
        '1214960',
        '1314960',
        '1414960',
      ],
      length: 10,
      label: 'home',
      form: '0999 999 9999',
      weight: 2,
    },
    {
      code: '44',
      beginnings: ['1514960', '1614960', '1914980', '2890180', '2920180', '3069990'],
      length: 10,
      label: 'work',
      form: '+44 999 999 9999',
      weight: 1,
    },
  ],
};
