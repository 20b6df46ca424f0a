import { useEffect, useState } from "preact/hooks";
import { ApiError } from "./api/client";
import { definition, loadDefinition } from "./case";
import { Empty, Failure } from "./components/parts";
import { Shell } from "./components/shell";
import { flush } from "./outbox";
import { go, place, placeOf } from "./router";
import { screens } from "./screens/table";
import { SetUp } from "./screens/set_up";
import { SignIn } from "./screens/sign_in";
import { loadSession, session } from "./session";
import { followEvents, status } from "./status";
import { pathOf, screenOf } from "./steps";
import { said, t } from "./words";

/** After the server came back: who are we, and what was not sent yet. */
function backAgain(): void {
  void loadSession()
    .then(flush)
    .catch(() => undefined);
}

export function App() {
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const load = (): void => {
    loadSession().then(
      () => setError(undefined),
      (failed: unknown) => {
        if (!(failed instanceof ApiError)) throw failed;
        setError(failed);
        window.setTimeout(load, 2000);
      },
    );
  };
  useEffect(load, []);

  const signedIn = session.value?.signed_in === true;
  const inCase = signedIn && session.value?.case === "open";
  useEffect(() => (inCase ? followEvents(backAgain) : undefined), [inCase, session.value?.who]);

  useEffect(() => {
    if (inCase) void loadDefinition().catch(() => window.setTimeout(() => void loadDefinition().catch(() => undefined), 2000));
  }, [inCase]);

  // Without a screen in the address one begins at the step that is due.
  const now = status.value?.procedure.find((one) => one.state === "now");
  const path = place.value.screen;
  useEffect(() => {
    // The address itself is asked: somebody may have gone somewhere since this was drawn.
    if (inCase && path === "" && placeOf(window.location.hash).screen === "" && status.value) go(now ? pathOf(now.step) : "bien-ban");
  }, [inCase, path, status.value]);

  // Another page begins at its top.
  useEffect(() => window.scrollTo(0, 0), [path]);

  const screen = screenOf(path);
  useEffect(() => {
    document.title = screen && signedIn ? `${said(screen.name)} – Kiểm phiếu` : "Kiểm phiếu";
  });

  if (!session.value) return <main class="sign-in">{error && <Failure error={error} />}</main>;
  if (!signedIn) return <SignIn />;
  if (!inCase) {
    return (
      <Shell>
        <SetUp />
      </Shell>
    );
  }
  const Screen = screens[path];
  return (
    <Shell>
      {status.value && definition.value && Screen ? (
        <Screen key={path} />
      ) : path !== "" && !Screen ? (
        <Empty title={t("Bản này không có trang đó", "This version has no such page")} />
      ) : null}
    </Shell>
  );
}
