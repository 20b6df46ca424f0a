// A PKCS #11 module that stands before another one, counts how often somebody logs in, and locks after three wrong PINs
// as official tokens do. KIEMPHIEU_TOKEN_DRIVER names the real module, KIEMPHIEU_TOKEN_STATE the file that counts:
// "LOGINS WRONG", all tries and the wrong ones in a row.
#include <cstdlib>
#include <fstream>

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

namespace {

constexpr int tries = 3;

struct Counts {
    int logins{};
    int wrong{};

    static Counts read() {
        Counts counts;
        std::ifstream(std::getenv("KIEMPHIEU_TOKEN_STATE")) >> counts.logins >> counts.wrong;
        return counts;
    }
    void write() const { std::ofstream(std::getenv("KIEMPHIEU_TOKEN_STATE")) << logins << ' ' << wrong << '\n'; }
};

CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST ours;

CK_RV log_in(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char* pin, CK_ULONG size) {
    Counts counts = Counts::read();
    ++counts.logins;
    CK_RV code = CKR_PIN_LOCKED;
    if (counts.wrong < tries) {
        code = real->C_Login(session, user, pin, size);
        if (code == CKR_PIN_INCORRECT) ++counts.wrong;
        if (code == CKR_OK) counts.wrong = 0;
    }
    counts.write();
    return code;
}

CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
    const CK_RV code = real->C_GetTokenInfo(slot, info);
    if (code != CKR_OK) return code;
    info->flags &= ~static_cast<CK_FLAGS>(CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED);
    const int wrong = Counts::read().wrong;
    if (wrong > 0 && wrong < tries) info->flags |= CKF_USER_PIN_COUNT_LOW;
    if (wrong == tries - 1) info->flags |= CKF_USER_PIN_FINAL_TRY;
    if (wrong >= tries) info->flags |= CKF_USER_PIN_LOCKED;
    return CKR_OK;
}

}  // namespace

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
    void* driver = dlopen(std::getenv("KIEMPHIEU_TOKEN_DRIVER"), RTLD_NOW | RTLD_LOCAL);
    if (driver == nullptr) return CKR_GENERAL_ERROR;
    const auto get = reinterpret_cast<CK_RV (*)(CK_FUNCTION_LIST**)>(dlsym(driver, "C_GetFunctionList"));
    if (get == nullptr || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
    ours = *real;
    ours.C_Login = &log_in;
    ours.C_GetTokenInfo = &token_info;
    ours.C_GetFunctionList = &C_GetFunctionList;
    *list = &ours;
    return CKR_OK;
}
