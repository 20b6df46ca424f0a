import type { Role } from "../session";
import { t } from "../words";

export type HelpedRole = Exclude<Role, "setup">;
export const helpedRoles: readonly HelpedRole[] = ["head", "secretary", "member", "technician", "observer"];

/** A step of somebody's work, with the screen it is done on. */
export interface HelpStep {
  path: string;
  text: string;
}

/** What a role does, in the order of the day. */
export function stepsOf(role: HelpedRole): HelpStep[] {
  const declare: HelpStep = {
    path: "phat-thu",
    text: t(
      "Trước khi đếm, khai số triệu tập, có mặt, phát ra, đổi, thu về, không dùng. Thu về nhiều hơn phát ra thì dừng, Ban kết luận trước.",
      "Before the count declare summoned, present, issued, exchanged, collected, unused. More collected than issued: stop, the committee rules first.",
    ),
  };
  const review: HelpStep = {
    path: "xem-xet",
    text: t(
      "Quyết định từng dòng máy không chắc: nhìn ảnh, bấm phím. Cả bức tường dòng giống nhau xác nhận một lần, dòng khác thường tách ra xem riêng.",
      "Rule on every row the machine is not sure of: look at the picture, press a key. A wall of alike rows is confirmed at once, odd ones are picked out.",
    ),
  };
  const keyIn: HelpStep = {
    path: "nhap-tay",
    text: t(
      "Phiếu rách, máy không đọc được: hai người đọc từ giấy, mỗi người nhập một lần, không xem của nhau. Giống nhau thì được tính; khác nhau thì Trưởng Ban quyết định.",
      "Torn papers no machine can read: two people key them in from the paper without seeing each other's. Alike, they count; else the head rules.",
    ),
  };
  const agree: HelpStep = {
    path: "doi-chieu",
    text: t("Mọi dòng đều khớp mới xác nhận được. Dòng chưa khớp: tìm nguyên nhân trước, chỉ khi đã rõ mới chấp nhận và ghi lý do.", "Only when every line agrees can it be confirmed. One that does not: find the cause first, accept with a reason only once it is clear."),
  };
  const confirm: HelpStep = {
    path: "xac-nhan",
    text: t("Tự gõ mật khẩu của mình để xác nhận. Sau đó không gì thay đổi được nữa, trừ khi mở lại có lý do và được ghi.", "Type your own passphrase to confirm. Afterwards nothing changes but by a reopening with a reason, which is recorded."),
  };
  const print: HelpStep = { path: "in-phieu", text: t("In phiếu và giấy tờ: A4, tỉ lệ 100 %, một mặt. Không phô-tô phiếu.", "Print ballots and forms: A4, 100 %, one side. Never photocopy a ballot.") };
  const rehearse: HelpStep = {
    path: "dien-tap",
    text: t("In bộ phiếu thử, quét trên đúng máy quét sẽ dùng, xem mọi con số ra đúng; ký biên bản diễn tập.", "Print the test deck, scan it on the very scanner, see every figure come out; the report is signed."),
  };
  const scan: HelpStep = {
    path: "quet",
    text: t("Gỡ ghim, vỗ bằng, chia thành xấp 50 tờ có tờ phân cách. Quét; so số tờ máy nhận với số đếm tay của từng xấp.", "Take staples out, square the paper, stacks of 50 with a separator. Scan; compare with each stack's count by hand."),
  };
  const minutes: HelpStep = {
    path: "bien-ban",
    text: t("Lập báo cáo, biên bản; in, ký tay, đóng dấu. Xuất gói bằng chứng, ghi mã gốc vào biên bản.", "Make report and minutes; print, sign by hand, stamp. Export the evidence package and write its root into the minutes."),
  };
  const notesAndMinutes: HelpStep = {
    path: "bien-ban",
    text: `${t("Ghi giờ bắt đầu, kết thúc, niêm phong, khiếu nại và cách giải quyết.", "Note when the count began and ended, seals, complaints and how they were settled.")} ${minutes.text}`,
  };
  const log: HelpStep = { path: "nhat-ky", text: t("Theo dõi mọi việc: ai làm gì, lúc nào, vì sao. Không ai sửa hay xóa được.", "Follow everything: who did what, when and why. Nobody can edit or delete it.") };
  const calibrate: HelpStep = {
    path: "hieu-chuan",
    text: t("In tờ hiệu chuẩn, quét vài lần, xem máy quét có dùng được không, cần lau hay thay gì.", "Print the calibration sheet, scan it a few times, see whether the scanner is fit and what to clean or change."),
  };
  switch (role) {
    case "head":
      return [rehearse, declare, review, keyIn, agree, confirm, notesAndMinutes];
    case "secretary":
      return [print, review, keyIn, agree, confirm, notesAndMinutes];
    case "member":
      return [review, keyIn, agree];
    case "technician":
      return [print, calibrate, rehearse, scan, minutes];
    case "observer":
      return [
        log,
        { path: "xem-xet", text: t("Xem từng dòng Ban quyết định, cùng ảnh; không thay đổi được gì.", "See every row the committee rules on, with its picture; nothing can be changed.") },
        { path: "ket-qua", text: t("Xem kết quả khi không còn việc chờ, và bức tường mọi dấu X đã tính cho từng người.", "See the results once nothing waits, and the wall of every X counted for each person.") },
        { path: "bien-ban", text: t("Tự chạy kiểm tra và đếm lại; so vân tay nhật ký với bản in.", "Run the check and the recount yourself; compare the record's fingerprint with the printed one.") },
      ];
  }
}

