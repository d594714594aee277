/** What people call a thing by its kind, whatever its own name is: English and German, and the commonest words elsewhere. */
import type { Component, Entity } from '../entity.ts';
import { type Word, wordsOf } from './words.ts';

const COMPONENT_WORDS: Readonly<Record<Component, string>> = {
  alarm_control_panel: 'alarm alarmanlage anlage security panel',
  binary_sensor: 'sensor melder',
  button: 'button taste knopf',
  climate:
    'thermostat heating heater radiator heizung heizkörper klima klimaanlage ac aircon conditioner ' +
    'conditioning chauffage radiateur calefaccion riscaldamento termosifone aquecimento verwarming varme ' +
    'ogrzewanie отопление батарея термостат кондиционер θερμανση καλοριφερ 暖房 エアコン 空调 暖气',
  cover:
    'cover blind shutter shade curtain roller awning rollo rollladen rolladen jalousie raffstore ' +
    'vorhang gardine markise volet store rideau persiana cortina tenda tapparella tapparelle estore rolgordijn ' +
    'gordijn rolluik gardin roleta rolety штора жалюзи περσιδα κουρτινα ρολο カーテン ブラインド シャッター 窗帘',
  device_tracker: 'tracker person',
  event: 'event ereignis',
  fan:
    'fan ventilator lüfter lüftung ventilation ventilateur ventilador ventilatore вентилятор ανεμιστηρας ' +
    '扇風機 換気扇 风扇',
  humidifier: 'humidifier dehumidifier luftbefeuchter befeuchter luftentfeuchter entfeuchter',
  lawn_mower: 'mower lawn lawnmower robot rasenmäher mäher mähroboter rasenroboter roboter',
  light:
    'light lamp bulb lighting licht lampe leuchte beleuchtung birne verlichting lumiere ampoule eclairage luz ' +
    'luces luzes lampara luce luci lampada lampade swiatlo lampa lampy lampka lampor lampan belysning ljus ' +
    'свет лампа лампочка светильник освещение φως φωτα λαμπα φωτισμος φωτιστικο 照明 電気 電灯 ライト ランプ 灯',
  lock:
    'lock door schloss türschloss tür serrure porte cerradura puerta serratura porta fechadura slot deur замок ' +
    'дверь κλειδαρια πορτα 鍵 ドア 锁 门',
  number: 'number zahl',
  scene: 'scene szene stimmung',
  select: 'select selection auswahl',
  sensor: 'sensor fühler',
  siren: 'siren sirene alarm',
  switch:
    'switch plug socket outlet schalter steckdose stecker prise interrupteur enchufe presa tomada interruptor ' +
    'stopcontact schakelaar gniazdko розетка выключатель πριζα διακοπτης コンセント スイッチ プラグ 插座 开关',
  text: 'text',
  update: 'update firmware aktualisierung',
  vacuum:
    'vacuum cleaner hoover robot roboter sauger staubsauger saugroboter aspirateur aspiradora aspirapolvere ' +
    'aspirador stofzuiger пылесос σκουπα 掃除機 扫地机',
  valve: 'valve tap ventil hahn vanne',
  water_heater: 'water heater boiler warmwasser warmwasserbereiter',
};

const TEMPERATURE =
  'temperature temperatur temp temperatura temperatuur температура θερμοκρασια 温度 気温';
const HUMIDITY =
  'humidity feuchte feuchtigkeit luftfeuchte luftfeuchtigkeit humidite humedad umidita umidade влажность υγρασια 湿度';
const BATTERY = 'battery batterie akku bateria batteria accu батарея 電池 电池';

/** By device class; its own word counts besides. */
const CLASS_WORDS: ReadonlyMap<string, string> = new Map([
  ['awning', 'markise'],
  ['battery', BATTERY],
  ['blind', 'jalousie rollo'],
  ['carbon_dioxide', 'co2 kohlendioxid'],
  ['curtain', 'vorhang gardine'],
  ['door', 'tür contact kontakt'],
  ['energy', 'energie verbrauch consumption'],
  ['garage', 'door garagentor garagentür tor tür'],
  ['garage_door', 'garagentor garagentür tor tür'],
  ['gas', 'gas'],
  ['gate', 'tor gartentor'],
  ['humidity', HUMIDITY],
  ['illuminance', 'brightness helligkeit lux'],
  ['lock', 'schloss'],
  ['moisture', 'leak water leck wasser'],
  ['motion', 'movement bewegung bewegungsmelder'],
  ['occupancy', 'presence motion anwesenheit präsenz bewegung'],
  ['opening', 'contact kontakt'],
  ['outlet', 'steckdose'],
  ['power', 'leistung stromverbrauch verbrauch watt'],
  ['presence', 'anwesenheit präsenz'],
  ['pressure', 'druck luftdruck'],
  ['shutter', 'rollladen'],
  ['smoke', 'rauch rauchmelder'],
  ['temperature', TEMPERATURE],
  ['vibration', 'erschütterung'],
  ['water', 'wasser'],
  ['window', 'fenster contact kontakt'],
]);

/** What else a thing is asked for: by what it tells besides. */
const FACT_WORDS: ReadonlyMap<string, string> = new Map([
  ['battery', BATTERY],
  ['current_humidity', HUMIDITY],
  ['current_temperature', TEMPERATURE],
]);

/** Covers that nobody calls blinds. */
const DOORS: ReadonlySet<string> = new Set(['damper', 'door', 'garage', 'garage_door', 'gate']);

const known = new Map<string, readonly Word[]>();

/** Far more kinds of things than a home has. */
const MAX_KNOWN = 500;

/** The words that may be said for `entity` because of what it is: the same array for things of one kind. */
export function kindWordsOf({ component, deviceClass = '', facts }: Entity): readonly Word[] {
  const told = facts.filter(({ aspect }) => FACT_WORDS.has(aspect)).map(({ aspect }) => aspect);
  const key = [component, deviceClass, ...new Set(told)].join('/');
  let words = known.get(key);
  if (words === undefined) {
    const texts = [
      component === 'cover' && DOORS.has(deviceClass) ? '' : COMPONENT_WORDS[component],
      `${deviceClass} ${CLASS_WORDS.get(deviceClass) ?? ''}`,
      ...told.map((aspect) => FACT_WORDS.get(aspect) ?? ''),
    ];
    words = texts.flatMap((text) => text.split(' ')).flatMap(wordsOf);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, words);
  }
  return words;
}
