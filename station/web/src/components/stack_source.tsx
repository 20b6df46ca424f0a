import { useState } from "preact/hooks";
import { get } from "../api/client";
import { useLoad } from "../load";
import { said, t } from "../words";
import { Button, Failure, Field } from "./parts";

export interface StackOrder {
  source: string;
  dpi?: number;
}

/** Where a stack comes from that is looked at and not counted: a folder of images, or a scanner. */
export function StackSource({ order, onOrder }: { order: StackOrder; onOrder: (next: StackOrder) => void }) {
  const [folder, setFolder] = useState(order.source.startsWith("folder:") ? order.source.slice(7) : "");
  const [device, setDevice] = useState(order.source !== "" && !order.source.startsWith("folder:"));
  return (
    <div class="stack">
      <fieldset class="choices">
        <legend>{t("Ảnh quét ở đâu", "Where the scans are")}</legend>
        <label class="choice">
          <input type="radio" name="stack-source" checked={!device} onChange={() => (setDevice(false), onOrder({ ...order, source: folder ? `folder:${folder}` : "" }))} />
          <span>{t("Thư mục ảnh trên máy này", "A folder of images on this machine")}</span>
        </label>
        <label class="choice">
          <input type="radio" name="stack-source" checked={device} onChange={() => (setDevice(true), onOrder({ ...order, source: "" }))} />
          <span>{t("Quét ngay bằng máy quét", "Scan now with a scanner")}</span>
        </label>
      </fieldset>
      {device ? (
        <Devices order={order} onOrder={onOrder} />
      ) : (
        <Field label={t("Đường dẫn thư mục", "Path of the folder")}>
          {(attributes) => (
            <input
              {...attributes}
              autocomplete="off"
              value={folder}
              onInput={(event) => {
                const path = event.currentTarget.value.trim();
                setFolder(path);
                onOrder({ ...order, source: path ? `folder:${path}` : "" });
              }}
            />
          )}
        </Field>
      )}
    </div>
  );
}

function Devices({ order, onOrder }: { order: StackOrder; onOrder: (next: StackOrder) => void }) {
  const [escl, setEscl] = useState("");
  const [asked, setAsked] = useState("");
  const devices = useLoad((signal) => get("/api/scanners", { query: asked ? { escl: asked } : {}, signal }), [asked]);
  const list = devices.value?.scanners ?? [];
  return (
    <div class="stack">
      <fieldset class="choices">
        <legend>{t("Máy quét", "Scanner")}</legend>
        {devices.loading && <p class="quiet">{t("Đang tìm máy quét …", "Looking for scanners …")}</p>}
        {!devices.loading && list.length === 0 && (
          <p class="quiet">{t("Không thấy máy quét nào nối vào máy này; máy quét mạng thì nhập địa chỉ.", "No scanner is attached; for a network scanner enter its address.")}</p>
        )}
        {list.map((one) => (
          <label class="choice" key={one.source}>
            <input type="radio" name="stack-device" checked={order.source === one.source} disabled={Boolean(one.refused)} onChange={() => onOrder({ ...order, source: one.source })} />
            <span>
              {one.what}
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
      </fieldset>
      <Failure error={devices.error} onRetry={() => void devices.reload()} />
      <div class="row end">
        <div class="grow">
          <Field label={t("Địa chỉ máy quét mạng (eSCL)", "Address of a network scanner (eSCL)")}>
            {(attributes) => <input {...attributes} autocomplete="off" placeholder="10.0.0.5" value={escl} onInput={(event) => setEscl(event.currentTarget.value.trim())} />}
          </Field>
        </div>
        <Button disabled={escl === ""} onClick={() => (setAsked(escl), onOrder({ ...order, source: `escl:${escl}` }))}>
          {t("Dùng địa chỉ này", "Use this address")}
        </Button>
      </div>
    </div>
  );
}
