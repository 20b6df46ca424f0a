import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, address, send } from "../api/client";
import { t } from "../words";
import { Button, Failure } from "./parts";

/** The address of a file the case made; its slashes stay slashes. */
export function fileAddress(path: string, query: Record<string, string | number> = {}): string {
  return address(`/api/files/${path.split("/").map(encodeURIComponent).join("/")}`, {}, query);
}

interface Page {
  bitmap: ImageBitmap;
  pages: number;
}

async function pageOf(response: Response): Promise<Page> {
  const bitmap = await createImageBitmap(await response.blob());
  return { bitmap, pages: Number(response.headers.get("X-Pages") ?? "1") };
}

/**
 * A page of a document as it will be printed, with its neighbours one key away.
 * `load` asks for a page; it is asked again when `on` changes.
 */
export function PagePreview(props: { name: string; load: (page: number, signal: AbortSignal) => Promise<Response>; on: string; delayMs?: number; whenRefused?: string }) {
  const [page, setPage] = useState(1);
  const [shown, setShown] = useState<Page | undefined>(undefined);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const canvas = useRef<HTMLCanvasElement>(null);
  const load = useRef(props.load);
  load.current = props.load;

  useEffect(() => {
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      load
        .current(page, stop.signal)
        .then(pageOf)
        .then(
          (found) => {
            if (stop.signal.aborted) return;
            setShown(found);
            setError(undefined);
          },
          (failed: unknown) => {
            if (stop.signal.aborted) return;
            if (!(failed instanceof ApiError)) throw failed;
            if (page > 1) setPage(1);
            setError(failed);
          },
        );
    }, props.delayMs ?? 0);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [page, props.on]);

  useEffect(() => {
    const target = canvas.current;
    if (!target || !shown) return;
    target.width = shown.bitmap.width;
    target.height = shown.bitmap.height;
    target.getContext("2d")?.drawImage(shown.bitmap, 0, 0);
  }, [shown]);

  return (
    <figure class="page-preview stack">
      {error && (error.status === 400 && props.whenRefused ? <p class="quiet">{props.whenRefused}</p> : <Failure error={error} />)}
      <canvas ref={canvas} hidden={!shown} class="paper-picture" role="img" aria-label={`${props.name}, ${t("trang", "page")} ${page}`} />
      {!shown && !error && <div class="page-blank">{t("Đang dựng trang …", "Drawing the page …")}</div>}
      {shown && shown.pages > 1 && (
        <figcaption class="row">
          <Button look="plain" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            ← {t("Trang trước", "Previous page")}
          </Button>
          <span>
            {t("Trang", "Page")} {page} / {shown.pages}
          </span>
          <Button look="plain" disabled={page >= shown.pages} onClick={() => setPage(page + 1)}>
            {t("Trang sau", "Next page")} →
          </Button>
        </figcaption>
      )}
    </figure>
  );
}

/** The preview of a PDF the case made. */
export function FilePreview({ file, width = 900 }: { file: string; width?: number }) {
  return (
    <PagePreview name={file} on={file} load={(page, signal) => send("GET", fileAddress(file, { png: 1, page, width }), undefined, undefined, signal)} />
  );
}

export function sheetPicture(image: string, page: number, width: number, drawing: boolean): string {
  return address("/api/sheets/{image}/{page}/picture", { image, page }, { width, drawing: drawing ? "on" : "off" });
}

export function itemPicture(item: string, drawing: boolean, scale: number): string {
  return address("/api/items/{item}/picture", { item }, { drawing: drawing ? "on" : "off", scale });
}
