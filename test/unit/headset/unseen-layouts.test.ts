import { describe } from 'vitest';
import {
  bits,
  buttons,
  collection,
  consumer,
  feature,
  headset,
  input,
  led,
  lights,
  logicalMax,
  logicalMin,
  longUsage,
  open,
  outPadding,
  output,
  padding,
  page,
  reportCount,
  reportId,
  reportSize,
  telephony,
  usage,
  usageMax,
  usageMin,
  usages,
  type Items,
} from './unseen-builder.ts';
import { button, itReads, light } from './unseen-cases.ts';

const { hook, mute, flash, redial, hold, drop, busy, line, speaker } = usages;
const level = input('var', 'noPref');
const toggle = input('var', 'rel');
const lamp = output('var', 'noPref');

const inPage = (items: Items, ...held: readonly Items[]): Items => [...items, ...held.flat(), ...telephony];
/** Off-hook and ring, one bit each, and back on the telephony page. */
const callLights: Items = inPage(led, bits(2), usage(lights.offHook, lights.ring), lamp);
const vendorCollection = (...held: readonly Items[]): Items => [
  ...page(0xff30),
  ...usage(0x05),
  ...collection('application', ...held),
];
const volumeKeys = (...held: readonly Items[]): Items => [
  ...consumer,
  ...usage(0x01),
  ...collection('application', bits(2), usage(0xe9, 0xea), input('var'), ...held),
];
const lampCollection = (...held: readonly Items[]): Items => [
  ...led,
  ...usage(lights.ring),
  ...collection('application', ...held),
];

describe('how a field speaks', () => {
  itReads([
    {
      // HUT 1.3 §3.4.1.2: absolute is a state for what has one, and a press for what has none; NoPreferred or not.
      name: 'absolute fields: state of hook, mute, busy, line and speaker, press of everything else',
      items: [
        headset(
          bits(5),
          usage(hook, mute, busy, line, speaker),
          input('var'),
          usage(flash, hold, redial, drop, usages.speedDial),
          level,
          bits(2),
          usage(usages.voiceMail, 0x07),
          input('var'),
        ),
      ],
      capability: 'muteOnly',
      inputs: [
        button('hook', '0.0', 'level'),
        button('mute', '0.1', 'level'),
        button('busy', '0.2', 'level'),
        button('line', '0.3', 'level'),
        button('speaker', '0.4', 'level'),
        button('flash', '0.5', 'momentary'),
        button('hold', '0.6', 'momentary'),
        button('redial', '0.7', 'momentary'),
        button('drop', '0.8', 'momentary'),
        button('speedDial', '0.9', 'momentary'),
        button('voiceMail', '0.10', 'momentary'),
        button('reject', '0.11', 'momentary'),
      ],
    },
    {
      name: 'relative fields: a toggle, the hook as well',
      items: [headset(bits(4), usage(hook, mute, busy, drop), toggle)],
      capability: 'muteOnly',
      inputs: [
        button('hook', '0.0', 'toggle'),
        button('mute', '0.1', 'toggle'),
        button('busy', '0.2', 'toggle'),
        button('drop', '0.3', 'toggle'),
      ],
    },
    {
      // Two buttons in one signed field need all three: relative, no preferred state, a minimum below 0.
      name: 'on and off as +1 and -1',
      items: [
        headset(
          bits(2),
          logicalMin(-1),
          reportSize(2),
          reportCount(1),
          usage(mute),
          input('var', 'rel', 'noPref'),
          reportSize(8),
          usage(hook),
          input('var', 'rel', 'noPref'),
          reportSize(2),
          usage(hold),
          input('var', 'rel'),
          logicalMin(0),
          usage(flash),
          input('var', 'rel', 'noPref'),
          logicalMin(-1, 4),
          usage(redial),
          input('var', 'noPref'),
        ),
      ],
      capability: 'muteOnly',
      inputs: [
        button('mute', '0.0', 'onOff', 2),
        button('hook', '0.2', 'onOff', 8),
        button('hold', '0.10', 'toggle', 2),
        button('flash', '0.12', 'toggle', 2),
        button('redial', '0.14', 'momentary', 2),
      ],
    },
    {
      // P9: Const, null, volatile and buffered flags change nothing on a field that has a usage.
      name: 'flags that several vendors set on real inputs',
      items: [
        headset(
          bits(1),
          usage(hook),
          input('const', 'var', 'noPref'),
          usage(mute),
          input('const', 'var', 'rel'),
          usage(flash),
          input('var', 'rel', 'null', 'volatile'),
          input('const', 'var'),
          usage(drop),
          input('var', 'rel', 'buffered'),
          led,
          usage(lights.offHook),
          output('const', 'var', 'volatile'),
        ),
      ],
      capability: 'noRing',
      inputs: [
        button('hook', '0.0', 'level'),
        button('mute', '0.1', 'toggle'),
        button('flash', '0.2', 'toggle'),
        button('drop', '0.4', 'toggle'),
      ],
      outputs: [light('offHook', '0.0')],
    },
    {
      // An on/off control may be wider than a bit; the range 0 to FF is that of a byte (25 FF).
      name: 'fields of a byte each',
      items: [
        headset(
          logicalMin(0),
          [0x25, 0xff],
          reportSize(8),
          reportCount(2),
          usage(hook, mute),
          level,
          led,
          usage(lights.offHook, lights.ring),
          lamp,
        ),
      ],
      capability: 'full',
      inputs: [button('hook', '0.0', 'level', 8), button('mute', '0.8', 'level', 8)],
      outputs: [light('offHook', '0.0'), light('ring', '0.8')],
    },
    {
      name: 'ranges of 4 bytes around a single bit',
      items: [headset(logicalMin(0, 4), logicalMax(1, 4), reportSize(1), reportCount(1), usage(hook), level)],
      capability: 'hookOnly',
      inputs: [button('hook', '0.0', 'level')],
    },
  ]);
});

