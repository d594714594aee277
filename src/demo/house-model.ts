/**
 * The model behind the demo's service. It knows four sentences, and understands one only when every
 * sample of it has arrived in order; what it says about the house depends on what the tools answer.
 */
import type { Act, Exchange, Model, ToolAnswer } from '../live-peer/model.ts';
import type { AllSpeech, Speech } from './speech.ts';

type Call = { readonly name: string; readonly args: Readonly<Record<string, unknown>> };
type Reply = AsyncGenerator<Act, void, readonly ToolAnswer[]>;

export const houseModel = ({ asks, replies }: AllSpeech): Model =>
  async function* ({ audio, session: { history } }): Reply {
    const heard = Object.values(asks).find(({ pcm }) => contains(audio, pcm));
    yield { heard: heard?.text ?? '(nothing that I know)' };
    switch (heard) {
      case asks.light:
        yield* act(
          { name: 'set_light', args: { name: 'Kitchen light', state: 'on' } },
          replies.light,
        );
        break;
      case asks.garage:
        yield* act({ name: 'garage_door', args: { state: 'closed' } }, replies.garage);
        break;
      case asks.story:
        yield say(replies.story);
        break;
      case asks.memory:
        yield say(remembers(history) ? replies.memory : replies.unknown);
        break;
      default:
        yield say(replies.unknown);
    }
  };

async function* act(call: Call, reply: Speech): Reply {
  const [answer] = yield { toolCall: [call] };
  if (answer?.response['status'] === 'done') yield say(reply);
  else yield { said: `That did not work: ${answer?.response['message']}` };
}

const say = ({ pcm, text }: Speech): Act => ({ audio: pcm, said: text });

const remembers = ([first]: readonly Exchange[]): boolean =>
  first?.reply.calls[0]?.name === 'set_light';

/** Whether `speech` stands in `audio`, sample by sample. */
function contains(audio: Buffer, speech: Buffer): boolean {
  for (let at = audio.indexOf(speech); at >= 0; at = audio.indexOf(speech, at + 1))
    if (at % 2 === 0) return true;
  return false;
}
