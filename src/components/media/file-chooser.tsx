import { type Ref, useImperativeHandle, useRef } from 'react';

export interface FileChooserHandle {
  /** Only while a press of a button is being handled: browsers open nothing by themselves. */
  open(): void;
}

interface FileChooserProps {
  /** What it may offer; everything without it. */
  readonly accept?: string | undefined;
  readonly multiple?: boolean;
  readonly onChoose: (files: readonly File[]) => void;
  readonly ref: Ref<FileChooserHandle>;
}

/** The device's own dialog for choosing files; what opens it is a button of the surroundings. */
export function FileChooser({ accept, multiple = true, onChoose, ref }: FileChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({ open: () => input.current?.click() }), []);
  return (
    <input
      ref={input}
      type="file"
      accept={accept}
      multiple={multiple}
      tabIndex={-1}
      hidden
      onChange={({ target }) => {
        const files = [...(target.files ?? [])];
        // So that choosing the same file again is a change.
        target.value = '';
        onChoose(files);
      }}
    />
  );
}
