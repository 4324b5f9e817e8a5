import { composeSurnames, readGivenNames, readList, readSurnames, type Region } from './region.ts';

export const romanianRegion: Region = {
  language: 'ro',
  currency: 'MDL',
  share: 12,
  order: 'given-first',
  women: readGivenNames(
    `Maria:maria, Elena:elena, Ana:ana, Ioana:ioana, Mihaela:mihaela, Andreea:andreea, Cristina:cristina,
     Ștefania:stefania, Gabriela:gabriela, Daniela:daniela, Alexandra:alexandra, Ilinca-Teodora:ilinca.teodora,
     Anca:anca, Raluca:raluca, Simona:simona, Viorica:viorica, Doina:doina, Tatiana:tatiana, Lăcrămioara:lacramioara,
     Ana-Maria:ana.maria, Luminița:luminita, Rodica:rodica, Veronica:veronica, Ecaterina:ecaterina, Corina:corina`,
  ),
  men: readGivenNames(
    `Ion:ion, Andrei:andrei, Mihai:mihai, Alexandru:alexandru, Ștefan:stefan, Gheorghe:gheorghe, Vasile:vasile,
     Nicolae:nicolae, Constantin:constantin, Cristian:cristian, Dumitru:dumitru, Ionuț:ionut, Radu:radu, Sorin:sorin,
     Vlad:vlad, Victor:victor, Petru:petru, Sergiu:sergiu, Anatolie:anatolie, Grigore:grigore, Tudor:tudor,
     Ilie:ilie, Răzvan:razvan, Cătălin:catalin, Mircea:mircea, Ion-Andrei:ion.andrei`,
  ),
  surnames: [
    ...readSurnames(
      `Popescu, Ionescu, Popa, Rusu, Ceban, Țurcanu, Munteanu, Ciobanu, Lungu, Moraru, Cojocaru, Rotaru, Ungureanu,
       Bălan, Șerban, Vlădescu, Dobre, Stoica, Dinu, Marin, Tănase, Mocanu, Sandu, Cârstea, Bejan, Grosu, Negru, Plămădeală,
       Cazacu, Botnaru, Guțu, Țărnă, Căldăraru, Năstase, Pîslaru, Vieru, Scutaru, Croitoru, Florea, Gheorghiu, Ștefănescu,
       Dumitrașcu, Brînză, Sîrbu, Ciubotaru, Zaharia, Olaru, Bostan, Prodan, Răileanu, Istrati, Frunză`,
    ),
    ...composeSurnames(
      `Anton, Barbul, Călin, Chiri, Constantin, Cost, Dan, David, Diacon, Dimitr, Filip, Grigor, Iacob, Ioan, Lup,
       Manol, Mih, Nicol, Petr, Radul, Simion, Stan, Tom, Tudor, Vasil, Voicul, Zamfir, Șerb, Țigăn, Băl, Mărgin`,
      'escu',
    ),
    ...composeSurnames(
      'Ardel, Brăil, Buz, Craiov, Dobrog, Focș, Ialomiț, Moldov, Argeș, Prahov, Sibi, Soroc, Vaslui, Orh, Câmp, Văl',
      'eanu',
    ),
  ],
  towns: readList(
    `Chișinău, Bălți, Cahul, Orhei, Ungheni, Soroca, Comrat, Hîncești, Strășeni, Edineț, Iași, Suceava, Botoșani,
     Galați, Vaslui, Brașov, Cluj-Napoca, Constanța, Rădăuți, Fălticeni`,
  ),
  streets: readList(
    `Ștefan cel Mare, Mihai Eminescu, Independenței, Alexandru cel Bun, București, Florilor, Grădinilor, Păcii,
     Unirii, Libertății, Trandafirilor, Vasile Alecsandri, Teilor, Izvorului, Nucului, Viilor, Stejarilor, Primăverii`,
  ),
  addressForm: 'str. {street} {house}, ap. {flat}',
  houseForm: 'str. {street} {house}',
  tariffs: readList('Casnic, Casnic cu două zone, Încălzire electrică, Întreprindere mică'),
  monthMinor: 64_000,
  phones: [
    {
      code: '373',
      beginnings: ['60', '68', '69', '78', '79'],
      length: 8,
      label: 'mobile',
      form: '099 999 999',
      weight: 5,
    },
    {
      code: '40',
      beginnings: ['722', '733', '744', '766'],
      length: 9,
      label: 'mobile',
      form: '0999 999 999',
      weight: 3,
    },
    { code: '373', beginnings: ['22'], length: 8, label: 'home', form: '099 99 99 99', weight: 1 },
    { code: '40', beginnings: ['232', '230'], length: 9, label: 'home', form: '0999.999.999', weight: 1 },
  ],
};
