import { describe, expect, test } from 'vitest';
import { riskOf } from '../../src/consent/risk.ts';
import type { Ability, Component, Value, Wishes } from '../../src/devices/entity.ts';

const NO_RULES = { always: [], never: [] };
const ON_OFF: readonly Ability[] = [{ aspect: 'state', kind: 'choice', options: ['on', 'off'] }];

const wished = (aspect: string, value: Value): Wishes => new Map([[aspect, value]]);
const ON = wished('state', 'on');
const OFF = wished('state', 'off');
const PRESS = wished('press', 'press');

const riskNamed = (component: Component, name: string, wishes: Wishes) =>
  riskOf(
    {
      ...{ id: `${component}.0x00158d0001`, component, name, abilities: ON_OFF },
      ...{ device: undefined, area: undefined, deviceClass: undefined, category: undefined },
    },
    wishes,
    NO_RULES,
  );

/** One name each, parted by `|`. */
const names = (text: string): string[] => text.split(/\s*[|\n]\s*/).filter((name) => name !== '');

describe('a switch whose name speaks of a lock or a safe needs a hand either way', () => {
  test.each(
    names(`
    Dead bolt|Deadbolt|Dead bolts|Front door lock|Padlock|Door latch|Electric strike|Maglock
    Schloss|Haustürschloss|Türriegel|Riegel|Schließanlage|Serrure|Verrou|Cerradura|Cerrojo|Pestillo
    Serratura|Elettroserratura|Lucchetto|Fechadura|Trinco|Deurslot|Voordeurslot|Grendel
    Lås|Låsen|Dørlås|Dørlåsen|Dörrlås|Dorrlas|Hoveddørlås|Lukko|Ovilukko|Älylukko
    Zamek|Zamek drzwi|Rygiel|Kłódka|Ajtózár|Yală|Kilit|Κλειδαριά|Замок
    Gun safe|Safe|Home Safe|Tresor|Wandtresor|Waffenschrank|Geldschrank|Schlüsselkasten|Coffre-fort
    Caja fuerte|Cassaforte|Cofre|Kluis|Wapenkluis|Kassaskåp|Pengeskab|Kassakaappi|Sejf|Trezor|Сейф`),
  )('%s', (name) => {
    for (const wishes of [ON, OFF])
      expect(riskNamed('switch', name, wishes)).toMatch(/^(?:unlock|open)$/);
  });
});

describe('a switch whose name speaks of a way in needs a hand', () => {
  test.each(
    names(`
    Roller door|Roll-up door|Up and over door|Rolling door|Car door|Gate opener|Dooropener|Trunk|Kofferraum
    Tailgate|Heckklappe|Maletero|Bagageutrymme baklucka|Bagażnik
    Barrier|Barriera|Barrière|Barrera|Szlaban|Schranke|Slagboom|Závora|Bollard|Шлагбаум
    Gartentor|Toröffner|Torantrieb|Schwingtor|Garagentorantrieb|Haustür|Türtaster
    Portail|Portillon|Rideau métallique|Porta|Portone|Puerta|Portón|Cochera|Cancello|Serranda|Basculante|Portão
    Poort|Deuropener|Voordeur|Ytterdörr|Garageport|Hoveddør|Døråbner|Havelåge|Garasjeport|Ulko-ovi|Autotalli
    Drzwi|Brama|Furtka|Dveře|Brána|Branka|Kapu|Ajtó|Vrata|Kapı|Πόρτα|Γκαραζόπορτα|Ворота
    Intercom|Interphone|Citofono|Telefonillo|Gegensprechanlage|Domofon|Porttelefon|Домофон`),
  )('%s', (name) => {
    expect(riskNamed('switch', name, ON)).toMatch(/^(?:unlock|open)$/);
  });
});

describe('a button whose name speaks of letting somebody in needs a hand', () => {
  test.each(
    names(`
    Trunk release|Door release|Gâche|Buzz in|Let in|Let me in|Let them in|Reinlassen|Laisser entrer|Dejar entrar
    Lås upp|Lås op|Lås opp|Laas op|Avaa lukko|Avaa ovi|Otwórz|Odemknout|Odblokuj|Otevřít|Öppna|Åbn|Åpne port
    Abrir|Apri cancello|Ouvrir|Öffnen|Openen|Deschide|Nyitás|Открыть|Ontgrendelen|Entriegeln|Déverrouiller
    Desbloquear|Destravar|Sblocca|Unlatch|Gun safe|Tresor|Intercom|Buzzer|Electric strike`),
  )('%s', (name) => {
    expect(riskNamed('button', name, PRESS)).toMatch(/^(?:unlock|open)$/);
  });
});

