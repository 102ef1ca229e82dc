import { type Anchor, Popup } from '~/components/ui/popup';
import { EmojiPicker } from './emoji-picker';

interface EmojiPopupProps {
  readonly anchor: Anchor;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

export default function EmojiPopup({ anchor, onPick, onClose }: EmojiPopupProps) {
  return (
    <Popup anchor={anchor} onClose={onClose}>
      <EmojiPicker onPick={onPick} />
    </Popup>
  );
}
