/** Small homes written by hand, and a way to write more. */
import type { Ability, Component, Entity, Fact } from '../../../src/devices/entity.ts';

export interface Written {
  readonly id?: string;
  readonly component?: Component;
  readonly name: string;
  readonly area?: string | undefined;
  readonly deviceClass?: string;
  readonly device?: string;
  readonly abilities?: readonly Ability[];
  readonly facts?: readonly Fact[];
}

export function written({ component = 'light', name, ...rest }: Written): Entity {
  const { area, deviceClass, device, abilities = [], facts = [] } = rest;
  return {
    id: rest.id ?? `${component}.${name}${area === undefined ? '' : `_${area}`}`,
    component,
    name,
    device:
      device === undefined
        ? undefined
        : { id: device, name: device, manufacturer: undefined, model: undefined },
    area,
    deviceClass,
    category: undefined,
    origin: undefined,
    facts,
    abilities,
    availability: { mode: 'latest', rules: [] },
    commandTopics: [],
    lacks: [],
    compose: () => ({ result: 'unable', reason: 'It is only a name.' }),
    judge: () => 'not',
  };
}

export const homeOf = (things: readonly Written[]): ReadonlyMap<string, Entity> =>
  new Map(things.map(written).map((entity) => [entity.id, entity]));

export const englishHome = homeOf([
  { name: 'Ceiling', area: 'Kitchen' },
  { name: 'Lamp', area: 'Bedroom' },
  { name: 'Floor Lamp', area: 'Living Room' },
  { name: 'Desk lamp', area: 'Study' },
  { name: 'Reading light', area: 'Study' },
  { name: 'living_room_spots', area: 'Living Room' },
  { name: 'HallwayLight1', area: 'Hallway' },
  { name: 'HallwayLight2', area: 'Hallway' },
  { name: "Anna's night light", area: 'Nursery' },
  { name: 'Porch', area: undefined },
  { name: 'garden-string-lights', area: 'Garden' },
  { component: 'switch', name: 'Coffee Machine', area: 'Kitchen' },
  { component: 'switch', name: 'TV', area: 'Living Room' },
  { component: 'switch', name: 'Fan heater', area: 'Bathroom' },
  { component: 'cover', name: 'Bedroom blinds', area: 'Bedroom' },
  { component: 'cover', name: 'Shades', area: 'Living Room' },
  { component: 'cover', name: 'Main door', area: 'Garage', deviceClass: 'garage' },
  { component: 'climate', name: 'TRV 1', area: 'Bathroom' },
  { component: 'climate', name: 'Living room radiator', area: 'Living Room' },
  { component: 'lock', name: 'Front door' },
  { component: 'lock', name: 'Back door lock' },
  { component: 'sensor', name: 'Weather T', area: 'Garden', deviceClass: 'temperature' },
  { component: 'sensor', name: 'Weather H', area: 'Garden', deviceClass: 'humidity' },
  { component: 'sensor', name: 'Fridge temperature', area: 'Kitchen', deviceClass: 'temperature' },
  { component: 'binary_sensor', name: 'Contact 7', area: 'Study', deviceClass: 'window' },
  { component: 'vacuum', name: 'Rosie' },
  { component: 'fan', name: 'Ventilation', area: 'Bathroom' },
]);

export const germanHome = homeOf([
  { name: 'Küchenlampe', area: 'Küche' },
  { name: 'Decke', area: 'Wohnzimmer' },
  { name: 'Stehlampe', area: 'Wohnzimmer' },
  { name: 'Nachttischlampe links', area: 'Schlafzimmer' },
  { name: 'Nachttischlampe rechts', area: 'Schlafzimmer' },
  { name: 'Flurlicht' },
  { name: 'Lichterkette', area: 'Balkon' },
  { name: 'Spiegelleuchte', area: 'Bad' },
  { name: 'Spot 1', area: 'Büro' },
  { name: 'Spot 2', area: 'Büro' },
  { name: 'Spot 12', area: 'Büro' },
  { component: 'switch', name: 'Kaffeemaschine', area: 'Küche' },
  { component: 'switch', name: 'Weihnachtsbaum', area: 'Wohnzimmer' },
  { component: 'cover', name: 'Rollladen Küche', area: 'Küche' },
  { component: 'cover', name: 'Rollladen Schlafzimmer', area: 'Schlafzimmer' },
  { component: 'cover', name: 'Jalousie', area: 'Büro' },
  { component: 'cover', name: 'Einfahrt', deviceClass: 'garage' },
  { component: 'climate', name: 'Heizung Bad', area: 'Bad' },
  { component: 'climate', name: 'Thermostat', area: 'Wohnzimmer' },
  { component: 'lock', name: 'Haustür' },
  { component: 'sensor', name: 'Aussen', area: 'Garten', deviceClass: 'temperature' },
  { component: 'binary_sensor', name: 'Dachfenster', deviceClass: 'window' },
  { component: 'fan', name: 'Lüfter', area: 'Bad' },
  { component: 'vacuum', name: 'Staubi' },
]);
