/** What else may do harm, in the languages of Europe, as words that `wordsOf` gives. */
import { oneOf } from './one-of.ts';

export const DISARM = oneOf(
  'disarm.*|entschaerf.*|unscharf.*|desarm.*|disinser.*|rozbr.*|avlarm.*|ontscherp.*|odstrez.*|odjist.*|dezarm.*|hatastalan.*',
);

/** That something keeps watch. */
export const ARMED = oneOf(
  'armed|arming|scharf|scharfgeschaltet|.*scharfschaltung|armad[oa]|inserito|uzbrojony|pricvaknut[oy]|skarpt',
);

/** What keeps watch, and does not once it is off. */
export const GUARD = oneOf(
  'security|guardmode|burglar.*|intruder|intrusion',
  'sicherheits(?:system|anlage)|ueberwachung(?:sanlage)?|(?:einbruch|diebstahl)s?(?:schutz|melde.*)|einbruchmelder',
  'telesurveillance|antivol|antirrobo|antirroubo|antifurto|beveiliging(?:ssysteem)?|inbraak.*|turvajaerjestelmae',
  'saekerhetssystem|sikkerhedssystem|sikkerhetssystem|zabezpecovac.*|охран.*',
);

export const ALARM = oneOf(
  'alarm(?:e|a|s|es|as|en|et|anlaeg|system)?|.*alarm(?:anlage|system)?|allarm[ei]|(?:inbrotts|hem|hus|villa)?larm(?:et)?',
  'panic|panik|sos|burglar|(?:murto|varas)?haelyt(?:in|ys)|poplach|riaszto|riasztas|συναγερμος|сигнализация|тревога',
);

export const SIREN = oneOf(
  'sirens?|.*siren(?:e|es|a|as|en|er)|syren[ay]|szirena|sireeni|σειρηνα|сирен.*',
);

/** It is heard by all the neighbours; a lamp may be called so too. */
export const NOISE = oneOf(
  'horns?|honk(?:er)?|carhorn|airhorn|signalhorn|strobes?|klaxons?|claxons?|bocinas?|clacson|buzina',
  '(?:alarm|signal|auto|druckluft)?hupen?|toeter|tuta|dudalka|klakson|aeaenitorvi',
);

export const CLOCK = oneOf(
  'clock|wecker|weck(?:er)?alarm|reveil|despertador|sveglia|wekker|wake|morning|budi[kc]|budzik|heraetys.*|vaeckarklocka|vaekkeur|vekkerklokke',
);

export const RESTART = oneOf(
  'restart.*|reboot.*|reset.*|factory|shutdown|wipe|erase',
  'neustart.*|zuruecksetz.*|werkse.*|werksr.*|herunterfahren',
  'redemarr.*|reinici.*|reinitialis.*|riavvi.*|ripristin.*|herstart.*|omstart.*|genstart.*|uudelleenkaeynnist.*',
  'fabriks.*|tehdasasetuk.*|zrestart.*|перезагруз.*|перезапус.*|сброс.*',
);

export const FIRMWARE = oneOf('firmware|ota|upgrad.*|updat.*|aktualisier.*|install.*|bootloader');

export const JOIN = oneOf(
  'permit|permitjoin|join|pair|pairing|inclusion|exclusion|anlernen|koppeln|kopplung',
  'appairage|appairer|jumelage|emparej.*|abbina.*|koppelen|parring|parning|parowanie|parovani',
);

export const VALVE = oneOf(
  'valves?|.*ventile?|ventilen|(?:electro)?vannes?|valvulas?|(?:elettro)?valvol[ae]|.*ventiel(?:en)?|(?:hoofd|water|gas)?kraan|afsluiter',
  '(?:haupt|absperr|kugel)?(?:wasser|gas)?hahn|robinets?|rubinett[oi]|torneiras?|grifos?|(?:haupt|huvud)kran|(?:vatten|vann|hoved|stoppe)kran',
  '(?:vand|stop|hoved)hane|.*venttiili|(?:vesi)?hana|(?:elektro)?zawor(?:y|u)?|kurek|kohout|uzaver|szelep|csap|slavina',
  'stopcock|faucet|spigot|hydrant|βανα|βαλβιδα|клапан|кран',
);

/** What shuts something off while it is on, so that it may be opened either way. */
export const SHUTOFF = oneOf('watershutoff|gasshutoff|mainshutoff|(?:haupt|wasser|gas)absperr.*');

export const OVEN = oneOf(
  'ovens?|stoves?|cookers?|hobs?|cooktop|herd|.*ofen|kochfeld|horno|forno|fornello|fogao|cuisiniere|fornuis|kookplaat',
  'ugn|ugnen|ovn|ovnen|komfyr|komfur|uuni|liesi|piekarnik|trouba|sporak|духовка',
);

export const ENGINE = oneOf('engine|ignition|zuendung|fernstart|motorstart');

/** They start from afar as well, and drive nowhere. */
export const APPLIANCE = oneOf(
  'wash.*|dryer|dishwasher|laundry|wasch.*|trockner|spuel.*|mower|vacuum|robot|coffee|kaffee.*',
);
