/** What households say, in several languages, and which of their things they mean by it. */
import { describe, expect, test } from 'vitest';
import type { Component, Entity } from '../../../src/devices/entity.ts';
import { withoutEvery } from '../../../src/devices/names/every.ts';
import { matchName } from '../../../src/devices/names/match.ts';
import { namesOf } from '../../../src/devices/names/named.ts';
import { homeOf, type Written } from './homes.ts';

const light = (name: string, area?: string): Written => ({ name, area });
const other = (component: Component, name: string, area?: string, deviceClass?: string): Written =>
  deviceClass === undefined ? { component, name, area } : { component, name, area, deviceClass };

interface Household {
  readonly home: ReadonlyMap<string, Entity>;
  /** What is said of which component, and the labels that it may mean; none where it means nothing there. */
  readonly says: readonly (readonly [said: string, component: Component, ...meant: string[]])[];
}

const HOUSEHOLDS: Readonly<Record<string, Household>> = {
  German: {
    home: homeOf([
      light('Küchenlampe', 'Küche'),
      light('Wohnzimmer Lampe', 'Wohnzimmer'),
      light('Stehlampe', 'Wohnzimmer'),
      light('Flurlampe 1', 'Flur'),
      light('Flurlampe 2', 'Flur'),
      light('Annas Lampe', 'Kinderzimmer'),
      light('Esstischlampe', 'Esszimmer'),
      light('Gäste-WC Licht', 'Gäste-WC'),
      light('Außenlicht'),
      light('LED Streifen TV', 'Wohnzimmer'),
      light('Arbeitszimmer Schreibtisch', 'Arbeitszimmer'),
      light('Bad', 'Bad'),
      light('Spiegelschrank', 'Bad'),
      light('Schlafzimmerdeckenlampe'),
      other('cover', 'Rollladen Süd', 'Wohnzimmer'),
      other('cover', 'Rollo Küche', 'Küche'),
      other('cover', 'Garagentor', undefined, 'garage'),
      other('climate', 'Heizkörper Bad', 'Bad'),
      other('climate', 'Thermostat Wohnzimmer', 'Wohnzimmer'),
      other('sensor', 'Temperatur', 'Schlafzimmer', 'temperature'),
      other('binary_sensor', 'Fensterkontakt', 'Küche', 'window'),
      other('switch', 'Waschmaschine', 'Keller'),
      other('lock', 'Haustür', 'Flur'),
    ]),
    says: [
      ['Küchenlampe', 'light', 'Küchenlampe'],
      ['kueche lampe', 'light', 'Küchenlampe'],
      ['kuche', 'light', 'Küchenlampe'],
      ['Wohnzimmerlampe', 'light', 'Wohnzimmer Lampe'],
      ['Wohnzimmer-Lampen', 'light', 'Wohnzimmer Lampe'],
      ['die Lampe im Wohnzimmer', 'light', 'Wohnzimmer Lampe'],
      ['Wohnzimmer', 'light', 'LED Streifen TV', 'Stehlampe', 'Wohnzimmer Lampe'],
      ['Flurlampe', 'light', 'Flurlampe 1', 'Flurlampe 2'],
      ['Lampe zwei im Flur', 'light', 'Flurlampe 2'],
      ['die zweite Flurlampe', 'light', 'Flurlampe 2'],
      ['Flurlampe Nummer 2', 'light', 'Flurlampe 2'],
      ['Flurlampe Nr. 1', 'light', 'Flurlampe 1'],
      ['Flurlampe 3', 'light'],
      ['Annas Licht', 'light', 'Annas Lampe'],
      ['die Lampe von Anna', 'light', 'Annas Lampe'],
      ['Lampe über dem Esstisch', 'light', 'Esstischlampe'],
      ['Licht im Gäste-WC', 'light', 'Gäste-WC Licht'],
      ['Gästewc', 'light', 'Gäste-WC Licht'],
      ['Aussenbeleuchtung', 'light', 'Außenlicht'],
      ['Licht hinter dem Fernseher', 'light', 'LED Streifen TV'],
      ['Lampe auf dem Schreibtisch', 'light', 'Arbeitszimmer Schreibtisch'],
      ['Bad', 'light', 'Bad'],
      ['Licht im Badezimmer', 'light', 'Bad'],
      ['Spiegelschrank im Badezimmer', 'light', 'Spiegelschrank'],
      ['Deckenlampe', 'light', 'Schlafzimmerdeckenlampe'],
      ['Schlafzimmerlampe', 'light', 'Schlafzimmerdeckenlampe'],
      ['Rolladen', 'cover', 'Rollladen Süd', 'Rollo Küche'],
      ['Südrollladen', 'cover', 'Rollladen Süd'],
      ['Küchenrollo', 'cover', 'Rollo Küche'],
      ['das Tor', 'cover', 'Garagentor'],
      ['Badheizung', 'climate', 'Heizkörper Bad'],
      ['Heizung Wohnzimmer', 'climate', 'Thermostat Wohnzimmer'],
      ['Schlafzimmertemperatur', 'sensor', 'Temperatur'],
      ['Küchenfenster', 'binary_sensor', 'Fensterkontakt'],
      ['die Waschmaschine im Keller', 'switch', 'Waschmaschine'],
      ['Haustüre', 'lock', 'Haustür'],
      ['Türschloss', 'lock', 'Haustür'],
    ],
  },
  English: {
    home: homeOf([
      light('Ceiling', 'Kitchen'),
      light('Counter', 'Kitchen'),
      light("Anna's lamp", 'Kids room'),
      light('living_room_lamp_1', 'Living Room'),
      light('living_room_lamp_2', 'Living Room'),
      light('0x00158d0001a2b3c4'),
      light('kitchen/island'),
      light('💡 Desk', 'Office'),
      light('BedsideLampLeft', 'Bedroom'),
      light('BedsideLampRight', 'Bedroom'),
      light('Upstairs hall', 'Upstairs'),
      light('Upstairs landing', 'Upstairs'),
      light('Lamp', 'Den'),
      light('Lamp', 'Attic'),
      light('Floor lamp', 'Den'),
      light('Zone A', 'Garden'),
      light('Zone B', 'Garden'),
      light('Shelly 1 Relay 0', 'Shed'),
      light('Shelly 1L Relay 0', 'Shed'),
      light('shelly1-E868E7F1A2B3', 'Cellar'),
      light('Garage', 'Garage'),
      other('lock', 'Front Door', 'Porch'),
      other('cover', 'Blinds', 'Bedroom'),
      other('switch', 'Dishwasher plug', 'Kitchen'),
      other('switch', 'Kettle', 'Kitchen'),
    ]),
    says: [
      ['kitchen light', 'light', 'Ceiling', 'Counter', 'kitchen/island'],
      ['the kitchen ceiling light', 'light', 'Ceiling'],
      ['counter lights', 'light', 'Counter'],
      ['island', 'light', 'kitchen/island'],
      ['kitchen/island', 'light', 'kitchen/island'],
      ["Anna's light", 'light', "Anna's lamp"],
      ['the lamp of Anna', 'light', "Anna's lamp"],
      ['the lamp in Anna’s room', 'light', "Anna's lamp"],
      ["Tom's lamp", 'light'],
      ['living room lamp two', 'light', 'living_room_lamp_2'],
      ['lamp number two', 'light', 'living_room_lamp_2'],
      ['the second lamp in the living room', 'light', 'living_room_lamp_2'],
      ['LivingRoomLamp1', 'light', 'living_room_lamp_1'],
      ['living room lamp', 'light', 'living_room_lamp_1', 'living_room_lamp_2'],
      ['0x00158d0001a2b3c4', 'light', '0x00158d0001a2b3c4'],
      ['00158D0001A2B3C4', 'light', '0x00158d0001a2b3c4'],
      ['shelly one', 'light', 'Shelly 1 Relay 0', 'Shelly 1L Relay 0', 'shelly1-E868E7F1A2B3'],
      ['shelly 1 relay 0', 'light', 'Shelly 1 Relay 0'],
      ['shelly 1L', 'light', 'Shelly 1L Relay 0'],
      ['lamp 7', 'light'],
      ['desk lamp', 'light', '💡 Desk'],
      ['office', 'light', '💡 Desk'],
      ['left bedside lamp', 'light', 'BedsideLampLeft'],
      ['bedside lamp', 'light', 'BedsideLampLeft', 'BedsideLampRight'],
      ['upstairs', 'light', 'Upstairs hall', 'Upstairs landing'],
      ['lamp', 'light', 'Lamp (Attic)', 'Lamp (Den)'],
      ['den lamp', 'light', 'Lamp (Den)'],
      ['lamp in the attic', 'light', 'Lamp (Attic)'],
      ['floor lamp', 'light', 'Floor lamp'],
      ['zone a', 'light', 'Zone A'],
      ['zone', 'light', 'Zone A', 'Zone B'],
      ['the garage', 'light', 'Garage'],
      ['the front door lock', 'lock', 'Front Door'],
      ['bedroom curtains', 'cover', 'Blinds'],
      ['the kettle plug', 'switch', 'Kettle'],
      ['kitchen plug', 'switch', 'Dishwasher plug', 'Kettle'],
    ],
  },
  French: {
    home: homeOf([
      light("Lampe de l'entrée", 'Entrée'),
      light('Plafonnier', 'Cuisine'),
      light('Spots', 'Salle de bain'),
      light("Lampe d'Anna", 'Chambre'),
      other('cover', 'Volet roulant', 'Salon'),
      other('climate', 'Radiateur', 'Chambre'),
    ]),
    says: [
      ['lampe entree', 'light', "Lampe de l'entrée"],
      ['la lumière de la cuisine', 'light', 'Plafonnier'],
      ['les spots de la salle de bain', 'light', 'Spots'],
      ['la lampe d’Anna', 'light', "Lampe d'Anna"],
      ['les stores du salon', 'cover', 'Volet roulant'],
      ['le chauffage de la chambre', 'climate', 'Radiateur'],
    ],
  },
  'Spanish, Italian and Portuguese': {
    home: homeOf([
      light('Luz del salón', 'Salón'),
      light('Techo', 'Cocina'),
      light("Luce dell'ingresso", 'Ingresso'),
      light('Abat-jour', 'Camera da letto'),
      light('Abajur', 'Quarto'),
      other('cover', 'Tapparella', 'Camera da letto'),
    ]),
    says: [
      ['la luz del salon', 'light', 'Luz del salón'],
      ['luces de la cocina', 'light', 'Techo'],
      ['luce ingresso', 'light', "Luce dell'ingresso"],
      ['la luce nella camera da letto', 'light', 'Abat-jour'],
      ['abatjour', 'light', 'Abat-jour'],
      ['o abajur', 'light', 'Abajur'],
      ['a luz do quarto', 'light', 'Abajur'],
      ['le tapparelle', 'cover', 'Tapparella'],
    ],
  },
  Dutch: {
    home: homeOf([light('Staande lamp', 'Woonkamer'), light('Keukenlamp', 'Keuken')]),
    says: [
      ['de staande lamp in de woonkamer', 'light', 'Staande lamp'],
      ['het licht in de keuken', 'light', 'Keukenlamp'],
      ['keukenverlichting', 'light', 'Keukenlamp'],
    ],
  },
  Russian: {
    home: homeOf([
      light('Люстра', 'Гостиная'),
      light('Торшер', 'Гостиная'),
      light('Свет', 'Кухня'),
      light('Ночник Ани', 'Детская'),
      other('switch', 'Розетка чайник', 'Кухня'),
    ]),
    says: [
      ['люстру в гостиной', 'light', 'Люстра'],
      ['торшером', 'light', 'Торшер'],
      ['свет на кухне', 'light', 'Свет'],
      ['гостиная', 'light', 'Люстра', 'Торшер'],
      ['лампа в детской', 'light', 'Ночник Ани'],
      ['розетка на кухне', 'switch', 'Розетка чайник'],
    ],
  },
  Greek: {
    home: homeOf([light('Φως', 'Κουζίνα'), light('Λάμπα', 'Σαλόνι')]),
    says: [
      ['το φως της κουζίνας', 'light', 'Φως'],
      ['η λάμπα στο σαλόνι', 'light', 'Λάμπα'],
      ['ΛΑΜΠΑ ΣΑΛΟΝΙΟΥ', 'light', 'Λάμπα'],
    ],
  },
  'Japanese and Chinese': {
    home: homeOf([
      light('キッチンの照明', 'キッチン'),
      light('リビング', 'リビング'),
      light('シーリングライト', '子供部屋'),
      light('客厅灯', '客厅'),
      light('厨房吸顶灯', '厨房'),
      other('cover', 'カーテン', '寝室'),
    ]),
    says: [
      ['キッチン照明', 'light', 'キッチンの照明'],
      ['キッチンのライト', 'light', 'キッチンの照明'],
      ['ｷｯﾁﾝ', 'light', 'キッチンの照明'],
      ['リビングの電気', 'light', 'リビング'],
      ['子供部屋の電気', 'light', 'シーリングライト'],
      ['寝室のカーテン', 'cover', 'カーテン'],
      ['客厅的灯', 'light', '客厅灯'],
      ['吸顶灯', 'light', '厨房吸顶灯'],
      ['厨房的灯', 'light', '厨房吸顶灯'],
    ],
  },
};

