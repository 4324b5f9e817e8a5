/** What each setting is for, by its dotted key: the column of docs/configuration.md that no schema can tell. */
export const settingMeanings: Readonly<Record<string, string>> = {
  practice:
    'Practice mode: the built-in exchange, simulated customers, sample customers, the on-screen headset.',
  locale: 'Language of the interface; also of the script for a caller whose language is not known.',
  theme: '`contrast` is high contrast; `system` follows the system.',
  sip: 'The line. With `null` and practice mode off the desk says that no telephone server is set up.',
  'sip.servers': 'WebSocket addresses (`ws:` or `wss:`) of the telephone server, in order of preference.',
  'sip.domain': 'Host part of our SIP address and of every number that is dialled.',
  'sip.user': 'User part of our SIP address; also the name in the digest.',
  'sip.displayName': 'Name sent along with outgoing calls.',
  'sip.iceServers':
    'STUN and TURN servers, each `{"urls":"turn:relay.example:3478?transport=udp","username":"101"}`. Only where operators sit behind a router: asking costs time at every call. With a name goes the password of the settings page.',
  'sip.turnCredential': 'Kept in memory until the program ends, never written.',
  'sip.password': 'Kept in memory until the program ends, never written.',
  'numbers.country':
    'ISO 3166 code: what a number without country code means (rule P9), and how the networks sound (ring-back, busy).',
  'numbers.extensionLength':
    'Digits of an internal extension: one length, or shortest and longest (rule P8). Absent: 2 to 6 digits.',
  'numbers.outsidePrefix':
    'What the exchange wants before a number outside the house, for example `9` (rule P9).',
  'headset.virtual': 'The on-screen headset outside practice mode too, as long as no real one can be used.',
  'headset.usb': 'Look for USB headsets.',
  'headset.device':
    'USB id of the headset to use whatever else is plugged in, for example `0b0e:24c9`. Absent: by rule, see docs/headsets.md.',
  'headset.options.ringer': 'Let the headset itself ring aloud, where it can.',
  'headset.options.collapseMuteBursts':
    'For boom arms that send bursts of mute presses: only the first of a second counts.',
  'headset.options.dialTimeoutMs':
    'Milliseconds after which a lifted hook without a number is put down again. Absent: 3000.',
  'headset.options.holdLedWhenOneHeld': 'Light the hold lamp also while another call is active.',
  'headset.options.confirmRedial': 'The redial button offers the number instead of dialling it.',
  'headset.options.guard':
    'Do not end a call by an on-hook that another program may have caused; a notice says so instead.',
  'headset.options.keypad': 'Send the keypad of the headset as tones.',
  'headset.options.agentLight':
    'Lamp that is lit in wrap-up and pause, so that colleagues see it. Absent: none.',
  'audio.microphone': 'Label of the device, as the system shows it. Absent: the default of the system.',
  'audio.speaker': 'Label of the device for the voice of the caller.',
  'audio.ringer': 'Label of the device for the ring tone, often a loudspeaker beside the headset.',
  'audio.processing':
    'Echo cancelling, noise suppression and gain control of the browser engine: what the three keys below mean while they are absent.',
  'audio.echoCancellation':
    'Takes the voice of the caller out of the microphone; a headset that lets nothing through needs none.',
  'audio.noiseSuppression':
    'Takes steady noise out of the microphone: `browser` by the engine, `wasm` by RNNoise, which takes more out and costs more.',
  'audio.gainControl': 'Makes a quiet voice louder and a loud one quieter.',
  'audio.ringTone': 'Play a ring tone.',
  'audio.echoNumber':
    'Number that sends back what it hears, for the echo test of the settings and the test call before the shift, for example `600`. Absent: neither.',
  'audio.callWaiting': 'A soft tone in the ear when another call comes while one talks.',
  'audio.holdReminderSeconds':
    'After so many seconds, again and again, two notes say that a call still waits on hold; 0: never.',
  'audio.ringVolume': 'Loudness of the ring tone in per cent.',
  'company.name':
    'Merge field `company.name` of scripts. In practice mode an empty name gives an invented company.',
  'company.phone': 'Merge field `company.phone`.',
  'company.site': 'Merge field `company.site`.',
  'company.hours': 'Merge field `company.hours`.',
  'operator.name': 'Merge field `operator.name`. In practice mode an empty name gives an invented operator.',
  'operator.firstName': 'Merge field `operator.first_name`.',
  'operator.number': 'Merge field `operator.number`.',
  script: 'Id of the script that an incoming call begins with.',
  directory: 'Departments that `transfer` steps of scripts name, each with its number.',
  lamps:
    'Lines of colleagues or parking places whose state is shown, each `{"number":"102","name":"Olena"}`.',
  'voicemail.number':
    'What is dialled to listen to messages. Absent: what the exchange says with them, if it does.',
  'voicemail.subscribe':
    'Ask the exchange for the state of our mailbox. What it tells unasked is always shown.',
  'codes.park':
    'Where a call is transferred to be parked, for example `700`. In every code `{number}` stands for the number meant.',
  'codes.pickup': 'Picks up whichever call rings in our group, for example `*8`.',
  'codes.directedPickup': 'Picks up the call that rings at a colleague, for example `*8{number}`.',
  'codes.queueLogin': 'Code of the dial plan, sent once beside the calls. `{number}` is our own user.',
  'codes.queueLogout': 'The same, to leave the queue.',
  'codes.queuePause': 'The same, to pause in the queue.',
  'codes.queueUnpause': 'The same, to end the pause.',
  'codes.wrapUp': 'The same, sent when wrap-up begins, with `queue.followsPause`.',
  'queue.loginLamp':
    'Number whose lamp is lit while we are in the queue. Absent: what was asked is not confirmed.',
  'queue.pauseLamp': 'Number whose lamp is lit while we are paused in the queue.',
  'queue.followsPause': 'Pause and resume here also pause and resume in the queue.',
  'queue.service.login.method': 'HTTP method of the request to join the queue.',
  'queue.service.login.url':
    'Address of that request (`http:` or `https:`). `{user}` is our own user; a request that is set goes before the code.',
  'queue.service.login.body': 'JSON sent with it, `{user}` filled in. Absent: none.',
  'queue.service.logout.method': 'HTTP method of the request to leave it.',
  'queue.service.logout.url': 'Address of that request.',
  'queue.service.logout.body': 'JSON sent with it.',
  'queue.service.pause.method': 'HTTP method of the request to pause in it.',
  'queue.service.pause.url': 'Address of that request.',
  'queue.service.pause.body': 'JSON sent with it.',
  'queue.service.unpause.method': 'HTTP method of the request to end the pause.',
  'queue.service.unpause.url': 'Address of that request.',
  'queue.service.unpause.body': 'JSON sent with it.',
  'queue.service.wrapUp.method':
    'HTTP method of the request to tell it that wrap-up begins, with `queue.followsPause`.',
  'queue.service.wrapUp.url': 'Address of that request.',
  'queue.service.wrapUp.body': 'JSON sent with it.',
  'queue.service.state.url':
    'Address that tells how things stand. Absent: the status of each request counts.',
  'queue.service.state.login.path':
    'Where in its answer log-in stands, for example `agent.loggedIn` or `members.0.state`.',
  'queue.service.state.login.on': 'Values there that mean logged in.',
  'queue.service.state.pause.path': 'Where in its answer the pause stands.',
  'queue.service.state.pause.on': 'Values there that mean paused.',
  'queue.service.state.everySeconds': 'How often it is asked.',
  'queue.service.credential.header': 'Header of the credential.',
  'queue.service.credential.value':
    'Its value; `{token}` is the token of the settings page. Without a token none is sent.',
  queueToken: 'Token of the web service of the queue; kept in memory until the program ends, never written.',
  remoteControl:
    'Let `ctl` and other programs of this user control the app. In practice mode it is always on.',
  'autoAnswer.on':
    'Answer by itself, after a beep, when the exchange asks for it (`Call-Info` answer-after, `Alert-Info`, `Answer-Mode`). Never while another call is up.',
  'autoAnswer.from':
    'Hosts or numbers that may ask for it, `*` for any characters, for example `pbx.example` or `70*`. Absent: the domain of the account. Asterisk names itself by its host or its `from_domain`.',
  'hotKeys.answerOrEnd':
    'Key that answers and ends calls from any program (installed program only), for example `Control+Alt+A`. Absent: none.',
  'hotKeys.mute': 'The same, to mute and unmute.',
  'hotKeys.hold': 'The same, to hold and take up again.',
  'hotKeys.show': 'The same, to bring the desk to the front.',
  'callData.customer':
    'Header (`X-…` or `User-to-User`) whose value is the id or account number of the customer.',
  'callData.number': 'Header whose value is the number of the caller, where the exchange shows its own.',
  'callData.script.header': 'Header whose value chooses the script.',
  'callData.script.values': 'Values of that header, each with the id of its script.',
  transferRequests:
    'When the other side asks this phone to call somebody (REFER): `refuse`, or `ask` the operator by offering the number.',
  followRedirect:
    'When a dialled number answers with another one (302): `ask` the operator, or follow once within the `own-domain`.',
  'callData.show':
    'What the card shows of the data, under which name. An empty list shows everything under its own name.',
};
