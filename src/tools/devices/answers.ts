/** Answers of the tools when nothing was done. What comes from the home stands in data fields only. */
import type { Answer } from '../../consent/consent.ts';
import type { Component } from '../../devices/entity.ts';
import { clean } from '../../devices/names/labels.ts';
import type { Named } from '../../devices/names/named.ts';

/** How a thing is named to the model. */
export interface Row {
  readonly name: string;
  readonly area?: string;
  readonly kind: string;
}

/** More than a person would choose from. */
const MAX_CHOICES = 10;
const MAX_AREAS = 40;

export const rowOf = ({ label, entity }: Named): Row => ({
  name: label,
  ...(entity.area === undefined ? {} : { area: clean(entity.area, 40) }),
  kind: kindOf(entity.component),
});

/** The kinds of `things`, each once. */
export const kindsOf = (things: readonly Named[]): readonly string[] =>
  [...new Set(things.map(({ entity }) => entity.component))].map(kindOf).sort();

const kindOf = (component: Component): string => component.replaceAll('_', ' ');

export const several = (fitting: readonly Named[], hint: string): Answer => ({
  status: 'which_one',
  message: `${
    fitting.length === 1
      ? 'Nothing was done. Ask if this'
      : `${fitting.length} fit equally well, and nothing was done. Ask which`
  } is meant${hint}.`,
  devices: fitting.slice(0, MAX_CHOICES).map(rowOf),
  ...(fitting.length > MAX_CHOICES ? { not_listed: fitting.length - MAX_CHOICES } : {}),
});

export const none = (what: string, nearest: readonly Named[]): Answer => ({
  status: 'not_found',
  message: `There is no such ${what}; nothing was done. ${
    nearest.length > 0 ? 'The nearest are listed; ask if one of them is meant.' : ''
  }`.trim(),
  nearest: nearest.map(rowOf),
});

export const noArea = (what: string, areas: readonly string[]): Answer => ({
  status: 'not_found',
  message: `There is no ${what} in such an area; nothing was done. Areas that have one are listed.`,
  areas: areas.slice(0, MAX_AREAS),
});

export const invalid = (message: string): Answer => ({ status: 'invalid_argument', message });

/** Also tells what was not even tried. */
export const withLeftOut = (answer: Answer, leftOut: readonly Named[]): Answer =>
  leftOut.length === 0
    ? answer
    : {
        ...answer,
        message: `${answer.message} What is left out was not meant by "all": it is only set by its name.`,
        left_out: leftOut.slice(0, MAX_CHOICES).map(rowOf),
      };
