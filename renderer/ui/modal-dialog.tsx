import type { ReactElement, ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import css from './modal-dialog.module.css';

/** Stands over the whole window and keeps the focus until closed; only for what the operator opened. */
export function ModalDialog({
  title,
  closeLabel,
  onClose,
  children,
}: {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <ModalOverlay
      className={classNames(css.overlay)}
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Modal className={classNames(css.modal)}>
        <Dialog className={classNames(css.dialog)}>
          <div className={css.head}>
            <Heading slot="title" level={2} className={classNames(css.title)}>
              {title}
            </Heading>
            <Button onPress={onClose} keys="Esc">
              {closeLabel}
            </Button>
          </div>
          <div className={css.body}>{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
