/** The order of the stages: data flows one way, through each stage's index.ts (docs/adr/0001). */
const order = [
  'kernel',
  'platform',
  'pages',
  'people',
  'notice',
  'question-bank',
  'form',
  'competition',
  'application',
  'session',
  'sitting',
  'proctoring',
  'standard-setting',
  'marking',
  'grading',
  'measurement',
  'commission',
  'selection',
  'ranking',
  'appeal',
  'appointment',
  'disclosure',
];
const stages = order.slice(3);

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    ...order.map((stage, index) => ({
      name: `${stage}-imports-only-earlier`,
      severity: 'error',
      from: { path: `^src/${stage}/`, pathNot: '\\.spec\\.ts$' },
      to: { path: `^src/(${[...order.slice(index + 1), 'registry', 'desk', 'setup', 'worker'].join('|')})/` },
    })),
    {
      name: 'registry-reads-facts-alone',
      severity: 'error',
      from: { path: '^src/registry/' },
      to: { path: `^src/(${[...stages, 'desk', 'setup', 'worker'].join('|')})/`, pathNot: '/facts\\.ts$' },
    },
    {
      name: 'stages-through-their-door',
      severity: 'error',
      from: { path: `^src/(${stages.join('|')})/` },
      to: { path: `^src/(${stages.join('|')})/`, pathNot: ['^src/$1/', '/index\\.ts$', '/facts\\.ts$'] },
    },
    {
      name: 'item-types-run-anywhere',
      comment: 'The registry is in the browser too: kernel files without Node, and nothing else.',
      severity: 'error',
      from: { path: '^src/question-bank/(item-types|preview)/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: ['^src/question-bank/(item-types|preview)/', '^src/kernel/(canonical-json|points)\\.ts$'],
      },
    },
    {
      name: 'browser-checks-alone',
      comment: 'It trusts a key and nothing else, and runs without Node.',
      severity: 'error',
      from: { path: '^src/verify/browser/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: [
          '^src/verify/browser/',
          '^src/kernel/canonical-json\\.ts$',
          '^src/registry/domain/log/tile-path\\.ts$',
          '^src/platform/i18n/formats\\.ts$',
          'node_modules/@noble/ed25519/',
        ],
      },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '/domain/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: [
          '^src/platform',
          '/(use-cases|store|jobs|web)/',
          'node_modules/(@nestjs|typeorm|fastify|pg)/',
          '^(fs|net|http|child_process)$',
        ],
      },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node'],
    },
  },
};
