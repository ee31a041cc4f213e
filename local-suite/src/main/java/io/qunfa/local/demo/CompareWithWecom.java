package io.qunfa.local.demo;

/**
 * Holds a campaign's ledger against the sample data, and then against what WeCom (the simulator)
 * has counted.
 *
 * @param planned recipients that the preview promised to send to
 * @param optOuts recipients of the audience that the sample's opt-outs exclude
 */
record CompareWithWecom(Ledger ledger, long planned, long optOuts) {

  /** What the ledger alone shows: nobody is missing, and nobody was left out. */
  void checkLedger() {
    Check.equal("excluded opt-outs", optOuts, ledger.in("EXCLUDED"));
    Check.equal("sum of all states", ledger.targeted(), ledger.sum());
    Check.equal("recipients issued or refused", planned, ledger.taken() + ledger.in("REFUSED"));
  }

  void checkAgainst(SimulatedCorp.Counts counts) {
    Check.equal("recipients at WeCom", ledger.taken(), counts.recipients());
    Check.equal("recipients who got it twice", 0, counts.duplicates());
    if (isFinal()) {
      Check.equal("sent at WeCom", ledger.in("SENT"), counts.sent());
    } else if (ledger.in("SENT") > counts.sent()) {
      // Receipts follow what WeCom has sent, they never run ahead of it.
      Check.equal("sent at WeCom", ledger.in("SENT"), counts.sent());
    }
  }

  boolean isFinal() {
    return ledger.open() == 0;
  }
}