describe('what else may do harm needs a hand', () => {
  test.each(
    names(`
    Horn|Hupe|Alarmhupe|Strobe|Klaxon|Bocina|Clacson|Claxon|Airhorn|Siren|Sirène|Sirena|Syrena|Sireeni|Сирена
    Alarm|Allarme|Alarma|Hälytin|Inbrottslarm|Poplach|Тревога`),
  )('%s is loud', (name) => {
    expect(riskNamed('switch', name, ON)).toBe('siren');
  });

  test.each(
    names(`
    Security system|Guard mode|Home guard|Security|Sicherheitssystem|Einbruchschutz|Überwachung|Système de sécurité
    Sistema de seguridad|Antifurto|Antivol|Beveiliging|Säkerhetssystem|Turvajärjestelmä|Охрана|Armed|Alarm armed|Scharf
    Alarmanlage|Burglar alarm|Alarmsystem`),
  )('%s guards no more when it is off', (name) => {
    expect(riskNamed('switch', name, OFF)).toBe('disarm');
  });

  test.each(
    names(`
    Water main|Water mains|Main water|Gas main|Hauptwasserhahn|Wasserhahn|Gashahn|Magnetventil|Gasventil
    Électrovanne|Arrivée d'eau|Llave de paso|Valvola gas|Rubinetto|Torneira|Waterkraan|Magneetventiel
    Huvudkran|Stophane|Sulkuventtiili|Zawór|Kohout|Szelep|Кран|Клапан|Water shutoff|Water shut-off`),
  )('%s is a valve', (name) => {
    expect(riskNamed('switch', name, ON)).toBe('valve');
  });

  test('Water shutoff is open again when it is off', () => {
    for (const name of ['Water shutoff', 'Main shut off', 'Gas shut-off', 'Wasserabsperrung'])
      expect(riskNamed('switch', name, OFF)).toBe('valve');
  });

  test.each(names('Remote start|Car Remote starter|Engine|Ignition|Démarrer le moteur'))(
    '%s starts an engine',
    (name) => {
      expect(riskNamed('switch', name, ON)).toBe('engine');
    },
  );

  test.each(names('Horn and lights|Horn & lights|Hupe und Blinker'))('%s is loud', (name) => {
    expect(riskNamed('button', name, PRESS)).toBe('siren');
  });

  test('a fan that is said to open a gate', () => {
    expect(riskNamed('fan', 'Gate opener', ON)).toBe('open');
    expect(riskNamed('fan', 'Garage', ON)).toBeUndefined();
  });

  test.each(['UNLOCK', 'DISARM', 'OPEN_GARAGE', 'open door'])('the choice %s', (value) => {
    for (const component of ['select', 'text'] as const)
      expect(riskNamed(component, 'Reading corner', wished('value', value))).toBeDefined();
  });
});

test('a lock that is left open for all needs a hand', () => {
  expect(riskNamed('select', 'Lock mode', wished('value', 'Passage'))).toBe('unlock');
  expect(riskNamed('select', 'Lock mode', wished('value', 'Secure'))).toBeUndefined();
  expect(riskNamed('switch', 'Passage mode', ON)).toBe('unlock');
});

describe('an everyday thing needs no hand', () => {
  test.each(
    names(`
    Door lamp|Garage light|Gate light|Tresor lamp|Water heater|Alarm clock|Window blinds|Door bell light|Horn lamp
    Hornbach lamp|Safe mode|Fail safe|Failsafe|Pool safe|Safe temperature|Child safe|Front door light|Porch light
    Garagenlicht|Türlampe|Torbeleuchtung|Hoflicht|Haustürlicht|Tresorlicht|Kofferraumlicht|Kühlschrank|Gefrierschrank
    Kleiderschrank Licht|Lumière garage|Lampe porte|Luz garaje|Luz de la puerta|Luce cancello|Lampada porta
    Luz do portão|Garageverlichting|Deurlamp|Deurbel|Dörrklocka ljus|Dørlys|Garagelys|Garasjelys|Ulkovalo
    Ovivalo|Światło garaż|Lampka brama|Světlo garáž|Dzwonek drzwi|Zvonek dveře|Garage freezer|Garage plug
    Garage charger|Wallbox Garage|Garage fan|Garage heater|Gate camera|Door camera|Intercom camera|Intercom light
    Horn speaker|Strobe light|Security light|Security camera|Frost guard|Surge guard|Leak guard
    Child lock|Parental lock|Passage light|Kindersicherung|Lapsilukko|Barnlås|Keypad lock|Touch panel lock
    Ventilator|Motor|Monitor|Werkstatt|Outdoor|Indoor|Coffee machine|Kettle|Television|Christmas tree|Fountain
    Pool pump|Irrigation|Sprinkler zone 1|Aquarium|Humidifier|Toaster|Dishwasher|Washing machine Remote start
    Lasagne|Las Vegas|Solas|Portable|Report|Airport|USB port|Import|Rapport|Passport|Slot 1|Slot machine lamp
    Moving light|Poor man's TV|Bolt|Chevy Bolt charger|Storm|Sunrise|Opera|Operator|Autoplay|Rock music|Clock
    Block heater|Clockwork|Unicorn|Cornhorn lamp|Vault lamp|Torch|Tortoise|Victor|Direktor|Traktor|Doris|Isadora
    Valentina|Ventotene|Krantz|Hahnemann lamp|Barrett|Brandy|Grinder|Trunkfish|Tapas|Lockdown movie|Shutterbug
    Einfahrt Licht|Gartenlicht|Steckdose Garage|Outlet gate|Door sensor|Door display|Gate radio`),
  )('%s', (name) => {
    expect(riskNamed('switch', name, ON)).toBeUndefined();
    expect(riskNamed('switch', name, OFF)).toBeUndefined();
  });

  test.each(
    names(`
    Doorbell|Play chime|Identify|Summer mode|Washer Remote start|Open blinds|Open curtain|Rollladen auf
    Fenêtre ouvrir|Öffnen Fenster|Close garage door|Tür schließen|Lock|Lock safe|Close trunk|Movie night
    Next song|Safe mode|Lasst uns feiern|Let it snow|Outlet in kitchen|Coffee|Garage light|Gate light|Alarm clock wake`),
  )('neither does the button %s', (name) => {
    expect(riskNamed('button', name, PRESS)).toBeUndefined();
  });

  test.each(names('Kitchen|Türlampe|Garage light|Gate light|Hall|Safe mode|Tresor lamp|Horn lamp'))(
    'neither does the light %s',
    (name) => {
      expect(riskNamed('light', name, ON)).toBeUndefined();
      expect(riskNamed('light', name, OFF)).toBeUndefined();
    },
  );
});
