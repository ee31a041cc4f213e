package io.qunfa.local.command;

/** What runs where, and how to log in. */
final class Addresses {
  private Addresses() {}

  static void print(RunState state) {
    System.out.printf(
        """

        Running:
          REST       %s/api/v1 (OpenAPI: %1$s/v3/api-docs)
          %s
        Log in as %s with the password %s:
          curl -s %1$s/api/v1/auth/login -H 'Content-Type: application/json' \\
            -d '{"username":"%3$s","password":"%4$s"}'
        Next: ./qunfa status, ./qunfa logs SERVICE, ./qunfa down
        """,
        state.url("gateway"),
        state.simulated()
            ? "WeCom      " + state.wecomUrl() + " (the simulator; open it to see what it received)"
            : "WeCom      " + state.wecomUrl(),
        state.adminUser(),
        state.adminPassword());
  }
}