/** Keys, by the screen on which they work. */
export function keyGroups(): { name: string; keys: [string[], string][] }[] {
  return [
    {
      name: t("Mọi trang", "Every page"),
      keys: [
        [["F1"], t("Trang này", "This page")],
        [["Tab", "Enter"], t("Đến nút kế tiếp · Bấm", "To the next button · Press it")],
        [["Alt", "1–9"], t("Đến bước đó của trình tự", "To that step of the procedure")],
      ],
    },
    {
      name: t("Xem xét từng dòng", "Review, one by one"),
      keys: [
        [["1", "2", "3"], t("Cao · Tín nhiệm · Thấp", "High · Confidence · Low")],
        [["0"], t("Không ô nào", "No box")],
        [["D", "T"], t("Hai ô · Ba ô", "Two boxes · Three boxes")],
        [["G", "K"], t("Gạch tên · Không gạch tên", "Name crossed · Not crossed")],
        [["Enter"], t("Đúng như máy đề nghị", "As the machine proposes")],
        [["?"], t("Để sau", "Later")],
        [["Z"], t("Hoàn tác; sau khi xác nhận cả loạt: hoàn tác cả loạt", "Undo; after a wall was confirmed, the whole wall")],
        [["H"], t("Ẩn, hiện nét vẽ của máy", "Hide or show the machine's drawing")],
        [["W"], t("Ghi lý do", "Write a reason")],
        [["Esc"], t("Ra khỏi ô đang gõ, phím dùng lại được", "Leave the field, so that keys rule again")],
        [["Y", "N"], t("Người thứ hai: đồng ý · không đồng ý", "A second person: I agree · I do not agree")],
      ],
    },
    {
      name: t("Cả tờ", "A whole sheet"),
      keys: [
        [["P", "C"], t("Không do Ban phát ra · Đúng phiếu của Ban", "Not issued · Issued by us")],
        [["B"], t("Không phải phiếu", "Not a ballot")],
        [["N"], t("Nhập tay", "Key in by hand")],
        [["V", "X"], t("Có ghi thêm tên · Không phải tên", "A name was added · Not a name")],
        [["A"], t("Chấp nhận số không khớp, có lý do", "Accept figures that differ, with a reason")],
      ],
    },
    {
      name: t("Bức tường", "The wall"),
      keys: [
        [["←", "→", "↑", "↓"], t("Di chuyển", "Move")],
        [[t("Cách", "Space")], t("Tách dòng khác thường", "Pick an odd one out")],
        [["Enter"], t("Xác nhận các dòng còn lại", "Confirm the rest")],
        [["H", "Z"], t("Nét vẽ của máy · Hoàn tác", "The machine's drawing · Undo")],
      ],
    },
    {
      name: t("Nhập tay", "Key in"),
      keys: [
        [["1", "2", "3", "0", "D", "T", "G"], t("như khi xem xét; tự sang dòng sau", "as in review; the next row comes by itself")],
        [["↑", "↓"], t("Đổi dòng", "Another row")],
        [["Enter"], t("Gửi khi đủ dòng", "Send once complete")],
        [["Esc"], t("Thôi", "Leave")],
      ],
    },
    {
      name: t("Kết quả", "Results"),
      keys: [
        [["←", "→"], t("Đổi loại phiếu", "Another style")],
        [["P"], t("Chiếu hội trường", "Projector view")],
      ],
    },
  ];
}

