/** One command for each of the programs that the README names, with what calls of it come to. */
export const commandExamples = [
  {
    what: 'Tasmota',
    command: {
      name: 'coffee_machine',
      description: 'Switches the coffee machine.',
      parameters: {
        type: 'object',
        properties: { state: { type: 'string', enum: ['ON', 'OFF'] } },
        required: ['state'],
      },
      topic: 'cmnd/tasmota_coffee/POWER',
      payload: '{{ state }}',
      state: { topic: 'stat/tasmota_coffee/POWER', expect: '{{ state }}' },
    },
    calls: [{ args: { state: 'ON' }, payload: 'ON', reports: 'ON' }],
  },
  {
    what: 'Zigbee2MQTT',
    command: {
      name: 'reading_lamp',
      description: 'Sets how bright the reading lamp is; 0 puts it out.',
      parameters: {
        type: 'object',
        properties: { percent: { type: 'integer', minimum: 0, maximum: 100 } },
        required: ['percent'],
      },
      topic: 'zigbee2mqtt/Reading lamp/set',
      payload: '{"brightness": {{ (percent * 2.54) | round | int }}}',
      state: {
        topic: 'zigbee2mqtt/Reading lamp',
        template:
          "{{ 0 if value_json.state == 'OFF' else (value_json.brightness / 2.54) | round | int }}",
        expect: '{{ percent }}',
      },
    },
    calls: [
      {
        args: { percent: 40 },
        payload: '{"brightness": 102}',
        reports: '{"state":"ON","brightness":102,"linkquality":90}',
      },
      {
        args: { percent: 0 },
        payload: '{"brightness": 0}',
        reports: '{"state":"OFF","brightness":102}',
      },
    ],
  },
  {
    what: 'ESPHome',
    command: {
      name: 'driveway_gate',
      description: 'Opens or closes the gate of the driveway.',
      parameters: {
        type: 'object',
        properties: { action: { type: 'string', enum: ['OPEN', 'CLOSE'] } },
        required: ['action'],
      },
      topic: 'driveway/cover/gate/command',
      payload: '{{ action }}',
      confirm: true,
      state: {
        topic: 'driveway/cover/gate/state',
        expect: "{{ 'open' if action == 'OPEN' else 'closed' }}",
        timeoutMs: 10000,
      },
    },
    calls: [
      { args: { action: 'OPEN' }, payload: 'OPEN', reports: 'open' },
      { args: { action: 'CLOSE' }, payload: 'CLOSE', reports: 'closed' },
    ],
  },
  {
    what: 'Shelly, first generation',
    command: {
      name: 'porch_light',
      description: 'Switches the light of the porch.',
      parameters: {
        type: 'object',
        properties: { state: { type: 'string', enum: ['on', 'off'] } },
        required: ['state'],
      },
      topic: 'shellies/shelly1-A4CF12F3B2C1/relay/0/command',
      payload: '{{ state }}',
      state: { topic: 'shellies/shelly1-A4CF12F3B2C1/relay/0', expect: '{{ state }}' },
    },
    calls: [{ args: { state: 'off' }, payload: 'off', reports: 'off' }],
  },
  {
    what: 'Shelly, second generation and later',
    command: {
      name: 'cellar_fan',
      description: 'Switches the fan in the cellar, for some minutes if need be.',
      parameters: {
        type: 'object',
        properties: {
          on: { type: 'boolean' },
          minutes: { type: 'integer', minimum: 1, maximum: 240 },
        },
        required: ['on'],
      },
      topic: 'shellyplus1-b8d61a85ed58/rpc',
      payload:
        '{"id": 1, "src": "hearthd", "method": "Switch.Set", "params": {"id": 0, "on": {{ on }}{% if minutes is defined %}, "toggle_after": {{ minutes * 60 }}{% endif %}}}',
      state: {
        topic: 'shellyplus1-b8d61a85ed58/status/switch:0',
        template: '{{ value_json.output }}',
        expect: '{{ on }}',
      },
    },
    calls: [
      {
        args: { on: true },
        payload:
          '{"id": 1, "src": "hearthd", "method": "Switch.Set", "params": {"id": 0, "on": true}}',
        reports: '{"id":0,"source":"MQTT","output":true,"temperature":{"tC":43.1}}',
      },
      {
        args: { on: true, minutes: 5 },
        payload:
          '{"id": 1, "src": "hearthd", "method": "Switch.Set", "params": {"id": 0, "on": true, "toggle_after": 300}}',
        reports: '{"id":0,"source":"MQTT","output":true}',
      },
    ],
  },
  {
    what: 'Node-RED',
    command: {
      name: 'announce_dinner',
      description: 'Tells everybody in the house something, as a message on their telephones.',
      parameters: {
        type: 'object',
        properties: { message: { type: 'string', description: 'What they are told.' } },
        required: ['message'],
      },
      topic: 'node-red/announce/set',
      payload: '{"message": "{{ message }}", "from": "hearthd"}',
      state: {
        topic: 'node-red/announce',
        template: '{{ value_json.sent }}',
        expect: '{{ message }}',
        timeoutMs: 5000,
      },
    },
    calls: [
      {
        args: { message: 'Dinner, "now"!' },
        payload: '{"message": "Dinner, \\"now\\"!", "from": "hearthd"}',
        reports: '{"sent":"Dinner, \\"now\\"!"}',
      },
    ],
  },
  {
    what: 'openHAB',
    command: {
      name: 'bathroom_heating',
      description: 'Sets how warm the bathroom is to be, in degrees Celsius.',
      parameters: {
        type: 'object',
        properties: { degrees: { type: 'number', minimum: 15, maximum: 25 } },
        required: ['degrees'],
      },
      topic: 'openhab/Bathroom_Setpoint/command',
      payload: '{{ degrees }}',
      state: { topic: 'openhab/Bathroom_Setpoint/state', expect: '{{ degrees }}' },
    },
    calls: [
      { args: { degrees: 21.5 }, payload: '21.5', reports: '21.5' },
      { args: { degrees: 21 }, payload: '21', reports: '21.0' },
    ],
  },
] as const;
