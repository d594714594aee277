/** What takes the danger out of a word beside it, in the languages of Europe, as words that `wordsOf` gives. */
import { oneOf } from './one-of.ts';

/** What hangs in a window, and can be opened without letting anybody in. */
export const WINDOW = oneOf(
  'windows?|skylights?|blinds?|curtains?|drapes?|awnings?|shades?',
  '.*fenster|.*jalousien?|.*markisen?|vorhang|vorhaenge|gardinen?|.*plissees?|.*rollos?|raffstores?',
  'fenetres?|rideaux?|ventanas?|cortinas?|toldos?|finestr[ae]|tend[ae]|janelas?|raam|ramen|gordijn(?:en)?',
  'okn[oa]|foenster|vindue|vindu|ikkuna|verho|verhot|kaihdin|zaslon[ay]|zavesy|zaluzie|persienner?|gardiner?|штор.*|жалюзи',
);

/** In a window as well, but garages have them too. */
export const SHUTTER = oneOf(
  'shutters?|rollers?|.*rolll?aden|volets?|persianas?|tapparell[ae]|rolluik(?:en)?|rolety?|screens?',
);

/** A thing that is at a door, and is not the door. */
export const OTHER = oneOf(
  '(?:spot|flood|night|down|porch|door|gate|garage|stair|wall)?lights?|lighting|lamps?|leds?|bulbs?|lanterns?|dimmers?',
  '.*licht(?:er)?|.*lampen?|.*leuchten?|.*beleuchtung|.*verlichting|.*belysning(?:en)?|.*laternen?|.*strahler|.*spots?',
  'lumieres?|lampes?|eclairage|luz|luces|lampara|luc[ei]|lampad[ae]|lampadina|illuminazione|luminaria',
  '.*lampa|.*lampan|.*lampu|.*ljus(?:et)?|.*lys(?:et)?|.*valot?|.*valaistus|swiatl[oa]|oswietlenie|lampka|svetl[oa]|osvetleni|свет|ламп.*',
  'bell|.*doorbells?|chime|.*klingel|gong|sonnette|timbre|campanello|campainha|bel|deurbel|dzwonek|zvonek|ovikello|ringklocka|ringeklokke',
  'plug|socket|outlet|.*steckdosen?|prise|enchufe|presa|tomada|stopcontact|gniazdko|zasuvka|pistorasia|stikkontakt|vaegguttag',
  'heater|heating|.*heizung|chauffage|fan|luefter|freezer|fridge|refrigerator|(?!(?:waffen|geld|schluessel)schrank).*schrank',
  'frigo|koelkast|congelateur|frigorifero|fryser|pakastin|lodowka|pump|pumpe|charger|wallbox|laddbox|ladestation|laadpaal',
  'cams?|cameras?|kamera|telecamera|camara|sensor|.*sensor|contact|kontakt|display|indicator|radio|music|speaker|wifi|tv',
);

/** A lock of keys, which lets nobody in. */
export const KEYS = oneOf(
  'child|kids?|keys?|keypad|buttons?|panel|touch|screen|display|kinder.*|tasten.*|auto|enfants?',
  'parental.*|infantil|ninos|bambini|crianca|barn.*|boerne.*|lapsi.*|dzieci|dzieciec.*|detsk.*|toetsen.*',
);

/** Valves that only let warm water into a radiator, and what is about a valve. */
export const RADIATOR = oneOf(
  'radiators?|thermostats?|trv|heizung|heizkoerper.*|.*radiator|detect.*|.*erkennung|calibrat.*|kalibrier.*|auto',
  'termostat.*|element(?:et)?|patteri.*|grzejnik.*',
);

export const SHUT = oneOf(
  'clos(?:e|es|ed|ing)|shut|schliess(?:en|e|t)|ferm(?:er|e)|cerr(?:ar|ado|ada)|chiu(?:so|sa|di|dere)|sluiten|закр.*',
  'verriegeln|abschliessen|zusperren|verrouiller|bloquear|trancar|fechar|vergrendelen|stang|steng|lukk|luk|sulje|lukitse|zamkn.*|zavrit',
);

/** As a choice it leaves a thing shut, or is the end of something. */
export const REST = oneOf(
  'clos(?:e|es|ed|ing)|shut|lock|locked|schliess(?:en|e|t)|geschlossen|zu|dicht|off|aus|none',
);
