package io.qunfa.simulator;

import io.qunfa.architecture.ArchitectureContract;

class ArchitectureTest extends ArchitectureContract {
  ArchitectureTest() {
    super(SimulatorApplication.class);
  }
}
