package io.qunfa.gateway;

import io.qunfa.architecture.ArchitectureContract;

class ArchitectureTest extends ArchitectureContract {
  ArchitectureTest() {
    super(GatewayApplication.class);
  }
}