describe('arrays', () => {
  itReads([
    {
      // P14: read literally an array of one bit says "usage 1" while idle. It is a button, whatever the usage.
      name: 'of one bit are buttons of their first usage',
      items: [
        headset(
          bits(1),
          buttons,
          usage(7, 1),
          input('null'),
          telephony,
          usage(hook),
          input(),
          usage(usages.feature, mute),
          input(),
          usage(drop),
          input('rel'),
        ),
      ],
      capability: 'hookOnly',
      inputs: [
        button('reject', '0.0', 'momentary'),
        button('hook', '0.1', 'momentary'),
        button('drop', '0.3', 'momentary'),
      ],
    },
    {
      name: 'of phone keys are one keypad, across the border of bytes, by range or by single usages',
      items: [
        headset(
          reportId(1),
          bits(1),
          usage(hook),
          level,
          padding(5),
          usageMin(usages.key0),
          usageMax(0xbb),
          logicalMax(11),
          reportSize(4),
          reportCount(1),
          input(),
          reportId(2),
          usage(...Array.from({ length: 12 }, (_, key) => usages.key0 + key)),
          reportSize(8),
          reportCount(3),
          input(),
        ),
      ],
      capability: 'hookOnly',
      numbered: true,
      inputs: [
        button('hook', '1.0', 'level'),
        button('key', '1.6', 'momentary', 4),
        button('key', '2.0', 'momentary', 8),
      ],
    },
    {
      // Selectors among other usages, keys as single bits, and arrays of lights have no role.
      name: 'of anything else are no control, nor are phone keys as single bits',
      items: [
        headset(
          reportSize(2),
          reportCount(1),
          logicalMin(0),
          logicalMax(3),
          usage(hook, mute, flash),
          input(),
          reportSize(8),
          logicalMax(255),
          usageMin(0x00),
          usageMax(0xff),
          input(),
          bits(12),
          usageMin(usages.key0),
          usageMax(0xbb),
          input('var'),
          bits(1),
          usage(usages.key0),
          input(),
          led,
          reportSize(8),
          reportCount(2),
          usageMin(lights.mute),
          usageMax(lights.onLine),
          output(),
        ),
      ],
      capability: 'none',
    },
  ]);
});

