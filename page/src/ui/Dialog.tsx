/** What covers the page: it takes the focus, Escape and the place beside it close it. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../language";
import { Icon } from "./Icon";

interface DialogProps {
  title: string;
  kind?: string;
  onClose(): void;
  children: ComponentChildren;
}

export function Dialog({ title, kind = "", onClose, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const own = box.current!;
    if (own.showModal) own.showModal();
    else own.setAttribute("open", "");
    return () => {
      own.close?.(); // what is behind an open one takes no focus
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box} class={`dialog ${kind}`} aria-label={title}
      onCancel={event => { event.preventDefault(); onClose(); }}
      onClick={event => event.target === box.current && onClose()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2>{title}</h2>
          <button type="button" class="round" aria-label={words().close} onClick={onClose}><Icon name="close" /></button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
