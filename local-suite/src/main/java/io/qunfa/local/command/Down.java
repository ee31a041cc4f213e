package io.qunfa.local.command;

import io.qunfa.local.process.Leftovers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops the supervisor, which stops services first and servers then. */
final class Down {
  private static final long STOP_BOUND_SECONDS = 120;

  private final Path project;

  Down(Path project) {
    this.project = project;
  }

  /** Returns when nothing of the suite runs any more. */
  ExitCode run() {
    Optional<ProcessHandle> supervisor = RunState.read(project).flatMap(RunState::supervisor);
    Leftovers running = EarlierSuite.of(project);
    if (supervisor.isEmpty() && running.areNone()) {
      System.out.println("Nothing runs here.");
      return ExitCode.DONE;
    }
    if (supervisor.isPresent()) {
      if (!stop(supervisor.get())) {
        System.err.println("Interrupted; the suite goes on stopping.");
        return ExitCode.FAILED;
      }
    } else {
      System.out.println(
          "The supervisor was killed; what it has left is stopping by itself: " + running.names());
    }
    EarlierSuite.of(project).awaitEnd(EarlierSuite.STOP_BOUND);
    System.out.println(
        "Stopped services and servers. The data stays in .local/ for the next ./qunfa up.");
    return ExitCode.DONE;
  }

  /** False when interrupted. */
  private static boolean stop(ProcessHandle supervisor) {
    supervisor.destroy();
    try {
      supervisor.onExit().get(STOP_BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException tooLong) {
      System.out.println("The suite takes too long to stop and is ended by force; the data stays.");
      supervisor.destroyForcibly();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    return true;
  }
}
