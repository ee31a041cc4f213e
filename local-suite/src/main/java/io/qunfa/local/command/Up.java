package io.qunfa.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.qunfa.local.process.Folders;
import io.qunfa.local.process.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts the supervisor in the background and shows what it says until the suite is ready. */
final class Up {
  private static final long LOOK_EVERY_MILLIS = 100;
  // Out of the terminal's reach: neither Ctrl-C nor the end of the session ends the supervisor.
  private static final String IN_BACKGROUND =
      """
      set -m
      output=$1
      shift
      nohup "$@" </dev/null >"$output" 2>&1 &
      echo $!
      """;

  private final Path project;
  private final Map<String, String> environment;
  private final Path output;

  Up(Path project, Map<String, String> environment) {
    this.project = project;
    this.environment = environment;
    this.output = Folders.privateFolder(project.resolve(".local/logs")).resolve("suite.log");
  }

  /**
   * Returns when the suite is ready, or with what the supervisor said last. One that runs with an
   * earlier build, or without a variable that is set now, is started anew.
   */
  RunState run() {
    RunState.read(project).ifPresent(this::stopIfOutdated);
    Optional<RunState> running = RunState.read(project);
    if (running.isPresent() && running.get().phase() == RunState.Phase.READY) {
      return running.get();
    }
    ProcessHandle background =
        running.flatMap(RunState::supervisor).orElseGet(this::startSupervisor);
    return follow(background);
  }

  private void stopIfOutdated(RunState running) {
    StartedWith.Difference difference =
        running.startedWith().to(StartedWith.now(project, environment));
    if (!difference.dropped().isEmpty()) {
      throw new OtherEnvironment(difference.dropped());
    }
    if (difference.rebuilt().isEmpty() && difference.changed().isEmpty()) {
      return;
    }
    List<String> what = new ArrayList<>();
    if (!difference.rebuilt().isEmpty()) {
      what.add("an earlier build of " + String.join(", ", difference.rebuilt()));
    }
    if (!difference.changed().isEmpty()) {
      what.add("another environment (" + String.join(", ", difference.changed()) + ")");
    }
    System.out.println("What runs here has " + String.join(" and ", what) + ": it starts anew.");
    if (new Down(project).run() != ExitCode.DONE) {
      throw new Unavailable("The suite was not stopped, so it is not started anew.");
    }
  }

  private ProcessHandle startSupervisor() {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", IN_BACKGROUND, "up", output.toString()));
    command.addAll(ThisProgram.command("supervise"));
    try {
      Process bash = new ProcessBuilder(command).directory(project.toFile()).start();
      String pid = new String(bash.getInputStream().readAllBytes(), UTF_8).strip();
      return ProcessHandle.of(Long.parseLong(pid))
          .orElseThrow(() -> new Unavailable("The supervisor ended at once; see " + output));
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot start the supervisor.", failed);
    }
  }

  private RunState follow(ProcessHandle background) {
    CompletableFuture<ProcessHandle> end = background.onExit();
    try (FileChannel log = FileChannel.open(output, StandardOpenOption.READ)) {
      while (true) {
        boolean ended = hasEnded(end);
        Optional<RunState> state = RunState.read(project);
        show(log);
        if (state.isPresent() && state.get().phase() == RunState.Phase.READY) {
          return state.get();
        }
        if (ended) {
          throw new Unavailable("The suite did not start, see above and " + output + ".");
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot read " + output + ".", failed);
    }
  }

  private static boolean hasEnded(CompletableFuture<ProcessHandle> end) {
    try {
      end.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException running) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unavailable(
          "Interrupted; the suite goes on starting. ./qunfa status shows it.", interrupted);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What has been written since the last look; the channel keeps the place. */
  private static void show(FileChannel log) throws IOException {
    System.out.print(new String(Channels.newInputStream(log).readAllBytes(), UTF_8));
    System.out.flush();
  }
}