describe('which collections count', () => {
  itReads([
    {
      // Only the top-level collection decides: what a nested one is called, and of which kind it is, does not.
      name: 'anything at any depth below a telephony collection',
      items: [
        headset(
          bits(1),
          usage(0x06),
          collection('logical', usage(hook), level),
          consumer,
          usage(0x01),
          collection(
            'application',
            page(0xff00),
            usage(0x01),
            collection(
              'physical',
              telephony,
              usage(mute),
              toggle,
              collection('vendor', usage(flash), toggle),
            ),
          ),
          callLights,
        ),
      ],
      capability: 'full',
      inputs: [
        button('hook', '0.0', 'level'),
        button('mute', '0.1', 'toggle'),
        button('flash', '0.2', 'toggle'),
      ],
      outputs: [light('offHook', '0.0'), light('ring', '0.1')],
    },
    {
      // P23: the mirror has report ids and usages of its own; pressing would count twice.
      name: 'nothing inside a vendor collection, even inside a headset collection in it',
      items: [
        headset(reportId(1), bits(1), usage(hook), level, callLights),
        vendorCollection(
          reportId(4),
          bits(2),
          telephony,
          usage(hook, mute),
          toggle,
          led,
          bits(1),
          usage(lights.mute),
          lamp,
          headset(reportId(5), bits(1), usage(flash), toggle),
        ),
      ],
      capability: 'full',
      numbered: true,
      inputs: [button('hook', '1.0', 'level')],
      outputs: [light('offHook', '1.0'), light('ring', '1.1')],
    },
    {
      // Phone, handset and headset of one interface are merged; the bits of a shared report go on.
      name: 'several telephony collections together, also where they share a report',
      items: [
        telephony,
        usage(0x01),
        collection('application', reportId(3), bits(1), usage(hook), level),
        telephony,
        usage(0x04),
        collection('application', usage(mute), toggle, reportId(4), usage(redial), toggle),
        headset(reportId(3), usage(flash), toggle, callLights),
      ],
      capability: 'full',
      numbered: true,
      inputs: [
        button('hook', '3.0', 'level'),
        button('mute', '3.1', 'toggle'),
        button('redial', '4.0', 'toggle'),
        button('flash', '3.2', 'toggle'),
      ],
      outputs: [light('offHook', '3.0'), light('ring', '3.1')],
    },
    {
      // Without report ids all collections share one report: volume keys and padding come first here.
      name: 'bits of other collections are counted where no report has an id',
      items: [
        volumeKeys(padding(6)),
        headset(bits(1), usage(hook), level, usage(mute), toggle, padding(6), callLights, outPadding(6)),
      ],
      capability: 'full',
      inputs: [button('hook', '0.8', 'level'), button('mute', '0.9', 'toggle')],
      outputs: [light('offHook', '0.0'), light('ring', '0.1')],
    },
    {
      name: 'other collections of the telephony page are not call control',
      items: [
        telephony,
        usage(0x06),
        collection('application', bits(1), usage(hook), level),
        telephony,
        usage(0x02),
        collection('application', usage(mute), toggle, callLights),
      ],
      capability: 'none',
    },
    {
      // P34, the order of collections is free; one report per light, as on some speakerphones.
      name: 'lights of a collection of their own, declared before the buttons and nested',
      items: [
        lampCollection(
          reportId(3),
          bits(1),
          usage(lights.ring),
          lamp,
          usage(0x00),
          collection(
            'logical',
            reportId(5),
            usage(lights.offHook),
            lamp,
            reportId(6),
            usage(lights.hold),
            lamp,
          ),
        ),
        headset(reportId(2), usage(hook), level),
      ],
      capability: 'full',
      numbered: true,
      inputs: [button('hook', '2.0', 'level')],
      outputs: [light('ring', '3.0'), light('offHook', '5.0'), light('hold', '6.0')],
    },
    {
      name: 'no lights of a collection of their own where there are no buttons',
      items: [
        headset(bits(8), buttons, usageMin(0x11), usageMax(0x18), input('var')),
        lampCollection(bits(2), usage(lights.offHook, lights.ring), lamp),
      ],
      capability: 'none',
    },
    {
      name: 'a telephony collection with foreign buttons only: nothing, though it has lights',
      items: [
        headset(bits(8), buttons, usageMin(0x11), usageMax(0x18), input('var'), feature('var'), callLights),
      ],
      capability: 'none',
      outputs: [light('offHook', '0.0'), light('ring', '0.1')],
    },
    {
      name: 'lights and feature reports of an empty telephony collection',
      items: [headset(), headset(bits(8), feature('var'))],
      capability: 'none',
    },
  ]);
});

describe('volume keys with call control in their collection', () => {
  const soundChip = volumeKeys(
    telephony,
    bits(3),
    usage(hook, mute, 0x07),
    toggle,
    buttons,
    usage(7, 1, 2),
    toggle,
    led,
    usage(lights.offHook, lights.ring, lights.mute),
    lamp,
    telephony,
    bits(1),
    usage(usages.ringer),
    lamp,
  );
  /** What the sound chip has of page 0B, and the lights of page 08; buttons and ringer are not taken. */
  const chipInputs = (firstBit: number) => [
    button('hook', `0.${firstBit}`, 'toggle'),
    button('mute', `0.${firstBit + 1}`, 'toggle'),
    button('reject', `0.${firstBit + 2}`, 'toggle'),
  ];
  const chipLights = [light('offHook', '0.0'), light('ring', '0.1'), light('mute', '0.2')];

  itReads([
    {
      name: 'are taken where there is nothing else, of page 0B and the lights',
      items: [soundChip],
      capability: 'full',
      inputs: chipInputs(2),
      outputs: chipLights,
    },
    {
      name: 'are taken where the telephony collection has no control',
      items: [headset(bits(8), buttons, usageMin(0x11), usageMax(0x18), input('var')), soundChip],
      capability: 'full',
      inputs: chipInputs(10),
      outputs: chipLights,
    },
    {
      name: 'are taken where they stand in a headset collection nested there',
      items: [volumeKeys(headset(bits(1), usage(hook), level, buttons, usage(7), toggle))],
      capability: 'hookOnly',
      inputs: [button('hook', '0.2', 'level')],
    },
    {
      name: 'are left alone where a telephony collection has a control',
      items: [headset(bits(1), usage(mute), toggle), soundChip],
      capability: 'muteOnly',
      inputs: [button('mute', '0.0', 'toggle')],
    },
    {
      name: 'are left alone in other collections of the consumer page',
      items: [consumer, usage(0x02), collection('application', telephony, bits(1), usage(hook), level)],
      capability: 'none',
    },
  ]);
});

