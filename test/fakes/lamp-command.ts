/** A lamp as a hand-written command of the configuration, which reports what it did. */
export const lampCommand = {
  name: 'lamp',
  description: 'Switches the lamp.',
  parameters: {
    type: 'object',
    properties: { state: { type: 'string', enum: ['ON', 'OFF'] } },
    required: ['state'],
  },
  topic: 'lamp/set',
  payload: '{{ state }}',
  state: { topic: 'lamp', expect: '{{ state }}' },
};
