package io.qunfa.local.command;

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

  ExitCode run() {
    Optional<ProcessHandle> supervisor = RunState.read(project).flatMap(RunState::supervisor);
    if (supervisor.isEmpty()) {
      System.out.println("Nothing runs here.");
      return ExitCode.DONE;
    }
    supervisor.get().destroy();
    try {
      supervisor.get().onExit().get(STOP_BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException tooLong) {
      System.out.println("The suite takes too long to stop and is ended by force; the data stays.");
      supervisor.get().destroyForcibly();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      System.err.println("Interrupted; the suite goes on stopping.");
      return ExitCode.FAILED;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    System.out.println(
        "Stopped services and servers. The data stays in .local/ for the next ./qunfa up.");
    return ExitCode.DONE;
  }
}
