/** What each quirk means, for the schema that editors show. */
export const quirkMeanings: Readonly<Record<string, string>> = {
  ackDeadlineMs:
    'How long the headset may take to follow the off-hook light, in milliseconds; 500 by default, 3000 for radio headsets.',
  holdDropsOffHook: 'A held call puts the headset on-hook.',
  muteVia: 'Which light shows mute; "mute" by default.',
  onLineFollowsOffHook: 'The on-line light goes with off-hook; otherwise it stays dark.',
  hookPulses: 'The hook is declared as a level, and each press is a short pulse.',
  rejectByRepeatedOnHook: 'The second report with hook 0 while a call rings rejects it.',
  noReleaseReport:
    'The release of a button is not reported: a button bit that is 1 is a press in every report.',
  ignoreUsages:
    'Usages that get no role: usage page times 65536 plus usage id, for example 720929 for 0B:21.',
  waitingHook: 'What hanging up means while a second call waits; "end" by default.',
  muteOnlyOffHook: 'For display: the headset reports mute in a call only.',
  muteIs: 'How the mute control speaks, where it is other than declared.',
};
