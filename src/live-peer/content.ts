/** Pure: what is in the typed content of a client. */
import type { Content } from './client-message.ts';
import type { Image, Said } from './model.ts';

export const saidIn = (contents: readonly Content[]): readonly Said[] =>
  contents.map((content) => ({ role: content.role, text: textOf(content) }));

/** The parts of a turn follow on one another without a space. */
export const textOf = ({ parts }: Content): string => parts.map(({ text = '' }) => text).join('');

export const imagesOf = ({ parts }: Content): readonly Image[] =>
  parts.flatMap(({ inlineData }) => {
    if (inlineData === undefined) return [];
    const { data, mimeType } = inlineData;
    return [{ bytes: Buffer.from(data, 'base64'), mimeType }];
  });
