package io.qunfa.executor;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who asks, for the other services' logs: host and process. */
public record ExecutorName(String value) {
  static ExecutorName ofThisProcess() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      host = "localhost";
    }
    return new ExecutorName(host + "/" + ProcessHandle.current().pid());
  }
}
