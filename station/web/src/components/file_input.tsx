import { useRef, useState } from "preact/hooks";
import { Button } from "./parts";

type Looks = Pick<Parameters<typeof Button>[0], "look" | "busy">;
type Asked = { text: string; label: string; accept: string; onFile: (file: File) => void };

/** A button that asks for one file; `label` names the field behind it. */
export function FileButton({ text, label, accept, onFile, ...looks }: Asked & Looks) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...looks} onClick={() => input.current?.click()}>
        {text}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          if (chosen) onFile(chosen);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

/** For an element that a file may be dropped on: its handlers, and whether one is held over it. */
export function useFileDrop(onFile: (file: File) => void) {
  const [over, setOver] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => (event.preventDefault(), setOver(true)),
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const dropped = event.dataTransfer?.files[0];
      if (dropped) onFile(dropped);
    },
  };
  return { over, handlers };
}
