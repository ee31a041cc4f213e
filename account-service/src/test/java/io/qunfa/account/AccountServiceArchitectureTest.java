package io.qunfa.account;

import io.qunfa.architecture.ArchitectureContract;

class AccountServiceArchitectureTest extends ArchitectureContract {
  AccountServiceArchitectureTest() {
    super(AccountServiceApplication.class);
  }
}
