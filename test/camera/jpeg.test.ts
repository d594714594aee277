import { describe, expect, it } from 'vitest';
import { wholeJpeg } from '../../src/camera/jpeg.ts';

const PICTURE = Buffer.from('ffd8ffe000104a4649460001ffd9', 'hex');

describe('a JPEG', () => {
  it('is whole from its first marker to its last', () => {
    expect(wholeJpeg(PICTURE)).toEqual(PICTURE);
  });

  it('loses what was put after it', () => {
    expect(wholeJpeg(Buffer.concat([PICTURE, Buffer.alloc(300), Buffer.from('\r\n')]))).toEqual(
      PICTURE,
    );
  });

  it.each([
    ['nothing', ''],
    ['padding alone', '0000'],
    ['markers that overlap', 'ffd8d9'],
    ['half a picture', 'ffd8ffe000104a46'],
    ['a picture with words before it', '0affd8ffd9'],
    ['a picture with words after it', 'ffd8ffd92e'],
    ['a PNG', '89504e470d0a1a0a'],
  ])('is not %s', (_, hex) => {
    expect(wholeJpeg(Buffer.from(hex, 'hex'))).toBeUndefined();
  });
});