describe('roles and capability', () => {
  itReads([
    {
      // 09:07, 0B:07 and 09:01 are the reject button; its neighbours are foreign.
      name: 'every usage of the reject button, and none beside it',
      items: [
        headset(
          bits(1),
          usage(hook),
          level,
          usage(0x07),
          toggle,
          buttons,
          usage(1),
          toggle,
          bits(4),
          usage(2, 6, 7, 8),
          toggle,
          longUsage(0x0c_00e9),
          toggle,
        ),
      ],
      capability: 'hookOnly',
      inputs: [
        button('hook', '0.0', 'level'),
        button('reject', '0.1', 'toggle'),
        button('reject', '0.2', 'toggle'),
        button('reject', '0.5', 'toggle'),
      ],
    },
    {
      // Nine lights in two reports; bits 6 to 9 go over the border of a byte. 0B:2A is no light.
      name: 'every light, in a report of two bytes',
      items: [
        headset(
          reportId(9),
          bits(1),
          usage(hook),
          level,
          led,
          bits(6),
          output('const', 'var'),
          bits(5),
          usage(lights.offHook, lights.ring, lights.mute, lights.hold, lights.microphone),
          lamp,
          telephony,
          bits(2),
          usage(usages.ringer, usages.line),
          lamp,
          reportId(10),
          led,
          bits(4),
          usage(lights.onLine, lights.speaker, lights.messageWaiting, 0x2c),
          lamp,
        ),
      ],
      capability: 'full',
      numbered: true,
      inputs: [button('hook', '9.0', 'level')],
      outputs: [
        light('offHook', '9.6'),
        light('ring', '9.7'),
        light('mute', '9.8'),
        light('hold', '9.9'),
        light('microphone', '9.10'),
        light('ringer', '9.11'),
        light('onLine', '10.0'),
        light('speaker', '10.1'),
        light('messageWaiting', '10.2'),
      ],
    },
    {
      name: 'a hook that has an off-hook light and no ring: noRing',
      items: [headset(bits(1), usage(hook), level, usage(mute), toggle, led, usage(lights.offHook), lamp)],
      capability: 'noRing',
      inputs: [button('hook', '0.0', 'level'), button('mute', '0.1', 'toggle')],
      outputs: [light('offHook', '0.0')],
    },
    {
      name: 'hook, mute and ring without an off-hook light: muteOnly',
      items: [headset(bits(1), usage(hook), level, usage(mute), toggle, led, usage(lights.ring), lamp)],
      capability: 'muteOnly',
      inputs: [button('hook', '0.0', 'level'), button('mute', '0.1', 'toggle')],
      outputs: [light('ring', '0.0')],
    },
    {
      name: 'hook and ring without an off-hook light: hookOnly',
      items: [headset(bits(1), usage(hook), level, led, usage(lights.ring), lamp)],
      capability: 'hookOnly',
      inputs: [button('hook', '0.0', 'level')],
      outputs: [light('ring', '0.0')],
    },
    {
      name: 'buttons and all lights, but neither hook nor mute: none',
      items: [headset(bits(2), usage(redial, drop), toggle, callLights)],
      capability: 'none',
      inputs: [button('redial', '0.0', 'toggle'), button('drop', '0.1', 'toggle')],
      outputs: [light('offHook', '0.0'), light('ring', '0.1')],
    },
    {
      name: 'a collection that is never closed gives what it declared',
      items: [
        telephony,
        usage(0x05),
        open('application'),
        bits(1),
        usage(hook),
        level,
        open('logical'),
        usage(mute),
        toggle,
      ],
      capability: 'muteOnly',
      inputs: [button('hook', '0.0', 'level'), button('mute', '0.1', 'toggle')],
      warnings: ['a collection is not closed'],
    },
    {
      // The field after the end stands outside every collection, and still takes its bit.
      name: 'a collection that is closed twice goes on with the next one',
      items: [
        headset(bits(1), usage(hook), level),
        [0xc0],
        usage(mute),
        toggle,
        headset(usage(flash), toggle),
      ],
      capability: 'hookOnly',
      inputs: [button('hook', '0.0', 'level'), button('flash', '0.2', 'toggle')],
      warnings: ['a collection ends that was never opened', 'a field stands outside every collection'],
    },
  ]);
});
