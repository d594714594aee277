/**
 * What people come in by, and how it opens, in the languages of Europe, as words that `wordsOf` gives. Each is tried
 * on one word, so that a `motor` is no `Tor`; what is often one word (`Garagentor`) ends in it.
 */
import { oneOf } from './one-of.ts';

export const DOOR = oneOf(
  'doors?|(?:front|back|side|main|garage|entry|entrance|house|cellar|patio|car|barn|shed|trap|storm|balcony|overhead|rollup)doors?',
  '.*tuer(?:en|antrieb|relais|taster)?',
  'portes?|porta|portas|portone|portoncino|puertas?',
  '.*deur(?:en)?',
  '.*drzwi|drzwiczki|dver[ei]|.*doerr(?:en|ar|arna)?|(?:ytter|entre|garage)dorr(?:en)?|.*doer(?:en|ene)?',
  '(?:door|gate|deur|poort)opener|.*doerr?(?:aabner|aapner|oeppnare)',
  '(?:ulko|etu|taka|talli|autotallin|piha|paeae|terassi|kellarin|liuku)?ovi|.*ajto|vrata|kap[iı](?:s[iı])?|durys|durvis',
  '.*πορτα|двер.*',
  // Of a car.
  'trunk|frunk|tailgate|liftgate|kofferraum|heckklappe|hayon|maletero|bagagliaio|portellone|portamalas|kofferbak|achterklep',
  'baklucka|bagagelucka|bagagerum|bagasjerom|takaluukku|bagaznik|kufr|portbagaj|csomagtarto|багажник',
);

export const GATE = oneOf(
  'gates?|barriers?|bollards?|schranken?',
  '(?:garagen|hof|garten|einfahrts?|schiebe|roll|haupt|sektional|fluegel|park|keller|scheunen|stall|dreh|zufahrts?|eingangs?|carport|schwing|falt|gitter|hallen|werkstatt)?tor(?:e|oeffner|antrieb|relais|taster)?',
  'portails?|portillons?|barrier[ae]|barrieres?|barreras?|barreiras?|bariera|verjas?|porton(?:es)?|cancelas?|cancell[oi]|cancelletto',
  'basculante|serrand[ae]',
  '.*poort(?:en|je)?|tuinhek|slagb(?:oom|omen)|portao|portoes',
  'bram[aye]|bramk[ai]|furtk[ai]|szlaban(?:y|u)?|grind(?:ar|en)?|(?:garage|garasje)port(?:en)?|porten|(?:have)?laagen?|bommen',
  'bran[ak]a?|zavora|.*kapu|sorompo|.*portti|puomi|poarta|kapija|.*πορτα',
  '.*pforten?|wicket',
  'ворота|ворот|калитк.*|шлагбаум',
);

/** And what else cars come in by. */
export const GARAGE = oneOf(
  'garag.*|garaj.*|garaz.*|garasje.*|autotalli.*|cocheras?|γκαραζ.*|гараж.*',
  'einfahrt(?:en)?|hofeinfahrt|zufahrt|driveway|oprit',
);

export const OPEN = oneOf(
  'open(?:s|er|ers|ing|en)?|.*(?:opener|aabner|aapner|oeppnare)',
  'oeffn.*|.*oeffner|aufmachen|offen',
  'ouvr.*|abr(?:e|ir|a)|abert[ao]|abertura|abiert[ao]|apri.*|apert[oa]|apertura|opening',
  'otw(?:ier|or).*|oeppna.*|oppna.*|aabn(?:e.*|ing)?|abne.*|a?apne.*|avaa|avaus|auki|otevr.*|otevir.*|(?:ki)?nyit.*|deschid.*',
  'ανοιγ.*|откр.*|отвор.*|відчин.*|відкр.*',
);

export const UNLOCK = oneOf(
  'unlock.*|unlatch.*|unbolt.*',
  'entriegel.*|.*entriegelung|entsperr.*|aufschliess.*|aufsperr.*|tueroeffner|tuersummer',
  'deverrouill.*|desbloqu.*|destrav.*|sblocc.*|ontgrendel.*|ontsluit.*|destranc.*|odblok.*|odrygl.*|odemk.*|odemyk.*',
  'ulaa?st|olaa?st|upplaa?s.*|oplaa?s.*|oppla?as.*|kizar.*|felold.*|deblocheaz.*|descui.*|otkljuc.*|atrakin.*|ξεκλειδ.*',
  'отпер.*|разблок.*|розблок.*',
);

/** By which a door is opened from afar, or which only makes a noise; `summer` is one in German. */
export const BUZZER = oneOf('buzzers?|.*buzzer', '.*summer', 'gaches?');

/** By which somebody at the door speaks, and mostly is let in as well. */
export const INTERCOM = oneOf(
  'intercoms?|(?:door|deur)intercom|interphones?|(?:video)?interphones?|parlophones?|visiophones?',
  '(?:video)?citofon[oi]|videocitofoni?|interfon[eo]?|telefonillos?|videoporteros?|porteiro|intercomunicador',
  '(?:.*gegen|.*tuer|.*haus)?sprechanlage|domofon|porttelefon|doerrtelefon|doertelefon|ovipuhelin|kaputelefon|домофон',
);

/** In English it is also a time of the year. */
export const SEASON = oneOf(
  'mode|time|house|room|kitchen|night|day|season|schedule|eco|program|holidays?',
);

export const LOCK = oneOf(
  'locks?|locked|deadbolts?|padlocks?|latch|doorlatch|maglock|strike|doorstrike',
  '(?:front|back|side|main|garage|entry)?(?:door|gate|smart)locks?|schliess(?:anlagen?|system|zylinder)',
  '.*schloss|.*schloesser|verriegelung|.*tuerriegel|riegel',
  'serrures?|verrou|cerraduras?|cerrojos?|pestillo|candado|(?:elettro)?serratur[ae]|lucchetto|chiavistello',
  'fechaduras?|trinco|ferrolho|cadeado|(?:.*deur|poort|kluis|hang|smart)slot(?:en)?|grendels?',
  // As Scandinavians write them, with and without their letters.
  'laas(?:en|et|ene)?|(?:doer|doerr|dorr|ytterdoer|ytterdoerr|hoveddoer|port|garage|smart|haenge|yale)laa?s(?:en|et|ene)?',
  '.*lukko|lukot|zamek|zamk[aiu]|zamky|rygiel|klodka|zavora|ajtozar|zar|zavor|yala|brava|kilit|kilidi|lukk|spyna|sledzene|κλειδαρια',
  'зам(?:о?к|ка|ки)|замок|ключалка',
);

/** What keeps valuables and weapons; `phrases.ts` says of which `safe` it is said. */
export const SAFE = oneOf(
  'strongbox|gunsafes?|keysafes?|lockbox|keybox|gunbox',
  'tresore?|.*tresor|.*schluesselsafe|(?:waffen|geld|schluessel)schrank|schluesselkasten',
  'coffrefort|cassaforte|casseforti|cofre|.*kluis|brandkast',
  'kassaskaa?p(?:et)?|vapenskaa?p(?:et)?|pengeskaa?[bp](?:et)?|vaa?benskab|vaa?penskap|kassakaappi|asekaappi',
  'sejf|trezor|pancelszekreny|szef|seif|сеиф',
);

/** As a choice it leaves a lock open for all. */
export const PASSAGE = oneOf('passage|dauerauf');
