/** What a device is told of its clock. Also the OpenAPI description. */
export const CLOCK_ANSWER = {
  type: 'object',
  additionalProperties: false,
  required: [
    'serverTime',
    'deadline',
    'pausedLeft',
    'state',
    'leaseActive',
    'onBreak',
    'breakLeft',
    'closedBy',
    'messages',
  ],
  properties: {
    serverTime: { type: 'integer', description: 'Milliseconds since 1970, the clock that counts.' },
    deadline: { type: 'integer', description: 'Milliseconds since 1970.' },
    pausedLeft: {
      type: ['integer', 'null'],
      description:
        'While the clock stands: the milliseconds of working time that are left. It stands until deadline - pausedLeft at most. Null while it runs.',
    },
    state: { type: 'string', enum: ['open', 'closed', 'void'] },
    leaseActive: { type: 'boolean', description: 'False once another device goes on.' },
    onBreak: {
      type: 'boolean',
      description: 'The clock stands for a break. Where it stands without, staff stopped it.',
    },
    breakLeft: {
      type: ['integer', 'null'],
      description: 'Milliseconds of granted breaks that are left; null where none were granted.',
    },
    closedBy: {
      type: ['string', 'null'],
      enum: ['candidate', 'clock', 'officer', null],
      description: 'officer: an official ended it before its time. Null while it is open.',
    },
    messages: {
      type: 'integer',
      description: 'The number of the newest message for this sitting, 0 where there is none.',
    },
  },
} as const;