describe.each(Object.entries(HOUSEHOLDS))('in a household that speaks %s', (_, { home, says }) => {
  const names = [...namesOf(home).values()];

  test.each(says.map(([said, component, ...meant]) => ({ said, component, meant })))(
    '"$said" of its $component things means $meant',
    ({ said, component, meant }) => {
      const match = matchName(
        said,
        names.filter(({ entity }) => entity.component === component),
      );
      const fitting =
        match.result === 'several' ? match.fitting : match.result === 'one' ? [match.named] : [];
      expect(fitting.map(({ label }) => label).toSorted()).toEqual(meant);
    },
  );
});

describe('a name that says that all are meant', () => {
  test.each([
    ['all lights', 'lights'],
    ['All of the upstairs', 'of the upstairs'],
    ['alle Lampen im Bad', 'Lampen im Bad'],
    ['alles', ''],
    ['everything in the house', 'in the'],
    ['toutes les lumières', 'les lumières'],
    ['все лампы', 'лампы'],
    ['όλα τα φώτα', 'τα φώτα'],
    ['すべての照明', '照明'],
    ['所有的灯', '灯'],
  ])('"%s" is about "%s"', (said, rest) => {
    expect(withoutEvery(said)).toBe(rest);
  });

  test.each(['hall', 'small lamp', 'Halle', 'Kalle', 'casa', ''])('is not "%s"', (said) => {
    expect(withoutEvery(said)).toBeUndefined();
  });
});
