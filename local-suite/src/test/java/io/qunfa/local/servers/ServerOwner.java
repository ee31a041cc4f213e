package io.qunfa.local.servers;

import java.io.IOException;
import java.nio.file.Path;

/** A program that owns servers: prints a line for each server, then waits for its own end. */
final class ServerOwner {
  private ServerOwner() {}

  /** Arguments: nothing for the shared set, or a folder for a lasting one. */
  public static void main(String[] arguments) throws IOException {
    try (LocalServers servers =
        arguments.length == 0 ? LocalServers.shared() : LocalServers.in(Path.of(arguments[0]))) {
      for (Server server : new Server[] {servers.mysql(), servers.redis(), servers.rabbit()}) {
        System.out.println(server.pid() + " " + server.port() + " " + server.log());
      }
      System.in.read();
    }
  }
}
