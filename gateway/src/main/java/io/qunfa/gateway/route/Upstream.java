package io.qunfa.gateway.route;

import io.qunfa.neighbour.NeighbourSettings;
import java.net.URI;

/** The services that own public paths. */
enum Upstream {
  TASK_SERVICE("task-service"),
  ACCOUNT_SERVICE("account-service"),
  DATA_SERVICE("data-service");

  private final String serviceName;

  Upstream(String serviceName) {
    this.serviceName = serviceName;
  }

  String serviceName() {
    return serviceName;
  }

  URI address(NeighbourSettings settings) {
    return switch (this) {
      case TASK_SERVICE -> settings.taskService();
      case ACCOUNT_SERVICE -> settings.accountService();
      case DATA_SERVICE -> settings.dataService();
    };
  }
}
