"""Machines of a hall on this one: a namespace for each, a wire to a switch, and a server behind it.

All of it lives in namespaces of the test's own (`unshare`), so nothing of the machine's network is touched and all is
gone with the test.
"""
import os
import subprocess
import sys

SKIPPED = 77
INSIDE = "KIEMPHIEU_IN_NAMESPACE"
SERVER = "10.77.0.1"


def run(*words, check=True, **options):
    return subprocess.run([str(word) for word in words], check=check, **options)


def enter_namespaces():
    """Starts this program again in namespaces of its own; ends with SKIPPED where that is not allowed."""
    if os.environ.get(INSIDE):
        run("ip", "link", "set", "lo", "up")
        os.makedirs("/run/netns", exist_ok=True)
        run("mount", "-t", "tmpfs", "none", "/run/netns")
        return
    own = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    trial = own + ["sh", "-c", "ip link add br0 type bridge && mount -t tmpfs none /mnt"]
    try:
        allowed = os.geteuid() == 0 and run(*trial, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        print("skipped: needs root, network namespaces (unshare) and Debian's package iproute2")
        sys.exit(SKIPPED)
    os.environ[INSIDE] = "1"
    os.execvp(own[0], own + [sys.executable] + sys.argv)


class Hall:
    """A switch with the server at it, and a wire to each station."""

    def __init__(self, stations):
        run("ip", "link", "add", "br0", "type", "bridge")
        run("ip", "addr", "add", f"{SERVER}/24", "dev", "br0")
        run("ip", "link", "set", "br0", "up")
        for number in range(1, stations + 1):
            self._wire(number)

    @staticmethod
    def _wire(number):
        name = f"st{number}"
        run("ip", "netns", "add", name)
        run("ip", "link", "add", f"wire{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "link", "set", f"wire{number}", "master", "br0", "up")
        for words in (["addr", "add", f"10.77.0.{10 + number}/24", "dev", "eth0"], ["link", "set", "eth0", "up"],
                      ["link", "set", "lo", "up"]):
            run("ip", "-n", name, *words)

    @staticmethod
    def cut(number):
        """Nothing that is sent arrives, and nobody is told: connections hang."""
        run("ip", "link", "set", f"wire{number}", "down")

    @staticmethod
    def mend(number):
        run("ip", "link", "set", f"wire{number}", "up")

    @staticmethod
    def at(number):
        """What stands before a command that runs on a station."""
        return ["ip", "netns", "exec", f"st{number}"]


class Server:
    """A PostgreSQL of the test's own, reached by TLS and a password from the stations."""

    def __init__(self, script, folder):
        self.script, self.folder = script, folder
        run(script, "start", folder, stdout=subprocess.DEVNULL)
        with open(f"{folder}/data/pg_hba.conf", "a", encoding="utf-8") as file:
            file.write("hostssl all all 10.77.0.0/24 scram-sha-256\n")
        self.stop()
        self.start()
        with open(f"{folder}/port", encoding="utf-8") as file:
            self.port = file.read().strip()

    def start(self):
        run(self.script, "start", self.folder, f"listen_addresses={SERVER},127.0.0.1", stdout=subprocess.DEVNULL)

    def stop(self, how="fast"):
        run(self.script, "stop", self.folder, how)

    def crash(self):
        self.stop("immediate")

    def here(self, user):
        return f"postgresql://{user}@/kiemphieu?host={self.folder}&port={self.port}"

    def from_afar(self):
        # Short limits, so that a test need not wait as long as a hall would.
        return (f"postgresql://station@localhost:{self.port}/kiemphieu?hostaddr={SERVER}&sslmode=verify-full"
                f"&sslrootcert={self.folder}/server.crt&passfile={self.folder}/pgpass&connect_timeout=2"
                "&keepalives_idle=1&keepalives_interval=1&keepalives_count=2&tcp_user_timeout=3000")
