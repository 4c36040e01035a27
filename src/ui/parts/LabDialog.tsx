import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useVoice } from '../lab.tsx';
import { CrossIcon } from './icons.tsx';

interface LabDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly width?: 'normal' | 'wide';
  readonly children: ReactNode;
}

export function LabDialog({ title, isOpen, onClose, width = 'normal', children }: LabDialogProps) {
  const { say } = useVoice();
  return (
    <ModalOverlay className="veil" isOpen={isOpen} onOpenChange={(open) => open || onClose()} isDismissable>
      <Modal className={width === 'wide' ? 'modal wide' : 'modal'}>
        <Dialog>
          <div className="modal-head">
            <Heading slot="title">{title}</Heading>
            <Button className="tool" aria-label={say('close')} onPress={onClose}>
              <CrossIcon />
            </Button>
          </div>
          <div className="modal-body">{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