/** What to do when something goes wrong: what one sees, what is safe, what to do. */
export function faults(): { seen: string; todo: string }[] {
  return [
    {
      seen: t("Kẹt giấy, kéo hai tờ", "A jam, two sheets at once"),
      todo: t(
        "Lấy mọi tờ trong máy ra, vuốt phẳng, đặt lại rồi bấm quét tiếp. Nghi ngờ thì quét lại cả xấp: tờ nào quét lại cũng chỉ tính một lần.",
        "Take every sheet out, smooth it, lay it back and go on. In doubt scan the whole stack again: a sheet scanned twice counts once.",
      ),
    },
    {
      seen: t("Máy báo hết giấy nhưng số tờ thiếu", "The tray is empty, but sheets are missing"),
      todo: t("Hết giấy không có nghĩa là đủ. Tìm trong khe, dưới khay; so với số đếm tay trên tờ phân cách; để riêng xấp sai rồi quét lại.", "An empty tray proves nothing. Look into the slot and under the tray; compare with the count by hand; set the wrong stack aside and scan it again."),
    },
    {
      seen: t("Mất điện, treo máy, lỡ đóng trình duyệt", "Power cut, frozen machine, browser closed"),
      todo: t("Mở lại máy, chạy lại lệnh cũ, đăng nhập lại. Tờ đã nhận và quyết định đã gửi nằm trên đĩa; quyết định chưa gửi, trang giữ và tự gửi.", "Start it again with the same command and sign in. Sheets taken in and rulings sent are on the disk; the page keeps unsent rulings and sends them."),
    },
    {
      seen: t("Dải đỏ: mất kết nối với máy kiểm phiếu", "Red band: connection to the station lost"),
      todo: t("Không tải lại trang; trang tự nối lại. Quá một phút thì xem máy chạy chương trình còn bật không.", "Don't reload; the page connects again by itself. After a minute see whether the machine with the program still runs."),
    },
    {
      seen: t("Tờ không đọc được, không thấy mã", "A sheet can't be read, no code"),
      todo: t("Vuốt phẳng, quét lại. Vẫn không được: ở Xem xét chọn Nhập tay. Phiếu lạ trong hòm: Không do Ban phát ra.", "Smooth it and scan again. Still not: choose Key in by hand in Review. A stranger's paper from the box: Not issued."),
    },
    {
      seen: t("Nhiều dòng bị hỏi, có sọc trên ảnh", "Many rows asked about, streaks in the pictures"),
      todo: t("Lau kính và khe quét bằng khăn khô, quét lại xấp đó. Xem trang Hiệu chuẩn: cột bụi nằm ở đâu.", "Wipe glass and slot with a dry cloth, scan the stack again. The page Calibration shows where the dust is."),
    },
    {
      seen: t("Quên mật khẩu", "A passphrase is forgotten"),
      todo: t("Trưởng Ban xóa mật khẩu của người đó; người đó đặt mật khẩu mới bằng mã trạm trên màn hình máy.", "The head takes it away; the person sets a new one with the station code on the machine's terminal."),
    },
    {
      seen: t("Phát hiện sai sau khi đã xác nhận", "A mistake is found after confirmation"),
      todo: t("Trưởng Ban hoặc Thư ký mở lại, ghi lý do; sửa; Trưởng Ban và Thư ký xác nhận lại; lập lại văn bản.", "Head or secretary opens it again with a reason; it is mended; both confirm again; documents are made anew."),
    },
    {
      seen: t("Kiểm tra báo hồ sơ không khớp", "The check says that the case does not hold"),
      todo: t("Dừng. Không quét, không sửa gì; sao cả thư mục hồ sơ ra nơi khác; báo Trưởng Ban và cấp quản lý.", "Stop. Scan and change nothing; copy the whole folder elsewhere; tell the head and the managing level."),
    },
  ];
}
