package io.qunfa.local.command;

import io.qunfa.local.demo.Demo;
import io.qunfa.local.demo.Terminal;
import io.qunfa.local.process.Folders;
import io.qunfa.local.process.Unavailable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Starts the suite if it does not run, shows the demo, and says where everything is. */
final class RunDemo {
  private static final DateTimeFormatter RUN = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final String SIMULATED_CORP = "wwqunfasample";
  static final String CORP_ID = "QUNFA_DEMO_CORP_ID";
  static final String CORP_SECRET = "QUNFA_DEMO_CORP_SECRET";

  private final Path project;
  private final Map<String, String> environment;
  private final LocalDateTime now;

  RunDemo(Path project, Map<String, String> environment, LocalDateTime now) {
    this.project = project;
    this.environment = environment;
    this.now = now;
  }

  ExitCode run() {
    RunState state = new Up(project, environment).run();
    Demo.Target target =
        new Demo.Target(
            state.url("gateway"),
            state.adminUser(),
            state.adminPassword(),
            state.simulated() ? state.wecomUrl() : "",
            corp(state),
            project.resolve("samples"),
            RUN.format(now));
    new Demo(target, terminal()).run();
    Addresses.print(state);
    return ExitCode.DONE;
  }

  private Demo.Corp corp(RunState state) {
    if (state.simulated()) {
      return new Demo.Corp(SIMULATED_CORP, Folders.secret(project.resolve(".local/demo-secret")));
    }
    String corpId = environment.get(CORP_ID);
    String secret = environment.get(CORP_SECRET);
    if (corpId == null || secret == null) {
      throw new Unavailable(
          "The suite sends to %s, not to the simulator: name the company there in %s and %s, or run without WECOM_BASE_URL."
              .formatted(state.wecomUrl(), CORP_ID, CORP_SECRET));
    }
    return new Demo.Corp(corpId, secret);
  }

  private Terminal terminal() {
    int columns = Integer.parseInt(environment.getOrDefault("QUNFA_TERMINAL", "0"));
    boolean colours = columns > 0 && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8), columns, colours);
  }
}
