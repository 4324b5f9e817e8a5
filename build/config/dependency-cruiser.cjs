// Who may import whom: docs/architecture.md, section "Arrows". Each rule names the runtime fence it keeps.
const only = (from, to, why) => ({
  name: `${from.replaceAll('/', '-')}-arrows`,
  severity: 'error',
  comment: `${why} (docs/architecture.md#arrows)`,
  from: { path: `^${from}/` },
  to: { path: '^(electron|renderer|build|test)/', pathNot: `^(${[from, ...to].join('|')})/` },
});

/** Folders inside one part: each may import those before it, none those after it. */
const ladder = (part, folders) =>
  folders.map((folder, place) => ({
    name: `${part.replaceAll('/', '-')}-${folder}-step`,
    severity: 'error',
    comment: `inside ${part} imports go up the list only (docs/architecture.md#arrows)`,
    from: { path: `^${part}/${folder}/` },
    to: { path: `^${part}/`, pathNot: `^${part}/(${folders.slice(0, place + 1).join('|')})/` },
  }));

const nodeAndElectron = [
  'node',
  'hosts',
  'hub',
  'shell',
  'electron-main',
  'preload',
  'browser-host',
  'exchange',
].map((folder) => `electron/${folder}`);

module.exports = {
  forbidden: [
    only('electron/common', [], 'common is pure and imports nothing of ours'),
    only('electron/node', ['electron/common'], 'node adapters know the rules, not who uses them'),
    only('electron/hosts', ['electron/node', 'electron/common'], 'a host is a wire plus adapters'),
    only('electron/shell', ['electron/common'], 'capability ports are types'),
    only('electron/hub', ['electron/shell', 'electron/common'], 'the hub meets the system through ports'),
    only(
      'electron/exchange',
      ['electron/node', 'electron/common'],
      'the exchange runs in a process of its own',
    ),
    only(
      'electron/electron-main',
      ['electron/hub', 'electron/shell', 'electron/node', 'electron/common'],
      'the Electron host assembles',
    ),
    only(
      'electron/browser-host',
      ['electron/hub', 'electron/shell', 'electron/node', 'electron/common'],
      'the browser host assembles',
    ),
    only('electron/preload', ['electron/common'], 'a preload is the wire of its page'),
    only(
      'renderer/desk',
      ['renderer/ui', 'renderer/i18n', 'electron/common'],
      'the desk sees the contract only',
    ),
    only('renderer/phone', ['electron/common'], 'the phone sees the contract only'),
    ...ladder('electron/hub', [
      'base',
      'call',
      'customer',
      'script',
      'record',
      'headset',
      'exchange',
      'line',
      'sound',
      'desk',
    ]),
    ...ladder('renderer/phone/sip', [
      'lib',
      'message',
      'dialect',
      'connection',
      'transfer',
      'call',
      'events',
      'side-calls',
    ]),
    only('renderer/ui', [], 'components get their texts as properties'),
    only('renderer/i18n', [], 'texts depend on nothing'),
    {
      name: 'electron-in-two-folders',
      severity: 'error',
      comment: 'only electron-main and preload meet Electron at run time (docs/architecture.md#arrows)',
      from: { path: '^(electron|renderer|build)/', pathNot: '^electron/(electron-main|preload)/' },
      to: { path: 'node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'common-is-pure',
      severity: 'error',
      comment: 'common runs in pages too (docs/architecture.md#arrows)',
      from: { path: '^(electron/common|renderer)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pages-stay-apart',
      severity: 'error',
      comment: 'pages never reach into the processes behind the contract (docs/architecture.md#arrows)',
      from: { path: '^renderer/' },
      to: { path: `^(${nodeAndElectron.join('|')})/` },
    },
    {
      name: 'nobody-imports-test',
      severity: 'error',
      comment: 'tests look at the product, never the other way',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    // `?url` is Vite's: the address of a file of a package, which the bundler itself looks for.
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '[?]url$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'build/config/tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
    moduleSystems: ['es6', 'cjs'],
  },
};
