/** Pure: speech in messages of the sizes that the service sends, each with its part of the transcript. */

export interface SpeechPiece {
  readonly pcm: Buffer;
  readonly said: string;
}

/** Seen in recordings of the service: 200 ms and 240 ms at 24 kHz. */
const PIECE_BYTES = [9_600, 11_520] as const;

/** The transcript is a delta each time, spread over the pieces word by word, spaces included. */
export function cutSpeech(pcm: Buffer, transcript: string): readonly SpeechPiece[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < pcm.length; at += pieces.at(-1)?.length ?? 0)
    pieces.push(pcm.subarray(at, at + (PIECE_BYTES[pieces.length % 2] ?? PIECE_BYTES[0])));
  const words = transcript.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
  return pieces.map((piece, index) => {
    const first = Math.floor((index * words.length) / pieces.length);
    const next = Math.floor(((index + 1) * words.length) / pieces.length);
    return { pcm: piece, said: words.slice(first, next).join('') };
  });
}
