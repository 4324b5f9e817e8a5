import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseDialogInfo,
  type DialogEntry,
  type DialogInfo,
} from '../../../electron/common/events/dialog-info.ts';
import { lampOf, nothingKnown, stepDialogs } from '../../../electron/common/events/lamp.ts';
import { cleanText } from '../../../renderer/phone/sip/lib/clean-text.ts';

const document = (dialogs: string, version = 0, state = 'full'): string =>
  `<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="${state}" entity="sip:102@pbx.invalid">${dialogs}</dialog-info>`;

const lampFrom = (...bodies: string[]) => {
  let known = nothingKnown;
  for (const body of bodies) {
    const info = parseDialogInfo(body, cleanText);
    if (info !== null) known = stepDialogs(known, info).known;
  }
  return lampOf(known);
};

describe('a lamp (RFC 4235)', () => {
  it.each([
    ['no dialog', '', 'idle'],
    ['a dialog that has ended', '<dialog id="a"><state>terminated</state></dialog>', 'idle'],
    ['a call coming in', '<dialog id="a" direction="recipient"><state>early</state></dialog>', 'ringing'],
    [
      'a call coming in, not yet rung',
      '<dialog id="a" direction="recipient"><state>trying</state></dialog>',
      'ringing',
    ],
    ['a call going out', '<dialog id="a" direction="initiator"><state>early</state></dialog>', 'calling'],
    ['early without a direction', '<dialog id="a"><state>early</state></dialog>', 'ringing'],
    ['trying without a direction', '<dialog id="a"><state>trying</state></dialog>', 'calling'],
    ['a conversation', '<dialog id="a"><state>confirmed</state></dialog>', 'busy'],
    [
      'a conversation on hold',
      '<dialog id="a"><state>confirmed</state><local><target uri="sip:x@y"><param pname="+sip.rendering" pvalue="no"/></target></local></dialog>',
      'held',
    ],
    [
      'a conversation and a second call coming in',
      '<dialog id="a"><state>confirmed</state></dialog><dialog id="b" direction="recipient"><state>early</state></dialog>',
      'ringing',
    ],
    [
      'a conversation and one on hold',
      '<dialog id="a"><state>confirmed</state><local><target uri="sip:x@y"><param pname="+sip.rendering" pvalue="no"/></target></local></dialog><dialog id="b"><state>confirmed</state></dialog>',
      'busy',
    ],
    ['a state that does not exist', '<dialog id="a"><state>dreaming</state></dialog>', 'idle'],
    ['a dialog without an id', '<dialog><state>confirmed</state></dialog>', 'idle'],
  ])('with %s', (_name, dialogs, state) => {
    expect(lampFrom(document(dialogs)).state).toBe(state);
  });

  it('says who calls there, made safe to show', () => {
    const lamp = lampFrom(
      document(
        '<dialog id="a" direction="recipient"><state>early</state><remote><identity display="Erika &#x202E; M">sip:+4930123456@bed</identity></remote></dialog>',
      ),
    );
    expect(lamp).toEqual({
      state: 'ringing',
      remote: { number: '+4930123456', name: 'Erika  M', withheld: false },
    });
  });

  it('hides the name of a caller whose number is withheld', () => {
    const lamp = lampFrom(
      document(
        '<dialog id="a" direction="recipient"><state>early</state><remote><identity display="X">sip:anonymous@bed</identity></remote></dialog>',
      ),
    );
    expect(lamp.remote).toEqual({ number: '', withheld: true });
  });

  it('is unknown before the first document', () => {
    expect(lampOf(nothingKnown).state).toBe('unknown');
  });

  it('puts partial documents together', () => {
    const steps = [
      document('<dialog id="a"><state>confirmed</state></dialog>', 7),
      document('<dialog id="b" direction="recipient"><state>early</state></dialog>', 8, 'partial'),
      document('<dialog id="b"><state>terminated</state></dialog>', 9, 'partial'),
      document('<dialog id="a"><state>terminated</state></dialog>', 10, 'partial'),
    ];
    const seen = steps.map((_, count) => lampFrom(...steps.slice(0, count + 1)).state);
    expect(seen).toEqual(['busy', 'ringing', 'busy', 'idle']);
  });

  it.each([
    ['a partial document as the first', null, { version: 0, isFull: false }, true],
    ['a partial document one further on', 4, { version: 5, isFull: false }, false],
    ['a partial document two further on', 4, { version: 6, isFull: false }, true],
    ['a full document two further on', 4, { version: 6, isFull: true }, false],
    ['a late document', 4, { version: 3, isFull: false }, false],
    ['the same document twice', 4, { version: 4, isFull: true }, false],
  ] as const)('%s', (_name, version, { version: next, isFull }, hasGap) => {
    const known = version === null ? nothingKnown : { version, dialogs: new Map() };
    expect(stepDialogs(known, { version: next, isFull, dialogs: [] }).hasGap).toBe(hasGap);
  });

  it.each([
    ['another root', '<presence/>'],
    ['no version', '<dialog-info state="full"/>'],
    ['a version that is no number', '<dialog-info version="-1" state="full"/>'],
    ['neither full nor partial', '<dialog-info version="1" state="half"/>'],
    ['an entity bomb', `<!DOCTYPE a [<!ENTITY x "ha">]>${document('')}`],
    ['64 KB and more', document(`<dialog id="a"><state>confirmed</state></dialog>${' '.repeat(65_536)}`)],
  ])('learns nothing from a document with %s', (_name, body) => {
    expect(parseDialogInfo(body, cleanText)).toBeNull();
  });

  const entry = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    phase: fc.constantFrom('trying', 'proceeding', 'early', 'confirmed', 'terminated'),
    direction: fc.constantFrom('initiator', 'recipient', null),
    remote: fc.constant(null),
    isHeld: fc.boolean(),
  }) satisfies fc.Arbitrary<DialogEntry>;

  it('shows the same after partial documents as after a full one with all they said', () => {
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 4 }), { minLength: 1, maxLength: 6 }), (rounds) => {
        let known = nothingKnown;
        const all = new Map<string, DialogEntry>();
        for (const [version, dialogs] of rounds.entries()) {
          known = stepDialogs(known, { version, isFull: version === 0, dialogs }).known;
          for (const each of dialogs) all.set(each.id, each);
        }
        const whole: DialogInfo = { version: 0, isFull: true, dialogs: [...all.values()] };
        const states = (from: typeof known): string[] =>
          [...from.dialogs.values()].map(({ id, phase }) => `${id} ${phase}`).sort();
        expect(states(known)).toEqual(states(stepDialogs(nothingKnown, whole).known));
        expect(lampOf(known).state).toBe(lampOf(stepDialogs(nothingKnown, whole).known).state);
      }),
    );
  });
});
