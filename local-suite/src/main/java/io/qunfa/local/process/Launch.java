package io.qunfa.local.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What starts a server and what stops it.
 *
 * @param environment added to this process's own; an empty value removes the variable
 * @param stopBound how long a clean stop may take before SIGKILL
 * @param withOwner what happens when the owner ends the server or is gone
 */
public record Launch(
    List<String> command,
    Map<String, String> environment,
    Duration stopBound,
    WithOwner withOwner,
    Signals signals) {

  /**
   * The end of a server together with its owner.
   *
   * @param clean by TERM within the bound; else by SIGKILL at once, for data that is thrown away
   * @param afterwards a shell command that runs when the server has ended; may be empty
   */
  public record WithOwner(boolean clean, String afterwards) {}

  /** The commands that act on the running server. */
  public interface Signals {
    List<String> terminate(long pid);

    List<String> kill(long pid);

    List<String> pause(long pid);

    List<String> resume(long pid);
  }

  /** A process of this machine. */
  public record ProcessSignals() implements Signals {
    @Override
    public List<String> terminate(long pid) {
      return List.of("kill", "-TERM", Long.toString(pid));
    }

    @Override
    public List<String> kill(long pid) {
      return List.of("kill", "-KILL", Long.toString(pid));
    }

    @Override
    public List<String> pause(long pid) {
      return List.of("kill", "-STOP", Long.toString(pid));
    }

    @Override
    public List<String> resume(long pid) {
      return List.of("kill", "-CONT", Long.toString(pid));
    }
  }
}
