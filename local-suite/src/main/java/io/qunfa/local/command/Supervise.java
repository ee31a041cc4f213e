package io.qunfa.local.command;

import io.qunfa.local.process.Folders;
import io.qunfa.local.process.Leftovers;
import io.qunfa.local.process.Unavailable;
import io.qunfa.local.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The background process that owns servers and services until it gets a SIGTERM; when it is gone,
 * they are.
 */
final class Supervise {
  private static final long LOOK_EVERY_SECONDS = 5;

  private final Path project;
  private final StartedWith startedWith;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  Supervise(Path project, Map<String, String> environment) {
    this.project = project;
    this.startedWith = StartedWith.now(project, environment);
  }

  ExitCode run() {
    Path lockFile = Folders.privateFolder(project.resolve(".local/run")).resolve("supervisor.lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        System.err.println(
            "Another ./qunfa up is at work here: wait for it, or end it with ./qunfa down.");
        return ExitCode.FAILED;
      }
      RunState.starting(ProcessHandle.current(), startedWith).write(project);
      return supervise();
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot lock " + lockFile + ".", failed);
    }
  }

  private ExitCode supervise() {
    Suite suite = Suite.lasting(project, System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop-suite"));
    try {
      awaitEarlierSuite();
      suite.start();
      RunState.ready(ProcessHandle.current(), startedWith, suite).write(project);
      watch(suite);
      return ExitCode.DONE;
    } catch (Unavailable unavailable) {
      System.err.println(unavailable.getMessage());
      return ExitCode.SOMETHING_MISSING;
    } finally {
      suite.close();
      RunState.delete(project);
      System.out.println("Stopped.");
      stopped.countDown();
    }
  }

  private void awaitEarlierSuite() {
    Leftovers earlier = EarlierSuite.of(project);
    if (!earlier.areNone()) {
      System.out.println(
          "The supervisor before this one was killed; waiting until what it has left has stopped: "
              + earlier.names());
      earlier.awaitEnd(EarlierSuite.STOP_BOUND);
    }
  }

  /** Returns at SIGTERM; until then starts again what has ended by itself. */
  private void watch(Suite suite) {
    try {
      while (!stopping.await(LOOK_EVERY_SECONDS, TimeUnit.SECONDS)) {
        if (suite.restartEnded()) {
          RunState.ready(ProcessHandle.current(), startedWith, suite).write(project);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopAndWait() {
    stopping.countDown();
    try {
      stopped.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
