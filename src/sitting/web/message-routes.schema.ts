const NUMBER = { type: 'integer', minimum: 0, maximum: 2_147_483_647 } as const;

/** Which messages a device asks for. */
export const SINCE = {
  type: 'object',
  properties: {
    after: { ...NUMBER, default: 0, description: 'The highest number that the device has.' },
  },
} as const;

/** The messages to one candidate. Also the OpenAPI description. */
export const OWN_MESSAGES = {
  type: 'object',
  additionalProperties: false,
  required: ['items'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['number', 'text', 'official', 'at', 'isRead', 'toAll'],
        properties: {
          number: { type: 'integer' },
          text: { type: 'string' },
          official: { type: 'string', description: 'Name and position of who wrote it.' },
          at: { type: 'integer', description: 'Milliseconds since 1970.' },
          isRead: { type: 'boolean', description: 'The candidate has said so.' },
          toAll: { type: 'boolean', description: 'To everybody, not to this candidate alone.' },
        },
      },
    },
  },
} as const;

export const READ_BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['number'],
  properties: { number: { ...NUMBER, minimum: 1 } },
} as const;

export const READ_ANSWER = {
  type: 'object',
  additionalProperties: false,
  required: ['read'],
  properties: { read: { type: 'boolean', enum: [true] } },
} as const;
