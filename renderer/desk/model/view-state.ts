import { exhausted } from '../../../electron/common/lib/exhaustive.ts';
import type { Customer } from '../../../electron/common/customer/customer-model.ts';

/** What is open on this desk at the moment. Nothing of it matters to a call, so it lives in the page only. */
export interface ViewState {
  readonly page: 'work' | 'settings' | 'headset' | 'preflight';
  /** The settings were opened for their part on sound. */
  readonly isSoundWanted: boolean;
  /** On the headset page: the guided test, or the results of the last one, in place of everything else there. */
  readonly isTestOpen: boolean;
  /** A call came in the middle of a test; said until the operator has seen it. */
  readonly wasTestStopped: boolean;
  /** Stands in the customer column, so that it never covers the script or the note. */
  readonly panel: 'dial' | 'transfer' | 'quality' | 'take-back' | null;
  /** What dialler and transfer begin with: a number that was offered, else nothing. */
  readonly dialNumber: string;
  readonly isHelpOpen: boolean;
  /** The small form in the script column: what the customer said, or the search for a step. */
  readonly scriptForm: 'off-script' | 'jump' | null;
  readonly isShort: boolean;
  /** A customer looked at without a call. */
  readonly looked: Customer | null;
  /** Calls for which the operator said that none of the listed customers is calling. */
  readonly passedChoosers: readonly string[];
}

export type ViewEvent =
  | { readonly type: 'toggle-settings' }
  | { readonly type: 'toggle-headset' }
  | { readonly type: 'toggle-preflight' }
  | { readonly type: 'toggle-sound' }
  | { readonly type: 'open-test' }
  | { readonly type: 'close-test' }
  | { readonly type: 'give-way-to-call'; readonly wasRunning: boolean }
  | { readonly type: 'pass-stopped-test' }
  | { readonly type: 'toggle-help' }
  | { readonly type: 'toggle-panel'; readonly panel: 'dial' | 'transfer' | 'quality' }
  | { readonly type: 'offer-dial'; readonly number: string }
  /** A call that was cut off can be taken back, or cannot any more. */
  | { readonly type: 'follow-take-back'; readonly isOffered: boolean }
  /** A lamp was pressed in a call: the transfer panel begins with its number. */
  | { readonly type: 'offer-transfer'; readonly number: string }
  | { readonly type: 'open-script-form'; readonly form: 'off-script' | 'jump' }
  | { readonly type: 'close-script-form' }
  | { readonly type: 'close-panel' }
  | { readonly type: 'toggle-length' }
  | { readonly type: 'look-at'; readonly customer: Customer | null }
  | { readonly type: 'pass-chooser'; readonly callId: string };

export const initialView: ViewState = {
  page: 'work',
  isSoundWanted: false,
  isTestOpen: false,
  wasTestStopped: false,
  panel: null,
  dialNumber: '',
  isHelpOpen: false,
  scriptForm: null,
  isShort: false,
  looked: null,
  passedChoosers: [],
};

/** The last choosers passed over that are remembered; a shift has hundreds of calls. */
const passedKept = 20;

export function changeView(view: ViewState, event: ViewEvent): ViewState {
  switch (event.type) {
    case 'toggle-settings':
      return togglePage(view, 'settings');
    case 'toggle-headset':
      return { ...togglePage(view, 'headset'), wasTestStopped: false };
    case 'toggle-preflight':
      return togglePage(view, 'preflight');
    case 'toggle-sound':
      return { ...togglePage(view, 'settings'), isSoundWanted: true };
    case 'open-test':
      return { ...view, isTestOpen: true };
    case 'close-test':
      return { ...view, isTestOpen: false };
    case 'give-way-to-call':
      return { ...view, page: 'work', isTestOpen: false, wasTestStopped: event.wasRunning };
    case 'pass-stopped-test':
      return { ...view, wasTestStopped: false };
    case 'toggle-help':
      return { ...view, isHelpOpen: !view.isHelpOpen };
    case 'toggle-panel':
      return {
        ...view,
        page: 'work',
        panel: view.panel === event.panel ? null : event.panel,
        dialNumber: '',
      };
    case 'offer-dial':
      return { ...view, page: 'work', panel: 'dial', dialNumber: event.number };
    case 'follow-take-back':
      if (event.isOffered) return { ...view, page: 'work', panel: 'take-back' };
      return view.panel === 'take-back' ? { ...view, panel: null } : view;
    case 'offer-transfer':
      return { ...view, page: 'work', panel: 'transfer', dialNumber: event.number };
    case 'open-script-form':
      return { ...view, page: 'work', scriptForm: event.form };
    case 'close-script-form':
      return { ...view, scriptForm: null };
    case 'close-panel':
      return { ...view, panel: null };
    case 'toggle-length':
      return { ...view, isShort: !view.isShort };
    case 'look-at':
      return { ...view, looked: event.customer };
    case 'pass-chooser':
      return { ...view, passedChoosers: [...view.passedChoosers, event.callId].slice(-passedKept) };
    default:
      return exhausted(event);
  }
}

function togglePage(view: ViewState, page: Exclude<ViewState['page'], 'work'>): ViewState {
  return {
    ...view,
    page: view.page === page ? 'work' : page,
    isSoundWanted: false,
    isTestOpen: false,
    panel: null,
    scriptForm: null,
  };
}
