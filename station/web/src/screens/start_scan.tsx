import { useState } from "preact/hooks";
import { get, post, type Body } from "../api/client";
import { sourceName } from "../components/names";
import { Button, Failure, Field } from "../components/parts";
import { useDoing, useLoad } from "../load";
import { scanOfAnswer, type Scan } from "../status";
import { said, t } from "../words";

type Order = Body<"/api/scan", "post">;

const kept = "kiemphieu.scan";

function remembered(): Order {
  try {
    return JSON.parse(localStorage.getItem(kept) ?? "{\"source\":\"\"}") as Order;
  } catch {
    return { source: "" };
  }
}

/** Where sheets come from, and the button that begins. Once chosen, only the button is large. */
export function StartScan({ again }: { again?: Scan }) {
  const [order, setOrder] = useState<Order>(() => ({ ...remembered(), ...(again?.source ? { source: again.source } : {}) }));
  const [choosing, setChoosing] = useState(order.source === "");
  const doing = useDoing(async () => {
    const { batch, ...rest } = order;
    const sent: Order = { ...rest, ...(batch?.trim() ? { batch: batch.trim() } : {}) };
    localStorage.setItem(kept, JSON.stringify(rest));
    await scanOfAnswer(
      () => post("/api/scan", { body: sent }),
      (begun) => begun,
    );
  });
  return (
    <form class="stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
      {choosing ? (
        <Source order={order} onOrder={setOrder} />
      ) : (
        <p>
          {t("Quét từ", "Scan from")} <strong>{sourceName(order.source)}</strong>
        </p>
      )}
      <Failure error={doing.error} />
      <div class="row">
        <Button type="submit" look="first" large busy={doing.busy} disabled={order.source.length < 6}>
          {again ? t("Đã xử lý, quét tiếp", "Mended, go on scanning") : t("Bắt đầu quét", "Start scanning")}
        </Button>
        {!choosing && (
          <Button look="plain" onClick={() => setChoosing(true)}>
            {t("Đổi máy quét hoặc thư mục", "Another scanner or folder")}
          </Button>
        )}
      </div>
    </form>
  );
}

function Source({ order, onOrder }: { order: Order; onOrder: (next: Order) => void }) {
  const [escl, setEscl] = useState(order.source.startsWith("escl:") ? order.source.slice(5) : "");
  const [asked, setAsked] = useState(escl);
  const [folder, setFolder] = useState(order.source.startsWith("folder:") ? order.source.slice(7) : "");
  const devices = useLoad((signal) => get("/api/scanners", { query: asked ? { escl: asked } : {}, signal }), [asked]);
  const list = devices.value?.scanners ?? [];
  const folderChosen = order.source.startsWith("folder:");
  return (
    <div class="panel stack">
      <fieldset class="choices">
        <legend>{t("Máy quét", "Scanner")}</legend>
        {devices.loading && <p class="quiet">{t("Đang tìm máy quét …", "Looking for scanners …")}</p>}
        {!devices.loading && list.length === 0 && (
          <p class="quiet">{t("Không thấy máy quét nào nối vào máy này. Máy quét mạng: nhập địa chỉ bên dưới.", "No scanner is attached. For a network scanner enter its address below.")}</p>
        )}
        {list.map((one) => (
          <label class="choice" key={one.source}>
            <input type="radio" name="source" checked={order.source === one.source} disabled={Boolean(one.refused)} onChange={() => onOrder({ ...order, source: one.source })} />
            <span>
              {one.what}
              {one.settings.length > 0 && <span class="quiet"> · {one.settings.join(", ")}</span>}
              {one.refused && <span class="needs"> · {one.refused}</span>}
              {one.missing.map((missing) => (
                <span class="quiet" key={missing.vi}>
                  {" "}
                  · {said(missing)}
                </span>
              ))}
            </span>
          </label>
        ))}
        <label class="choice">
          <input type="radio" name="source" checked={folderChosen} onChange={() => onOrder({ ...order, source: `folder:${folder}` })} />
          <span>{t("Thư mục ảnh trên máy này", "A folder of images on this machine")}</span>
        </label>
      </fieldset>
      <Failure error={devices.error} onRetry={() => void devices.reload()} />
      {folderChosen ? (
        <div class="stack">
          <Field label={t("Đường dẫn thư mục", "Path of the folder")}>
            {(attributes) => (
              <input
                {...attributes}
                autocomplete="off"
                value={folder}
                onInput={(event) => {
                  setFolder(event.currentTarget.value);
                  onOrder({ ...order, source: `folder:${event.currentTarget.value.trim()}` });
                }}
              />
            )}
          </Field>
          <label class="choice">
            <input type="checkbox" checked={order.watch === true} onChange={(event) => onOrder({ ...order, watch: event.currentTarget.checked })} />
            <span>{t("Tiếp tục nhận tệp mới cho đến khi bấm Dừng", "Go on taking new files until stopped")}</span>
          </label>
        </div>
      ) : (
        <div class="row end">
          <div class="grow">
            <Field label={t("Địa chỉ máy quét mạng (eSCL)", "Address of a network scanner (eSCL)")}>
              {(attributes) => <input {...attributes} placeholder="10.0.0.5" autocomplete="off" value={escl} onInput={(event) => setEscl(event.currentTarget.value.trim())} />}
            </Field>
          </div>
          <Button
            onClick={() => {
              setAsked(escl);
              onOrder({ ...order, source: `escl:${escl}` });
            }}
            disabled={escl === ""}
          >
            {t("Dùng địa chỉ này", "Use this address")}
          </Button>
        </div>
      )}
      <div class="pair">
        <Field label={t("Tên xấp (nếu cần)", "Name of the stack (optional)")}>
          {(attributes) => <input {...attributes} autocomplete="off" value={order.batch ?? ""} onInput={(event) => onOrder({ ...order, batch: event.currentTarget.value })} />}
        </Field>
        <Field label={t("Độ phân giải", "Resolution")}>
          {(attributes) => (
            <select {...attributes} value={String(order.dpi ?? 200)} onChange={(event) => onOrder({ ...order, dpi: Number(event.currentTarget.value) })}>
              {[200, 300, 400, 600].map((dpi) => (
                <option key={dpi} value={String(dpi)}>
                  {dpi} dpi
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <label class="choice">
        <input type="checkbox" checked={order.duplex === true} onChange={(event) => onOrder({ ...order, duplex: event.currentTarget.checked })} />
        <span>{t("Quét hai mặt", "Scan both sides")}</span>
      </label>
    </div>
  );
}
