import type { RemoteParty } from '../call/call-model.ts';
import { childOf, childrenOf, scanXml, type XmlElement } from './scan-xml.ts';

const states = ['trying', 'proceeding', 'early', 'confirmed', 'terminated'] as const;
export type DialogPhase = (typeof states)[number];

export interface DialogEntry {
  readonly id: string;
  readonly phase: DialogPhase;
  /** recipient: somebody calls the watched line. null: the exchange does not say. */
  readonly direction: 'initiator' | 'recipient' | null;
  readonly remote: RemoteParty | null;
  /** RFC 4235 section 4.1.6.1: the line renders no media, which is how a hold is told. */
  readonly isHeld: boolean;
}

/** One `application/dialog-info+xml` document (RFC 4235 section 4). */
export interface DialogInfo {
  readonly version: number;
  readonly isFull: boolean;
  readonly dialogs: readonly DialogEntry[];
}

/** The names and numbers in a document come from strangers; the caller says how they are made safe to show. */
export type CleanText = (text: string, max: number) => string;

const mostDialogs = 64;

/** null for what is no such document; unknown parts are passed over. */
export function parseDialogInfo(body: string, clean: CleanText): DialogInfo | null {
  const root = scanXml(body);
  if (root?.name !== 'dialog-info') return null;
  const version = root.attributes.get('version') ?? '';
  const state = root.attributes.get('state');
  if (!/^\d{1,10}$/u.test(version) || (state !== 'full' && state !== 'partial')) return null;
  const dialogs = childrenOf(root, 'dialog').slice(0, mostDialogs);
  return {
    version: Number(version),
    isFull: state === 'full',
    dialogs: dialogs.flatMap((dialog) => readDialog(dialog, clean) ?? []),
  };
}

function readDialog(dialog: XmlElement, clean: CleanText): DialogEntry | null {
  const id = dialog.attributes.get('id');
  const said = childOf(dialog, 'state')?.text;
  const phase = states.find((known) => known === said);
  if (id === undefined || phase === undefined) return null;
  const direction = dialog.attributes.get('direction');
  return {
    id,
    phase,
    direction: direction === 'initiator' || direction === 'recipient' ? direction : null,
    remote: readParty(childOf(dialog, 'remote'), clean),
    isHeld: tellsHold(childOf(dialog, 'local')),
  };
}

function readParty(side: XmlElement | undefined, clean: CleanText): RemoteParty | null {
  const identity = childOf(side, 'identity');
  if (identity === undefined) return null;
  const user = /^(?:sips?|tel):([^@;?>]+)/iu.exec(identity.text)?.[1] ?? '';
  const number = clean(user, 128);
  const name = clean(identity.attributes.get('display') ?? '', 128);
  const withheld = number === '' || /^(?:anonymous|unknown)$/iu.test(number);
  return { number: withheld ? '' : number, withheld, ...(name === '' || withheld ? {} : { name }) };
}

function tellsHold(local: XmlElement | undefined): boolean {
  return childrenOf(childOf(local, 'target') ?? emptyElement, 'param').some(
    ({ attributes }) => attributes.get('pname') === '+sip.rendering' && attributes.get('pvalue') === 'no',
  );
}

const emptyElement: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
