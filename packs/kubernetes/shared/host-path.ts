/** Where container runtimes listen, by the paths of their own documentation and of common distributions. */
export const RUNTIME_SOCKETS = [
  "/run/docker.sock",
  "/run/cri-dockerd.sock",
  "/run/dockershim.sock",
  "/run/containerd/containerd.sock",
  "/run/k3s/containerd/containerd.sock",
  "/run/k0s/containerd.sock",
  "/var/snap/microk8s/common/run/containerd.sock",
  "/run/crio/crio.sock",
  "/run/podman/podman.sock",
  "//./pipe/docker_engine",
  "//./pipe/containerd-containerd",
] as const;

const tests = new WeakMap<readonly string[], (path: string) => boolean>();

/** Tells whether a path of the node is one of these sockets, bears the name of one, or is a directory above one. */
export function socketTest(sockets: readonly string[]): (path: string) => boolean {
  let test = tests.get(sockets);
  if (test === undefined) tests.set(sockets, (test = makeTest(sockets)));
  return test;
}

function makeTest(sockets: readonly string[]): (path: string) => boolean {
  const names = new Set<string>();
  // Where /var/run is a link to /run, a mount of /var does not lead to it; where it is a directory, it does.
  const above = new Set<string>(["", "/var"]);
  for (const socket of sockets.map(normal)) {
    names.add(socket.slice(socket.lastIndexOf("/") + 1));
    for (let end = socket.length; end > 0; end = socket.lastIndexOf("/", end - 1)) above.add(socket.slice(0, end));
  }
  return (path) => {
    const plain = normal(path);
    return above.has(plain) || names.has(plain.slice(plain.lastIndexOf("/") + 1));
  };
}

/** The path without `.`, `..`, double and closing slashes, with /run for /var/run; empty for the root. */
function normal(path: string): string {
  const steps: string[] = [];
  for (const step of path.split(/[/\\]/)) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  if (steps[0] === "var" && steps[1] === "run") steps.shift();
  return steps.map((step) => `/${step}`).join("");
}
