import { join } from 'node:path';
import { Menu, nativeImage, Notification, Tray } from 'electron';
import { nativeTexts } from '../common/policy/native-texts.ts';
import { notificationModel } from '../common/policy/notification-model.ts';
import { trayModel, type TrayAction } from '../common/policy/tray-model.ts';
import type { Platform } from '../common/policy/window-options.ts';
import type { Attention } from '../shell/attention.ts';
import type { Log } from '../shell/log.ts';

interface AttentionOptions {
  readonly platform: Platform;
  /** Preferred languages of the system, best first (BCP 47). */
  readonly languages: readonly string[];
  readonly iconFolder: string;
  readonly log: Log;
  readonly onAction: (action: TrayAction) => void;
}

export interface NativeAttention {
  readonly attention: Attention;
  readonly destroy: () => void;
}

export function createAttention(options: AttentionOptions): NativeAttention {
  const { platform, log } = options;
  const texts = nativeTexts(options.languages);
  const wishes = new Set<() => void>();
  // Held here: a tray or notice that only its own events refer to is garbage collected and vanishes.
  let tray: Tray | undefined;
  let notice: Notification | undefined;

  const closeNotice = (): void => {
    notice?.removeAllListeners();
    notice?.close();
    notice = undefined;
  };

  return {
    attention: {
      showState(glyph, label) {
        const model = trayModel(glyph, label, platform, texts);
        const image = nativeImage.createFromPath(join(options.iconFolder, model.icon));
        image.setTemplateImage(model.isTemplate);
        if (tray === undefined) {
          tray = new Tray(image);
          tray.on('click', () => {
            options.onAction('show');
          });
          const entries = model.menu.map(({ action, label: text }) => ({
            label: text,
            click: () => {
              options.onAction(action);
            },
          }));
          tray.setContextMenu(Menu.buildFromTemplate(entries));
        } else tray.setImage(image);
        tray.setToolTip(model.tooltip);
      },
      showRinging(call) {
        closeNotice();
        if (call === null || !Notification.isSupported()) return;
        notice = new Notification(notificationModel(call, platform, texts));
        notice.on('click', () => {
          options.onAction('show');
        });
        notice.on('action', () => {
          for (const listener of [...wishes]) listener();
        });
        // Unsigned builds on macOS may show none; the desk and the headset ring all the same.
        notice.on('failed', (_event, cause) => {
          log.warn('notice.failed', { cause });
        });
        notice.show();
      },
      onAnswerWish(listener) {
        wishes.add(listener);
        return () => wishes.delete(listener);
      },
    },
    destroy() {
      closeNotice();
      tray?.destroy();
      tray = undefined;
    },
  };
}
