package io.qunfa.local.suite;

import io.qunfa.local.process.Folders;
import io.qunfa.local.process.Launch;
import io.qunfa.local.process.Ports;
import io.qunfa.local.process.Unavailable;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.local.servers.Server;
import io.qunfa.local.servers.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * The suite's services as child processes, from the modules' executable jars, over real servers.
 * All of it ends with this JVM however it ends, or earlier with {@link #close}.
 *
 * <p>What the environment of this JVM says about servers and WeCom takes the place of the own ones,
 * see {@link Backing}; with {@code WECOM_BASE_URL} the simulator is not started.
 */
public final class Suite implements AutoCloseable {
  private static final Duration STOP_BOUND = Duration.ofSeconds(40);
  private static final String OWN_MODULE = "local-suite";
  private static final String WECOM_BASE_URL = "WECOM_BASE_URL";
  private static final String ADMIN_USER = "QUNFA_ADMIN_USER";
  private static final String ADMIN_PASSWORD = "QUNFA_ADMIN_PASSWORD";
  private static final String KEY = "QUNFA_CREDENTIAL_KEY";
  private static final String KEY_FILE = "QUNFA_CREDENTIAL_KEY_FILE";

  private final Setup setup;
  private final Backing backing;
  private final Map<String, String> given;
  private final Map<Service, Map<String, String>> overrides = new EnumMap<>(Service.class);
  private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
  private final Map<String, ServiceProcess> processes = new ConcurrentSkipListMap<>();

  /**
   * What differs between a suite that people use and one of a test.
   *
   * @param jars finds the modules' jars
   * @param lasting default ports where they are free, a clean stop, data that stay; else free ports
   *     and SIGKILL
   */
  private record Setup(
      Jars jars, Path logs, boolean lasting, Secrets secrets, Consumer<String> notices) {
    List<String> program(String module) {
      Path programs = logs.resolveSibling("programs");
      return lasting ? jars.quickProgram(module, programs) : jars.program(module, programs);
    }
  }

  private Suite(Setup setup, LocalServers servers, Map<String, String> given) {
    this.setup = setup;
    this.given = given;
    this.backing = new Backing(servers, given);
    for (Service service : Service.values()) {
      overrides.put(service, new HashMap<>());
    }
  }

  /**
   * For tests: free ports, random secrets, the shared servers of this JVM, logs below {@code
   * target/suite-logs}.
   */
  public static Suite forTests() {
    Path logs = Folders.privateFolder(Path.of("target", "suite-logs").toAbsolutePath());
    Setup setup =
        new Setup(new Jars(Folders.project()), logs, false, Secrets.random(), System.err::println);
    return new Suite(setup, LocalServers.shared(), System.getenv());
  }

  /** For people: data, secrets and logs stay in the project's ignored folder. */
  public static Suite lasting(Path project, Consumer<String> notices) {
    Path folder = Folders.privateFolder(project.resolve(".local"));
    Secrets secrets = Secrets.keptIn(folder.resolve("secrets.properties"));
    Path logs = Folders.privateFolder(folder.resolve("logs"));
    LocalServers servers =
        LocalServers.in(folder.resolve("servers"), ServerOptions.lasting(notices));
    return new Suite(
        new Setup(new Jars(project), logs, true, secrets, notices), servers, System.getenv());
  }

  /**
   * Module to when its jar was built, for the services and this one; {@link Unavailable} names what
   * is not built.
   */
  public static Map<String, String> builds(Path project) {
    Jars jars = new Jars(project);
    Map<String, String> builds = new TreeMap<>();
    builds.put(OWN_MODULE, jars.builtAt(OWN_MODULE));
    for (Service service : Service.values()) {
      builds.put(service.module(), jars.builtAt(service.module()));
    }
    return builds;
  }

  /** Further environment for one service; before {@link #start}. */
  public Suite with(String service, Map<String, String> environment) {
    overrides.getOrDefault(Service.of(service), Map.of()).putAll(environment);
    return this;
  }

  /**
   * Starts servers and services side by side; returns when all are ready. If one fails, all are
   * stopped.
   */
  public Suite start() {
    try {
      assignPorts();
      List<Service> services = List.copyOf(ports.keySet());
      services.forEach(
          service -> setup.jars().of(service.module())); // what is not built is named at once
      setup
          .notices()
          .accept(
              "Starting "
                  + String.join(", ", services.stream().map(Service::module).toList())
                  + " and the servers they need.");
      services.stream()
          .filter(service -> !service.usesServers())
          .forEach(service -> process(service).start());
      CompletableFuture<Void> unpacking =
          CompletableFuture.runAsync(
              () -> services.forEach(service -> setup.program(service.module())),
              Thread::startVirtualThread);
      backing.start(setup.notices());
      unpacking.join();
      services.stream().filter(Service::usesServers).forEach(service -> process(service).start());
      awaitAll(processes.values());
    } catch (CompletionException failed) {
      close();
      throw failed.getCause() instanceof Unavailable unavailable ? unavailable : failed;
    } catch (Unavailable failed) {
      close();
      throw failed;
    }
    return this;
  }

  /** A second, third ... process of a service, on a free port, ready when this returns. */
  public ServiceProcess addReplica(String service, Map<String, String> environment) {
    int number = 2;
    while (processes.containsKey(service + "-" + number)) {
      number++;
    }
    Map<String, String> all = new HashMap<>(environment(Service.of(service)));
    all.putAll(environment);
    return process(service + "-" + number, Service.of(service), Ports.free(), all)
        .start()
        .awaitReady();
  }

  /** The process of a service, or of a replica by its name. */
  public ServiceProcess process(String name) {
    ServiceProcess process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException(
          "No process " + name + "; there are " + processes.keySet());
    }
    return process;
  }

  public Collection<ServiceProcess> processes() {
    return List.copyOf(processes.values());
  }

  public String url(String service) {
    return process(service).url();
  }

  /** Where the API channel's calls go: the simulator, or what the environment names. */
  public String wecomUrl() {
    return given.getOrDefault(WECOM_BASE_URL, "http://localhost:" + ports.get(Service.SIMULATOR));
  }

  public boolean isSimulated() {
    return !given.containsKey(WECOM_BASE_URL);
  }

  /** The servers that this suite has started itself. */
  public List<Server> ownServers() {
    return backing.own();
  }

  /**
   * Starts again what has ended by itself, servers and services; true when there was something. Not
   * for suites whose processes are stopped on purpose.
   */
  public boolean restartEnded() {
    List<Server> servers = ownServers().stream().filter(server -> !server.isRunning()).toList();
    List<ServiceProcess> services =
        processes().stream().filter(service -> !service.isRunning()).toList();
    for (Server server : servers) {
      setup
          .notices()
          .accept(
              "%s has ended by itself, see %s; it is started again."
                  .formatted(server.name(), server.log()));
      server.start();
    }
    for (ServiceProcess service : services) {
      setup
          .notices()
          .accept(
              "%s has ended by itself, see %s; it is started again."
                  .formatted(service.name(), service.log()));
      service.start();
    }
    return !servers.isEmpty() || !services.isEmpty();
  }

  public LocalServers servers() {
    return backing.servers();
  }

  public String adminUser() {
    return given.getOrDefault(ADMIN_USER, "admin");
  }

  public String adminPassword() {
    return given.getOrDefault(ADMIN_PASSWORD, setup.secrets().adminPassword());
  }

  /** Services first, then the servers that are the suite's own. */
  @Override
  public void close() {
    CompletableFuture.allOf(
            processes.values().stream()
                .map(
                    process ->
                        CompletableFuture.runAsync(
                            () -> close(process), Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    if (setup.lasting()) {
      backing.servers().close();
    }
  }

  private void close(ServiceProcess process) {
    if (!process.close()) {
      setup
          .notices()
          .accept(
              "%s does not end; end it with: kill -9 %d".formatted(process.name(), process.pid()));
    }
  }

  private void assignPorts() {
    for (Service service : Service.values()) {
      if (service == Service.SIMULATOR && !isSimulated()) {
        setup.notices().accept("The simulator is not started: WECOM_BASE_URL is " + wecomUrl());
        continue;
      }
      boolean useDefault = setup.lasting() && Ports.isFree(service.defaultPort());
      int port = useDefault ? service.defaultPort() : Ports.free();
      ports.put(service, port);
      if (setup.lasting() && !useDefault) {
        setup
            .notices()
            .accept(
                "Port %d is taken; %s listens on %d."
                    .formatted(service.defaultPort(), service.module(), port));
      }
    }
  }

  private void awaitAll(Collection<ServiceProcess> awaited) {
    long start = System.nanoTime();
    CompletableFuture.allOf(
            awaited.stream()
                .map(
                    process ->
                        CompletableFuture.runAsync(
                            () -> {
                              process.awaitReady();
                              setup
                                  .notices()
                                  .accept(
                                      "%-15s ready after %4.1f s, %s"
                                          .formatted(
                                              process.name(),
                                              (System.nanoTime() - start) / 1e9,
                                              process.url()));
                            },
                            Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private ServiceProcess process(Service service) {
    return process(
        service.module(),
        service,
        Objects.requireNonNull(ports.get(service)),
        environment(service));
  }

  private ServiceProcess process(
      String name, Service service, int port, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SERVER_PORT", Integer.toString(port));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + service.heap(),
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            // A heap holds secrets; said here, it holds whatever JAVA_TOOL_OPTIONS say.
            "-XX:-HeapDumpOnOutOfMemoryError"));
    // Netty's and Tomcat's ways round the heap are no news for the reader of a log.
    command.addAll(
        List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(setup.program(service.module()));
    Launch launch =
        new Launch(
            command,
            all,
            STOP_BOUND,
            new Launch.WithOwner(setup.lasting(), ""),
            new Launch.ProcessSignals());
    ServiceProcess process =
        new ServiceProcess(name, port, launch, setup.logs().resolve(name + ".log"));
    processes.put(name, process);
    return process;
  }

  private Map<String, String> environment(Service service) {
    Map<String, String> environment = new HashMap<>(backing.environment(service));
    environment.put("SERVER_ADDRESS", "localhost");
    environment.put("TASK_SERVICE_URL", "http://localhost:" + ports.get(Service.TASK));
    environment.put("ACCOUNT_SERVICE_URL", "http://localhost:" + ports.get(Service.ACCOUNT));
    environment.put("DATA_SERVICE_URL", "http://localhost:" + ports.get(Service.DATA));
    environment.put(WECOM_BASE_URL, wecomUrl());
    environment.put(ADMIN_USER, adminUser());
    environment.put(ADMIN_PASSWORD, adminPassword());
    environment.put(
        "QUNFA_JWT_SECRET", given.getOrDefault("QUNFA_JWT_SECRET", setup.secrets().jwtSecret()));
    if (service == Service.ACCOUNT) {
      String keyFile = given.get(KEY_FILE);
      if (keyFile == null) {
        environment.put(KEY, given.getOrDefault(KEY, setup.secrets().credentialKey()));
      } else {
        environment.put(KEY_FILE, keyFile);
      }
    }
    if (service == Service.TASK && setup.lasting() && isSimulated()) {
      // The simulator's members confirm within seconds, so it is asked for receipts sooner than
      // people would be.
      environment.put(
          "QUNFA_FOLLOWUP_FIRSTDELAY", given.getOrDefault("QUNFA_FOLLOWUP_FIRSTDELAY", "2s"));
    }
    environment.putAll(overrides.getOrDefault(service, Map.of()));
    return environment;
  }
}
