package io.qunfa.local.command;

import io.qunfa.local.demo.DemoFailure;
import io.qunfa.local.process.Folders;
import io.qunfa.local.process.Unavailable;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** The entrance for the script {@code ./qunfa}, which documents the commands and exit codes. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments).number());
  }

  private static ExitCode run(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("One command is expected; run ./qunfa help.");
      return ExitCode.WRONG_USAGE;
    }
    try {
      Path project = Folders.project();
      return switch (arguments[0]) {
        case "up" -> {
          Addresses.print(new Up(project, System.getenv()).run());
          yield ExitCode.DONE;
        }
        case "down" -> new Down(project).run();
        case "demo" ->
            new RunDemo(project, System.getenv(), LocalDateTime.now(ZoneId.systemDefault())).run();
        case "status" -> new Status(project).run();
        case "supervise" -> new Supervise(project, System.getenv()).run();
        default -> {
          System.err.println("No command " + arguments[0] + "; run ./qunfa help.");
          yield ExitCode.WRONG_USAGE;
        }
      };
    } catch (DemoFailure failure) {
      System.err.println(failure.getMessage());
      System.err.println("The suite goes on running; ./qunfa down stops it.");
      return ExitCode.FAILED;
    } catch (OtherEnvironment other) {
      System.err.println(other.getMessage());
      return ExitCode.FAILED;
    } catch (Unavailable unavailable) {
      System.err.println(unavailable.getMessage());
      return ExitCode.SOMETHING_MISSING;
    }
  }
}
